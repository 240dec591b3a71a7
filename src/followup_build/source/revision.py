"""Records of a git revision, read from git's objects; the work tree is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from followup_build.diagnostics.finding import Finding, Location
from followup_build.source.characters import MOST_BYTES
from followup_build.source.git import HASH_LENGTH, run_git
from followup_build.source.tree import SourceFile, UnreadableSourceError, check_names, is_ignored, is_record_file

_LINK, _SUBMODULE = "120000", "160000"
_SHA1_LENGTH = 40
_MAIN_BRANCHES = (
    "refs/heads/main",
    "refs/heads/master",
    *(f"refs/remotes/*/{one}" for one in ("HEAD", "main", "master")),
)


class Revision:
    """The records of a commit, tag or branch."""

    def __init__(self, root: Path, records: str, revision: str) -> None:
        self.root = root
        self.records = records
        self.revision: str | None = resolve(root, revision)

    @property
    def commit(self) -> str | None:
        """The revision's hash, as people write it."""
        return str(self.revision)[:HASH_LENGTH]

    def read(
        self, *, is_optional: bool = False, known: Mapping[str, bytes] | None = None
    ) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files below the records folder at the revision, sorted by path; none where it may be missing and is.

        Of files whose content is known by path, only those that differ are asked of git.
        """
        listed = run_git(
            self.root, "ls-tree", "-r", "-z", "-l", "--full-tree", str(self.revision), "--", f"{self.records}/"
        )
        findings: list[Finding] = []
        wanted: list[tuple[str, str]] = []
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            if not entry:
                continue
            head, _, path = entry.partition("\t")
            mode, _, name, size = head.split()
            if any(is_ignored(part) for part in path.removeprefix(f"{self.records}/").split("/")):
                continue
            at = Location(path.encode("utf-8", "replace").decode("utf-8"), line=1, column=1)
            if at.path != path:
                findings.append(Finding("unsafe-name", at, "this name is not UTF-8", "rename it"))
            elif mode == _LINK:
                findings.append(
                    Finding("symbolic-link", at, "this is a link to another file", "put the file itself here")
                )
            elif mode == _SUBMODULE:
                findings.append(Finding("submodule", at, "this is another repository", "keep the records in this one"))
            elif is_record_file(path) and int(size) > MOST_BYTES:
                message = f"this file has {size} bytes; a record has at most {MOST_BYTES}"
                findings.append(Finding("file-too-large", at, message, "split it, or move it out of the records"))
            else:
                wanted.append((path, name))
        if not listed and not is_optional:
            raise UnreadableSourceError(f"there is no folder {self.records} in {self.commit}")
        contents: dict[str, bytes] = {}
        for path, name in wanted:
            content = (known or {}).get(path)
            if content is not None and _object_name(content, len(name)) == name:
                contents[name] = content
        contents |= self._contents([name for path, name in wanted if is_record_file(path) and name not in contents])
        files = tuple(
            sorted((SourceFile(path, contents.get(name, b"")) for path, name in wanted), key=lambda file: file.path)
        )
        findings.extend(check_names(file.path for file in files))
        return files, tuple(findings)

    def _contents(self, names: list[str]) -> dict[str, bytes]:
        if not names:
            return {}
        output = run_git(self.root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
        contents: dict[str, bytes] = {}
        position = 0
        while position < len(output):
            end = output.index(b"\n", position)
            name, _, size = output[position:end].decode().split(" ")
            start = end + 1
            contents[name] = output[start : start + int(size)]
            position = start + int(size) + 1
        return contents


def _object_name(content: bytes, length: int) -> str:
    """The name that git gives to a file's content, in a repository whose names are so long."""
    kind = hashlib.sha1 if length == _SHA1_LENGTH else hashlib.sha256
    return kind(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def resolve(root: Path, revision: str) -> str:
    """The full hash of a commit, tag or branch.

    Raises:
        UnreadableSourceError: there is none of that name; the nearest one is offered.
    """
    if revision.startswith("-") or not revision.strip() or "\0" in revision:
        raise UnreadableSourceError(f"{revision!r} is no revision; name a commit, a tag or a branch")
    run_git(root, "rev-parse", "--git-dir")
    try:
        return (
            run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            .decode()
            .strip()
        )
    except UnreadableSourceError:
        raise UnreadableSourceError(_unknown(root, revision)) from None


def _unknown(root: Path, revision: str) -> str:
    if run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return f"this clone is shallow and does not hold {revision}; run git fetch --unshallow --tags"
    names = run_git(root, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace").split()
    near = get_close_matches(revision, names, n=1, cutoff=0.5)
    return f"there is no revision {revision} in this repository" + (f"; did you mean {near[0]}?" if near else "")


def _has_commit(root: Path) -> bool:
    """Whether the branch that is checked out has a commit; a folder that is no repository is told by git itself."""
    run_git(root, "rev-parse", "--git-dir")
    try:
        return bool(run_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    except UnreadableSourceError:
        return False


def find_merge_base(root: Path, base: str, head: str) -> str:
    """The commit at which a head left a base; what happened on the base since then is not the head's doing.

    Raises:
        UnreadableSourceError: one of them is unknown, or they share no history; one sentence says what to do.
    """
    if head == "HEAD" and not _has_commit(root):
        raise UnreadableSourceError("this repository has no commit yet, so there is nothing to compare with")
    known, other = resolve(root, base), resolve(root, head)
    try:
        found = run_git(root, "merge-base", known, other).decode().split()
    except UnreadableSourceError:
        found = []
    if found:
        return found[0]
    if run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise UnreadableSourceError(
            f"this clone is shallow and does not hold where {head} left {base}; run git fetch --unshallow"
        )
    raise UnreadableSourceError(f"{base} and {head} share no history; name a base that this branch comes from")


def find_branch_base(root: Path) -> str | None:
    """The commit at which what is checked out left its main branch, as far as this clone knows it.

    The main branches are `main` and `master`, here and on each remote, and what a remote calls its own; not the branch
    that is checked out. The nearest commit counts, since a copy of a main branch may be old. None where there is no
    such branch, no commit or no git.
    """
    try:
        here = run_git(root, "rev-parse", "--symbolic-full-name", "HEAD").decode().strip()
        listed = run_git(root, "for-each-ref", "--format=%(refname)", *_MAIN_BRANCHES).decode("utf-8", "replace")
        bases = {find_merge_base(root, name, "HEAD") for name in listed.split() if name != here}
        return min(bases, key=lambda base: int(run_git(root, "rev-list", "--count", f"{base}..HEAD")), default=None)
    except UnreadableSourceError:
        return None
