"""Settings for editors: which schema belongs to which records."""

from __future__ import annotations

import json
from typing import Any

from followup_build.exports.schema_file import schema_files, schema_name
from followup_build.model.kinds import KINDS, Kind

_SCHEMAS = ".vscode/schemas"


def editor_files(records: str = "records") -> dict[str, bytes]:
    """The files that make VS Code complete and check the records of a repository, by path.

    Its YAML language server reads no front matter, so Markdown records get their schema only from other tools.

    Args:
        records: the records folder, relative to the repository.
    """
    settings = {
        "yaml.schemas": {f"./{_SCHEMAS}/{schema_name(kind)}": glob for kind in KINDS if (glob := _glob(kind, records))},
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
    }
    return {
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        **{f"{_SCHEMAS}/{name}": content for name, content in schema_files().items()},
        ".vscode/settings.json": _json(settings),
    }


def _glob(kind: Kind, records: str) -> str | None:
    folder, _, file = kind.place.partition("/")
    if not kind.place.endswith(".yml"):
        return None
    if not file:
        return f"{records}/{folder}"
    return f"{records}/{folder}/{'**/*' if '.+/' in kind.pattern.pattern else '*'}.yml"


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=2) + "\n").encode()
