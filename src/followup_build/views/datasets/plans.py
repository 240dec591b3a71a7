"""Datasets of departments and their plans: goals and means."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.ledger.approval import plan_approved_on
from followup_build.views.datasets.dataset import (
    CONFIDENTIAL,
    DEPARTMENT,
    ITEM,
    PLAN,
    REASONS,
    REF,
    SAID,
    STALE,
    STATUS,
    DatasetKind,
    Value,
    day,
    head,
    joined,
    key_of,
    number,
    text,
    truth,
)
from followup_build.views.names import hidden_title
from followup_build.views.subject import Subject


def _departments(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("department"):
        yield item.ref, item.title, item.owner, item.status.value, item.stale, subject.names.reasons(item) or None


def _plans(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("plan"):
        plan = subject.plan_of(item).current
        successor = subject.successors.get(item.ref)
        yield (
            *head(subject, item),
            subject.snapshot.standing[item.ref].value.replace(" ", "_"),
            plan.period.start,
            plan.period.end,
            plan_approved_on(subject.portfolio, plan, subject.snapshot.as_of),
            plan.supersedes,
            successor.id if successor else None,
            None if item.confidential else plan.summary,
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _goals(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("goal"):
        plan, key = key_of(item)
        goal = subject.plan_of(item).current.goals[key]
        told = (None, None, None)
        yield (
            *head(subject, item),
            plan,
            *(told if item.confidential else (goal.perspective, joined(goal.supports), goal.summary)),
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _resources(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for plan_id in sorted(subject.ledger.plans):
        books = subject.ledger.plans[plan_id]
        hidden = books.current.confidential
        for key, resource in books.current.resources.items():
            ref, first = f"{plan_id}/{key}", books.original.resources.get(key)
            amounts = (first.amount if first else None, resource.amount, resource.unit)
            yield (
                ref,
                hidden_title("resource") if hidden else resource.title,
                books.current.department,
                plan_id,
                *((None, None, None) if hidden else amounts),
                ref in books.dropped,
                hidden,
            )


DEPARTMENTS = DatasetKind(
    "departments",
    "Departments",
    "A department, with the worst status of what it promised",
    (REF, text("title", "Its name"), text("head", "Id of the person who heads it"), STATUS, STALE, REASONS),
    _departments,
)
PLANS = DatasetKind(
    "plans",
    "Plans",
    "A plan as promised now",
    (
        *ITEM,
        text("standing", "draft, ahead, in_force, superseded or ended"),
        day("start", "First day"),
        day("end", "Last day"),
        day("approved", "Day on which it was first approved"),
        text("supersedes", "The plan that it follows"),
        text("superseded_by", "The plan that has taken over"),
        text("summary", "What it is for"),
        *SAID,
    ),
    _plans,
)
GOALS = DatasetKind(
    "goals",
    "Goals",
    "A goal of a plan",
    (
        *ITEM,
        PLAN,
        text("perspective", "The organisation's own tag"),
        text("supports", "Goals of wider plans that it supports"),
        text("summary", "What it is about"),
        *SAID,
    ),
    _goals,
)
RESOURCES = DatasetKind(
    "resources",
    "Resources",
    "Means of a plan",
    (
        REF,
        text("title", "What it is called"),
        DEPARTMENT,
        PLAN,
        number("amount_original", "Amount first promised"),
        number("amount", "Amount now"),
        text("unit", "What it is counted in"),
        truth("dropped", "Whether it was taken back"),
        CONFIDENTIAL,
    ),
    _resources,
)
