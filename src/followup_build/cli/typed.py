"""What people type, held to the types of the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def parsed(parse: Callable[[object], Any], text: str, option: str) -> str:
    """The text, if its type takes it; else a usage error that says what to type."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - `--help` must not wait for it

    try:
        parse(text)
    except PydanticCustomError as error:
        context = error.context or {}
        raise click.UsageError(f"{option}: {context['message']}; {context['hint']}") from None
    return text


def scalar(annotation: Any) -> Callable[[object], Any]:
    """How the text of a scalar type of the records is read."""
    parse: Callable[[object], Any] = annotation.__metadata__[0].parse
    return parse
