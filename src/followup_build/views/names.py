"""Names: what a reference is called on the site, and where it leads; confidential records keep their words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from followup_build.ledger.books import Ledger
from followup_build.model.plan import Goal, Kpi, Milestone, Plan, Resource
from followup_build.model.scalars import TopRecord
from followup_build.portfolio import MEMBER_KINDS, ORGANISATION, Portfolio, Target
from followup_build.status.item import ItemStatus
from followup_build.views.cells import Cell, Link

HIDDEN = "Confidential"
_NOUNS = {"kpi": "KPI", "training-need": "training need"}
_ANY = (*MEMBER_KINDS, "plan", "session", "challenge", "training-need", "adjustment", "action", "practice", "feedback")


def path_of(kind: str, ref: str) -> str:
    """Where an item stands on the site, relative to its root."""
    first, _, rest = ref.partition("/")
    if kind == "kpi":
        return f"kpis/{first}/{rest}/index.html"
    if kind in ("milestone", "goal", "resource"):
        return f"plans/{first}/index.html#{rest}"
    if kind in ("challenge", "training-need"):
        department, _, key = rest.partition("/")
        return f"sessions/{first}/index.html#{department}-{key}"
    if kind == "action":
        return f"actions/index.html#{ref}"
    if kind == "feedback":
        return f"feedback/index.html#{ref}"
    if kind == "organisation":
        return "index.html"
    folder = {"person": "people"}.get(kind, f"{kind}s")
    return f"{folder}/{ref}/index.html"


def hidden_title(kind: str) -> str:
    """What a confidential item is called: that it exists, and of which kind."""
    return f"{HIDDEN} {_NOUNS.get(kind, kind)}"


class Names:
    """Looks up what things are called; every page uses the same one."""

    def __init__(self, portfolio: Portfolio, ledger: Ledger, archive: Mapping[str, int]) -> None:
        self.portfolio = portfolio
        self.ledger = ledger
        self._archive = archive

    def path(self, kind: str, ref: str) -> str:
        """Where an item stands on this site: actions of past years may have a page of their own."""
        if kind == "action" and ref in self._archive:
            return f"actions/{self._archive[ref]}/index.html#{ref}"
        return path_of(kind, ref)

    def is_confidential(self, target: Target) -> bool:
        """Whether the record that holds a target keeps its words to itself."""
        if getattr(target.data, "confidential", False):
            return True
        head = target.ref.partition("/")[0]
        if target.kind in MEMBER_KINDS:
            plan = self.portfolio.plans.get(head)
            if plan is not None and plan.data.confidential:
                return True
            adder = self._adder(target)
            return adder is not None and self.portfolio.adjustments[adder].data.confidential
        if target.kind in ("challenge", "training-need"):
            report = self.portfolio.reports.get(target.ref.rpartition("/")[0])
            session = self.portfolio.sessions.get(head)
            return any(isinstance(one.data, TopRecord) and one.data.confidential for one in (report, session) if one)
        return False

    def link(self, ref: str | None, *kinds: str) -> Cell:
        """The title of what a reference names, leading to its page; the bare ref where there is nothing."""
        if not ref:
            return "–"
        target = self.portfolio.find(ref, *(kinds or _ANY))
        if target is None:
            return ref
        adder = self._adder(target)
        path = path_of("adjustment", adder) if adder else self.path(target.kind, ref)
        return Link(hidden_title(target.kind) if self.is_confidential(target) else self._title(target), path)

    def _adder(self, target: Target) -> str | None:
        """The adjustment that would add a promise which no current plan has yet: only its page tells of it."""
        if target.kind not in MEMBER_KINDS or self._promise(target) is not None:
            return None
        adder = PurePosixPath(target.location.path).stem
        return adder if adder in self.portfolio.adjustments else None

    def _promise(self, target: Target) -> Plan | Goal | Milestone | Kpi | Resource | None:
        head, _, key = target.ref.partition("/")
        books = self.ledger.plans.get(head)
        if books is None or target.kind not in ("plan", *MEMBER_KINDS):
            return None
        found: Plan | Goal | Milestone | Kpi | Resource | None = (
            books.current if target.kind == "plan" else getattr(books.current, f"{target.kind}s").get(key)
        )
        return found

    def _title(self, target: Target) -> str:
        """The title as promised now, which an adjustment may have changed."""
        promise = self._promise(target)
        return promise.title if promise is not None else target.title

    def hides(self, ref: str) -> bool:
        """Whether what a reference names is confidential."""
        target = self.portfolio.find(ref, *_ANY)
        return target is not None and self.is_confidential(target)

    def links(self, refs: tuple[str, ...], *kinds: str) -> tuple[Cell, ...]:
        """The same for several."""
        return tuple(self.link(ref, *kinds) for ref in refs)

    def person(self, person: str | None) -> Cell:
        """A person's name, leading to what is theirs to do."""
        if not person:
            return "no owner"
        found = self.portfolio.people.get(person)
        return Link(found.name or person, f"people/{person}/index.html") if found else person

    def persons(self, people: tuple[str, ...]) -> tuple[Cell, ...]:
        """The same for several."""
        return tuple(self.person(person) for person in people)

    def department(self, department: str | None) -> Cell:
        """A department's name, leading to its page."""
        if department is None:
            return "–"
        if department == ORGANISATION:
            return Link(self.portfolio.organisation.name or "The organisation", "index.html")
        found = self.portfolio.departments.get(department)
        return Link(found.name or department, f"departments/{department}/index.html") if found else department

    def item(self, item: ItemStatus) -> Link:
        """An item's title, leading to its page."""
        return Link(hidden_title(item.kind) if item.confidential else item.title, self.path(item.kind, item.ref))

    def reason(self, item: ItemStatus) -> str:
        """The sentence that decided."""
        return "" if item.confidential else item.reasons[0]

    def reasons(self, item: ItemStatus) -> str:
        """Why an item has its status, in one paragraph."""
        return "" if item.confidential else " ".join(item.reasons)
