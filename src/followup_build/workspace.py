"""The façade that the command line and the site call: records opened at a revision, seen as of a date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from followup_build.checks.registry import Rule, Subject, collector_off, rule_names, rules, run_rules
from followup_build.clock import ClockError, read_today
from followup_build.diagnostics.allow import apply_allows, parse_allows
from followup_build.diagnostics.finding import Finding, Location, Related, Severity
from followup_build.ledger.books import Ledger, build_ledger
from followup_build.load.records import FORMAT, Loaded, load_records
from followup_build.model.organisation import RuleLevel
from followup_build.portfolio import Portfolio
from followup_build.source.document import Document
from followup_build.source.folder import Folder
from followup_build.source.location import SETTINGS
from followup_build.source.tree import Source, SourceFile, UnreadableSourceError

if TYPE_CHECKING:
    from followup_build.source.log import Log
    from followup_build.status.snapshot import Snapshot


@dataclass(frozen=True)
class Workspace:
    """Records as of a date: the portfolio, the ledger of that day, and all findings, placed and in order."""

    root: Path
    """The repository's folder."""
    source: Source
    portfolio: Portfolio
    as_of: date
    today: date
    is_live: bool
    """Whether this is the work tree as of today; what was opened for a day or a revision of the past stands still."""
    _documents: dict[str, Document]
    _source_findings: tuple[Finding, ...]

    @cached_property
    def ledger(self) -> Ledger:
        """What was promised on that day."""
        return build_ledger(self.portfolio, self.as_of)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The status of everything on that day."""
        from followup_build.status.snapshot import build_snapshot  # noqa: PLC0415 - a check needs no status

        return build_snapshot(self.portfolio, self.ledger, self.as_of)

    @cached_property
    def log(self) -> Log:
        """Which commits changed each file, read once; nothing where git knows of none."""
        from followup_build.source.log import read_log  # noqa: PLC0415 - only the site tells of it

        return read_log(self.root, self.source.records, self.source.revision)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of one run, each at its line, in order of place."""
        return self._find(self._raised(self.portfolio), self.portfolio.organisation.rules)

    def findings_since(self, base: Base, approved_by: Collection[str] | None = None) -> tuple[Finding, ...]:
        """The same with what the guard says of a base, whose approvers, rules and thresholds then decide.

        Args:
            base: the records that the branch started from.
            approved_by: logins whose approving review stands; None where nobody asked for reviews.
        """
        from followup_build.history.guard import judge, run  # noqa: PLC0415 - most checks have no base

        if base.is_empty:
            return self.findings
        of_guard = run.run_guard(base.portfolio, self.portfolio, approved_by)
        judged = judge.judged_by(self.portfolio, base.portfolio)
        found = judge.judged_findings(self.portfolio, base.portfolio, judged, of_guard, self._raised)
        hidden = run.confidential_paths(base.portfolio, self.portfolio)
        return self._find(found, judged.organisation.rules, of_guard, hidden)

    def _raised(self, portfolio: Portfolio) -> list[Finding]:
        """What the ledger and the rules say of records."""
        full = build_ledger(portfolio)
        return [*full.findings, *run_rules(Subject(portfolio, full, self.today))]

    def _find(
        self,
        raised: Iterable[Finding],
        levels: Mapping[str, RuleLevel],
        of_guard: tuple[Finding, ...] = (),
        hidden: Collection[str] = (),
    ) -> tuple[Finding, ...]:
        ran = {rule.name: rule for rule in rules()}
        of_rules = [
            weighed for finding in raised if (weighed := _weighed(finding, ran.get(finding.rule), levels)) is not None
        ]
        found = (*self._source_findings, *self.portfolio.loaded.findings, *of_rules)
        placed = [self._placed(finding) for finding in found]
        # The line of a confidential file is for those who open it.
        placed += [self._placed(finding, has_line=finding.location.path not in hidden) for finding in of_guard]
        fixed = {finding.rule for finding in (*raised, *of_guard) if finding.rule not in ran}
        fixed |= {rule.name for rule in ran.values() if rule.is_fixed}
        allows = [
            allow
            for path, document in self._documents.items()
            for allow in parse_allows(path, document.text)
            if document.is_comment(allow.line, allow.column)
        ]
        names = frozenset(rule_names())
        healing = {rule.name for rule in ran.values() if rule.heals}
        kept = apply_allows(placed, allows, fixed=fixed, ran=names - healing, known=names)
        return tuple(sorted(dict.fromkeys(kept), key=lambda finding: finding.sort_key))

    def with_files(self, contents: Mapping[str, bytes]) -> Workspace:
        """The records as they would stand with some files written, by path relative to the repository.

        Raises:
            UnreadableSourceError: the records could not be read any more.
        """
        from followup_build.source.overlaid import Overlaid  # noqa: PLC0415 - only what writes needs it

        return open_source(self.root, Overlaid(self.source, contents), self.as_of, self.portfolio.loaded)

    def forget_texts(self) -> None:
        """Let go of the files' texts, which a large organisation has many of: once all is found, nobody needs them."""
        _ = self.findings
        self._documents.clear()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files whose content was read, relative to the repository."""
        return tuple(self._documents)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that fail a check."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def _placed(self, finding: Finding, *, has_line: bool = True) -> Finding:
        related = tuple(Related(self._place(one.location), one.message) for one in finding.related)
        at = self._place(finding.location)
        return replace(finding, location=at if has_line else replace(at, text=""), related=related)

    def _place(self, location: Location) -> Location:
        document = self._documents.get(location.path)
        if document is not None:
            return document.place(location)
        return location if location.is_placed else replace(location, line=1, column=1)


def _weighed(finding: Finding, rule: Rule | None, levels: Mapping[str, RuleLevel]) -> Finding | None:
    """The finding at the weight that its rule has in this organisation; None where the rule is switched off."""
    if rule is None:
        return finding
    level = levels.get(rule.name) if rule.is_lowerable else None
    if level is RuleLevel.OFF:
        return None
    return replace(finding, severity=Severity(level.value) if level else rule.severity)


def open_workspace(
    root: Path, *, records: str = "records", as_of: date | None = None, revision: str | None = None
) -> Workspace:
    """Read the records of a work tree, or of a git revision.

    Args:
        root: the repository's folder; findings name files relative to it.
        records: the records folder, relative to `root`.
        as_of: the day to look from; today in the organisation's time zone if left out.
        revision: a commit, tag or branch to read from git's objects, without touching the work tree.

    Raises:
        UnreadableSourceError: there are no records to read, or they are of a newer format.
    """
    if revision is not None:
        from followup_build.source.revision import Revision  # noqa: PLC0415 - most commands read the work tree

        return open_source(root, Revision(root, records, revision), as_of)
    folder = Folder(root, records)
    # Before all else is read: what somebody names by mistake may be the whole disk.
    _refuse_missing(folder.names(), records)
    return open_source(root, folder, as_of)


def open_source(root: Path, source: Source, as_of: date | None, known: Loaded | None = None) -> Workspace:
    """The same of any source; what is known with the same content is not read again."""
    files, source_findings = source.read()
    with collector_off():
        loaded = load_records(files, source.records, known)
    _refuse_unreadable(loaded, files, source_findings, source.records)
    portfolio = Portfolio(loaded)
    try:
        today = read_today(portfolio.zone)
    except ClockError as error:
        raise UnreadableSourceError(str(error)) from None
    is_live = as_of is None and source.revision is None
    return Workspace(root, source, portfolio, as_of or today, today, is_live, loaded.documents, source_findings)


@dataclass(frozen=True)
class Base:
    """The state of the records that a branch started from."""

    commit: str
    """The full hash of the merge base."""
    portfolio: Portfolio
    notes: tuple[str, ...]
    """What a reader should know: that there is nothing to compare with, or that some of it could not be read."""
    is_empty: bool = False
    """Whether there were no records then."""


def open_base(workspace: Workspace, base: str) -> Base:
    """Read the records where the workspace's revision, or the commit checked out, left a base.

    A base without records has nothing to compare with. What could not be read in it is left out and said.

    Raises:
        UnreadableSourceError: the base is unknown, or shares no history with what is looked at.
    """
    from followup_build.source.revision import Revision, find_merge_base  # noqa: PLC0415 - most commands need no base

    source = workspace.source
    commit = find_merge_base(workspace.root, base, source.revision or "HEAD")
    revision = Revision(workspace.root, source.records, commit)
    present = workspace.portfolio.loaded
    files, _ = revision.read(is_optional=True, known=present.contents)
    with collector_off():
        loaded = load_records(files, source.records, present)
    if not files:
        empty = Portfolio(_with_settings(load_records((), source.records), workspace))
        note = f"{commit[:10]} has no records in {source.records}/, so everything is new"
        return Base(commit, empty, (note,), is_empty=True)
    notes, faults = [], len(loaded.left_out)
    if not loaded.records["organisation"]:
        notes.append(
            f"{source.records}/{SETTINGS} could not be read in {commit[:10]}; the present one stands in for it"
        )
        loaded = _with_settings(loaded, workspace)
    else:
        _refuse_newer(loaded, f"{source.records}/{SETTINGS}", f"the records of {commit[:10]} have")
    if faults:
        was = "one record or item" if faults == 1 else f"{faults} records and items"
        notes.append(f"{was} could not be read in {commit[:10]}; what could be read is compared")
    return Base(commit, Portfolio(loaded), tuple(notes))


def _with_settings(loaded: Loaded, workspace: Workspace) -> Loaded:
    """Records without settings of their own, under those of the workspace."""
    settings = workspace.portfolio.loaded.records["organisation"]
    return replace(loaded, records={**loaded.records, "organisation": settings})


def _refuse_missing(names: Iterable[str], records: str) -> None:
    """Names stand directly in the records folder; one of them has to be the organisation's file."""
    by_folded = {name.casefold(): name for name in names}
    if by_folded.get(SETTINGS) == SETTINGS:
        return
    near = get_close_matches(SETTINGS, by_folded, n=1, cutoff=0.8)
    hint = f"; rename {by_folded[near[0]]} to {SETTINGS}" if near else "; name the records folder by --records"
    raise UnreadableSourceError(f"{records}/{SETTINGS} is missing; without it the records cannot be read{hint}")


def _refuse_unreadable(
    loaded: Loaded, files: Iterable[SourceFile], source_findings: Iterable[Finding], records: str
) -> None:
    path = f"{records}/{SETTINGS}"
    if not loaded.records["organisation"]:
        findings = [finding for finding in (*source_findings, *loaded.findings) if finding.location.path == path]
        if not findings:
            folder = f"{records}/"
            _refuse_missing((file.path.removeprefix(folder).split("/")[0] for file in files), records)
        reason = "; ".join(
            part
            for finding in findings[:1]
            for part in (
                f"{path}:{finding.location.line}:{finding.location.column}: {finding.message}",
                finding.hint,
            )
            if part
        )
        raise UnreadableSourceError(f"{reason or path}; without the organisation's settings the records cannot be read")
    _refuse_newer(loaded, path)


def _refuse_newer(loaded: Loaded, path: str, at: str = "") -> None:
    found = getattr(loaded.records["organisation"]["organisation"].data, "format", FORMAT)
    if found > FORMAT:
        place = loaded.documents[path].place(Location(path, ("format",)))
        raise UnreadableSourceError(
            f"{path}:{place.line}:{place.column}: {at or 'these records have'} format {found}, and this version of "
            f"followup reads format {FORMAT}; install a newer version"
        )
