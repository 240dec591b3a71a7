"""What the fields of the models mean, in the words that stand below them in the source."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise


@cache
def field_texts(model: type) -> dict[str, str]:
    """The sentence below each field of a class or of one that it comes from; a class's own wins."""
    texts: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("followup_build.model."):
            texts.update(_own_texts(one))
    return texts


@cache
def _own_texts(model: type) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except OSError:
        # It was made by a call and not written down.
        return {}
    definition = ast.parse(source).body[0]
    return {
        before.target.id: " ".join(inspect.cleandoc(text.value.value).split())
        for before, text in pairwise(getattr(definition, "body", ()))
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
