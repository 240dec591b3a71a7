"""Files beside the records of a new organisation: how its changes are checked and published, made from our own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from followup_build import __version__

WORKFLOWS = ("check.yml", "feedback.yml", "nightly.yml", "preview.yml", "publish.yml", "remind.yml", "send.yml")
"""Those of our own that a team has as well."""
REQUIREMENTS = "requirements.txt"
RELEASE = f"followup-build=={__version__}"
_SHIPPED = {
    **{name: f".github/workflows/{name}" for name in WORKFLOWS},
    "feedback-form.yml": ".github/ISSUE_TEMPLATE/feedback.yml",
    "feedback-template.md": ".gitlab/issue_templates/feedback.md",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "pre-commit-hooks.yaml": ".pre-commit-hooks.yaml",
}
"""The names of our own files inside the wheel, and where they stand in our repository."""
_HERE, _THERE = "python -m pip install .\n", f"python -m pip install -r {REQUIREMENTS}\n"
_ALONE = {"python -m pip install --no-deps .\n": f"python -m pip install --no-deps -r {REQUIREMENTS}\n"}
_CHECK = {
    """\
      # The tool is the base's, so that a branch does not bring its own judge. A team that only keeps records writes
      # here: python -m pip install, and how it gets the tool.
""": """\
      # The tool is of the version that the base names, so that a branch does not choose its own judge.
""",
    """\
          mkdir "$RUNNER_TEMP/tool"
          git archive 'HEAD^1' | tar -x -C "$RUNNER_TEMP/tool"
          python -m pip install "$RUNNER_TEMP/tool"
""": f"""\
          git show 'HEAD^1:{REQUIREMENTS}' > "$RUNNER_TEMP/{REQUIREMENTS}"
          python -m pip install -r "$RUNNER_TEMP/{REQUIREMENTS}"
""",
    "to check the base out, which has the tool\n": "to check the base out, which names the tool\n",
    **_ALONE,
}
_FEEDBACK = {
    "to check the repository out, which has the tool\n": "to check the repository out, which names the tool\n",
    _HERE: _THERE,
    **_ALONE,
}
_GITLAB = {
    "# For GitLab what .github/workflows/ is for GitHub. Add": "# Add",
    """\
# The tool is the base's, so that a branch does not bring its own judge. A team that only keeps records writes in place
# of the first three commands: python -m pip install, and how it gets the tool.
""": """\
# The tool is of the version that the base names, so that a branch does not choose its own judge.
""",
    """\
    - tool="$(mktemp -d)"
    - git archive "$CI_MERGE_REQUEST_DIFF_BASE_SHA" | tar -x -C "$tool"
    - python -m pip install "$tool"
""": f"""\
    - tool="$(mktemp)"
    - git show "$CI_MERGE_REQUEST_DIFF_BASE_SHA:{REQUIREMENTS}" > "$tool"
    - python -m pip install -r "$tool"
""",
    _HERE: _THERE,
}
_WORKFLOWS: dict[str, dict[str, str]] = {
    "check.yml": _CHECK,
    "feedback.yml": _FEEDBACK,
    "nightly.yml": {},
    "preview.yml": {_HERE: _THERE},
    "publish.yml": {_HERE: _THERE},
    "remind.yml": {_HERE: _THERE},
    "send.yml": {_HERE: _THERE},
}


def github_files() -> dict[str, str]:
    """The workflows for GitHub, and the form of feedback that one of them takes, by path."""
    workflows = {f".github/workflows/{name}": _adapted(name, _WORKFLOWS[name]) for name in WORKFLOWS}
    return workflows | {_SHIPPED["feedback-form.yml"]: _shipped("feedback-form.yml")}


def gitlab_files() -> dict[str, str]:
    """The workflow for GitLab, and the template of an issue that gives feedback, by path."""
    template = _shipped("feedback-template.md")
    return {".gitlab-ci.yml": _adapted("gitlab-ci.yml", _GITLAB), _SHIPPED["feedback-template.md"]: template}


def common_files() -> dict[str, str]:
    """What a team has on every platform, by path: the version of the tool, and the check before each commit."""
    hook = _shipped("pre-commit-hooks.yaml").splitlines(keepends=True)
    return {
        REQUIREMENTS: f"# The tool; .pre-commit-config.yaml names the same version.\n{RELEASE}\n",
        ".pre-commit-config.yaml": (
            "# pip install pre-commit, then pre-commit install, lets git check the records before each commit.\n"
            "repos:\n  - repo: local\n    hooks:\n"
            + "".join(f"      {line}" for line in hook)
            + f"        additional_dependencies: [{RELEASE}]\n"
        ),
    }


def _adapted(name: str, changes: Mapping[str, str]) -> str:
    """One of our own files, in which the tool is not built from the repository but is the released one."""
    text = _shipped(name)
    for ours, theirs in changes.items():
        if ours not in text:
            raise LookupError(f"{name} does not say any more: {ours}")
        text = text.replace(ours, theirs)
    return text


def _shipped(name: str) -> str:
    """One of our own files: inside the package where it was installed, else in the repository."""
    package = Path(str(files("followup_build")))
    inside = package / "team" / name
    path = inside if inside.is_file() else package.parents[1] / _SHIPPED[name]
    return path.read_text(encoding="utf-8")
