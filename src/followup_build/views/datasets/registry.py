"""The one ordered table of datasets: a dataset is its columns, its rows and a line here."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.views.datasets.commitments import ACTION_UPDATES, ACTIONS, ADJUSTMENTS, MOVES
from followup_build.views.datasets.dataset import Dataset, DatasetKind
from followup_build.views.datasets.learning import FEEDBACK, PRACTICES, TRAINING_NEEDS
from followup_build.views.datasets.plans import DEPARTMENTS, GOALS, PLANS, RESOURCES
from followup_build.views.datasets.progress import MEASUREMENTS, MILESTONE_UPDATES
from followup_build.views.datasets.promises import KPIS, MILESTONES, TARGETS
from followup_build.views.datasets.records import FINDINGS, PEOPLE
from followup_build.views.datasets.sessions import ACHIEVEMENTS, CHALLENGES, DECISIONS, SESSIONS
from followup_build.views.subject import Subject

DATASETS: tuple[DatasetKind, ...] = (
    DEPARTMENTS,
    PLANS,
    GOALS,
    KPIS,
    MEASUREMENTS,
    TARGETS,
    MILESTONES,
    MILESTONE_UPDATES,
    RESOURCES,
    SESSIONS,
    DECISIONS,
    ACTIONS,
    ACTION_UPDATES,
    ADJUSTMENTS,
    MOVES,
    CHALLENGES,
    ACHIEVEMENTS,
    PRACTICES,
    TRAINING_NEEDS,
    FEEDBACK,
    PEOPLE,
    FINDINGS,
)


def build_datasets(subject: Subject) -> Iterator[Dataset]:
    """All datasets as of the day, one after another, since a large organisation's are large."""
    return (kind.build(subject) for kind in DATASETS)
