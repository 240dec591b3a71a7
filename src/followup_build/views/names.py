"""Names: what a reference is called on the site, and where it leads; confidential records keep their words."""

from __future__ import annotations

from followup_build.ledger.books import Ledger
from followup_build.model.scalars import TopRecord
from followup_build.portfolio import MEMBER_KINDS, ORGANISATION, Portfolio, Target
from followup_build.status.item import ItemStatus
from followup_build.views.cells import Cell, Link

HIDDEN = "Confidential"
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


class Names:
    """Looks up what things are called; every page uses the same one."""

    def __init__(self, portfolio: Portfolio, ledger: Ledger) -> None:
        self.portfolio = portfolio
        self.ledger = ledger

    def is_confidential(self, target: Target) -> bool:
        """Whether the record that holds a target keeps its words to itself."""
        if getattr(target.data, "confidential", False):
            return True
        head = target.ref.partition("/")[0]
        if target.kind in MEMBER_KINDS:
            plan = self.portfolio.plans.get(head)
            return plan is not None and plan.data.confidential
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
        return Link(HIDDEN if self.is_confidential(target) else self._title(target), path_of(target.kind, ref))

    def _title(self, target: Target) -> str:
        """The title as promised now, which an adjustment may have changed."""
        head, _, key = target.ref.partition("/")
        books = self.ledger.plans.get(head)
        if books is None or target.kind not in ("plan", *MEMBER_KINDS):
            return target.title
        promise = books.current if target.kind == "plan" else getattr(books.current, f"{target.kind}s").get(key)
        return promise.title if promise is not None else target.title

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
        return Link(HIDDEN if item.confidential else item.title, path_of(item.kind, item.ref))

    def reason(self, item: ItemStatus) -> str:
        """The sentence that decided."""
        return "" if item.confidential else item.reasons[0]

    def reasons(self, item: ItemStatus) -> str:
        """Why an item has its status, in one paragraph."""
        return "" if item.confidential else " ".join(item.reasons)
