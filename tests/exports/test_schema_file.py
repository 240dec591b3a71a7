"""The schemas for editors, judged by a validator that other tools use: it takes our records and refuses wrong ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError

from followup_build.cli import run
from followup_build.exports.editor_settings import editor_files
from followup_build.exports.schema_file import record_schema, schema_file, schema_files, schema_name
from followup_build.load.schema import Slot, without_nulls
from followup_build.model.kinds import KINDS, Kind, kind_of
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "records"
KIND = {kind.name: kind for kind in KINDS}
CHECK = Path(sys.executable).with_name("check-jsonschema")

ACTION = "title: Do it\nowner: n.dlamini\ndue: 2026-06-30\nfollow_up: 2026-07-31\ndepartment: finance\n"
SESSION = "title: Review\nkind: quarterly\ndate: 2026-04-15\nstatus: planned\n"
REPORT = "by: t.mokoena\n"
ADJUSTMENT = """\
title: Later
reason: The supplier slipped.
owner: n.dlamini
follow_up: 2026-09-01
proposed: {by: n.dlamini, on: 2026-04-15}
changes:
  - {milestone: finance-2026/portal-live, due: {from: 2026-06-30, to: 2026-07-31}}
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
kpis:
  paid-on-time: {title: Paid on time, owner: n.dlamini, unit: "%", direction: increase, frequency: monthly,
                 targets: {2026-12: 98}}
"""
PROGRESS = "kpis: {paid-on-time: {2026-04: 91.5}}\n"
PEOPLE = "n.dlamini: {name: Neo Dlamini}\n"
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
"""
PRACTICE = "title: Reconcile weekly\nfrom: finance\nsince: 2026-03-01\n"
FEEDBACK = "title: Shorter reports\ndate: 2026-04-16\n"
HOLIDAYS = "2026-04-27: Freedom Day\n"

WRONG: list[tuple[str, str, str, str]] = [
    ("action", ACTION, "owner: n.dlamini\n", ""),
    ("action", ACTION, "owner: n.dlamini\n", "owner:\n"),
    ("action", ACTION, "owner: n.dlamini", "owner: Neo Dlamini"),
    ("action", ACTION, "owner: n.dlamini", "owner: [n.dlamini]"),
    ("action", ACTION, "title:", "tittle: x\ntitle:"),
    ("action", ACTION, "title: Do it", 'title: ""'),
    ("action", ACTION, "due: 2026-06-30", "due: 30/06/2026"),
    ("action", ACTION, "due: 2026-06-30", "due: 2026-06-31"),
    ("action", ACTION, "department: finance", "department: finance\nkind: repair"),
    ("action", ACTION, "department: finance", "department: finance\nupdates: {2026-05-01: {state: finished}}"),
    ("action", ACTION, "department: finance", "department: finance\nupdates: {May: {state: done}}"),
    ("action", ACTION, "department: finance", "department: finance\nupdates: {2026-05-01: {percent: 101}}"),
    ("session", SESSION, "kind: quarterly", "kind: quaterly"),
    ("session", SESSION, "status: planned", "status: planned\ntime: 9.30"),
    ("session", SESSION, "status: planned", "status: planned\ndepartments: everyone"),
    ("session", SESSION, "status: planned", "status: planned\nminutes: -5"),
    ("session", SESSION, "status: planned", "status: planned\nconfidential: yes"),
    ("report", REPORT, "by:", "from:"),
    ("report", REPORT, "by: t.mokoena", "by: t.mokoena\nchallenges: {late: {title: Late, category: people}}"),
    (
        "report",
        REPORT,
        "by: t.mokoena",
        "by: t.mokoena\nchallenges: {late: {title: Late, category: people, causes: []}}",
    ),
    ("adjustment", ADJUSTMENT, "due: {", "deu: {"),
    ("adjustment", ADJUSTMENT, "to: 2026-07-31", "to: July"),
    ("adjustment", ADJUSTMENT, ", to: 2026-07-31", ""),
    ("adjustment", ADJUSTMENT, "finance-2026/portal-live", "portal-live"),
    (
        "adjustment",
        ADJUSTMENT,
        "{milestone: finance-2026/portal-live, due: {from: 2026-06-30, to: 2026-07-31}}",
        "{add: {}}",
    ),
    ("plan", PLAN, "direction: increase", "direction: up"),
    ("plan", PLAN, ', unit: "%"', ""),
    ("plan", PLAN, "2026-12: 98", "2026-13: 98"),
    ("plan", PLAN, "2026-12: 98", "2026-12: 98 %"),
    ("plan", PLAN, "paid-on-time:", "Paid on time:"),
    ("plan", PLAN, ", end: 2026-12-31", ""),
    ("progress", PROGRESS, "91.5", "91,5 %"),
    ("progress", PROGRESS, "91.5", "{valeu: 91.5}"),
    ("people", PEOPLE, "name: Neo Dlamini", "email: neo at example.org"),
    ("people", PEOPLE, "name: Neo Dlamini", "name: Neo Dlamini, email: neo at example.org"),
    ("organisation", ORGANISATION, "approvers: [z.khumalo]", "approvers: []"),
    ("organisation", ORGANISATION, "name: Rights House", "name: Rights House\nfiscal_year: {first_month: 13}"),
    ("organisation", ORGANISATION, "name: Rights House", "name: Rights House\nrepository: example.org"),
    ("organisation", ORGANISATION, "name: Rights House", "name: Rights House\nrules: {stale-proposal: fatal}"),
    ("organisation", ORGANISATION, "name: Rights House", "name: Rights House\nfeedback: {anonymous: [a box]}"),
    ("organisation", ORGANISATION, "name: Rights House", "name: Rights House\nfeedback: a box"),
    (
        "organisation",
        ORGANISATION,
        "name: Rights House",
        "name: Rights House\ncadences: {m: {kind: monthly, every: fortnight}}",
    ),
    (
        "organisation",
        ORGANISATION,
        "name: Rights House",
        "name: Rights House\ncadences: {m: {kind: monthly, on: sixth monday}}",
    ),
    ("practice", PRACTICE, "from: finance\n", ""),
    ("feedback", FEEDBACK, "date: 2026-04-16", "date: April"),
    ("holidays", HOLIDAYS, "2026-04-27", "27 April"),
]
"""A kind, a sound record of it, and what is replaced by what."""

RIGHT: list[tuple[str, str, str, str]] = [
    ("action", ACTION, "title: Do it", "title: 2026"),
    ("action", ACTION, "title: Do it", "title: 1.50"),
    ("action", ACTION, "title: Do it", "title: true"),
    ("action", ACTION, "title: Do it", "title: 2026-06-30"),
    ("action", ACTION, "owner: n.dlamini", "owner: no"),
    ("action", ACTION, "owner: n.dlamini", "owner: 7"),
    ("action", ACTION, "due: 2026-06-30", 'due: "2026-06-30"'),
    ("action", ACTION, "department: finance", "department: finance\nsummary:\nkind:\nupdates:\n"),
    ("action", ACTION, "department: finance", 'department: finance\nupdates: {"2026-05-01": {percent: "40"}}'),
    ("session", SESSION, "status: planned", "status: planned\ndepartments: all\ntime: 10:00\nminutes: 45"),
    ("session", SESSION, "status: planned", "status: planned\ndepartments: [finance]\nconfidential: true"),
    ("session", SESSION, "status: planned", 'status: planned\nconfidential: "false"'),
    ("adjustment", ADJUSTMENT, "due: {", "goal: {to: on-time}, due: {"),
    ("plan", PLAN, "2026-12: 98", "2026: 98, 2026-Q2: 97.5, 2026-W14: -1, 2026-04-15: '2'"),
    ("plan", PLAN, 'unit: "%"', "unit: 1"),
    ("progress", PROGRESS, "91.5", "{value: 91.5, note: 12}"),
    ("organisation", ORGANISATION, "[z.khumalo]", "[{who: z.khumalo, until: 2026-02-28}, c.botha]"),
    (
        "organisation",
        ORGANISATION,
        "name: Rights House",
        "name: Rights House\ncadences: {m: {kind: monthly, every: 3 months, on: 31}, n: {kind: monthly, on: last day}}",
    ),
]
"""The same for what the loader takes, and so must the schema."""


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemas")
    assert run(["schema", "--quiet", "--out", str(folder / "made")]) == 0
    return folder / "made"


def judged(schemas: Path, kind: str, files: list[Path]) -> dict[Path, str]:
    """What check-jsonschema says of each file that it refuses."""
    schema = schemas / schema_name(KIND[kind])
    done = subprocess.run(
        [CHECK, "--output-format", "json", "--schemafile", schema, *files], capture_output=True, text=True, check=False
    )
    answer = json.loads(done.stdout)
    assert not answer.get("parse_errors"), answer
    return {Path(one["filename"]): f"{one['path']}: {one['message']}" for one in answer.get("errors", ())}


def written(folder: Path, cases: list[tuple[str, str, str, str]]) -> Iterator[tuple[str, list[Path]]]:
    """The cases as files, by kind."""
    for kind in KIND:
        files = []
        for number, (of_kind, text, before, after) in enumerate(cases):
            if of_kind == kind:
                assert text.count(before) == 1, before
                files.append(folder / f"{kind}-{number}.yml")
                files[-1].write_text(text.replace(before, after), encoding="utf-8")
        if files:
            yield kind, files


def front_matter(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text.split("---\n")[1] if path.suffix == ".md" else text


def test_all_records_of_the_example_pass(schemas: Path, tmp_path: Path) -> None:
    by_kind: dict[str, list[Path]] = {}
    for path in sorted(RECORDS.rglob("*")):
        found = kind_of(path.relative_to(RECORDS).as_posix()) if path.is_file() else None
        if found is None:
            continue
        copy = tmp_path / (path.relative_to(RECORDS).as_posix().replace("/", "!") + ".yml")
        copy.write_text(front_matter(path), encoding="utf-8")
        by_kind.setdefault(found[0].name, []).append(copy)
    assert set(by_kind) == set(KIND)
    for kind, files in by_kind.items():
        assert not judged(schemas, kind, files)


def test_wrong_records_fail(schemas: Path, tmp_path: Path) -> None:
    for kind, files in written(tmp_path, WRONG):
        passed = set(files) - set(judged(schemas, kind, files))
        assert not passed, [WRONG[int(path.stem.rpartition("-")[2])] for path in passed]


def test_what_the_loader_takes_passes(schemas: Path, tmp_path: Path) -> None:
    sound = {(kind, text, text, text) for kind, text, _, _ in WRONG}
    for kind, files in written(tmp_path, [*RIGHT, *sound]):
        assert not judged(schemas, kind, files)


@pytest.mark.parametrize(("cases", "is_sound"), [(WRONG, False), (RIGHT, True)], ids=["wrong", "right"])
def test_the_loader_agrees(cases: list[tuple[str, str, str, str]], is_sound: bool) -> None:
    for kind, text, before, after in cases:
        model = KIND[kind].model
        document, findings = parse_document(SourceFile("record.yml", text.replace(before, after).encode()))
        assert document is not None
        assert not findings
        try:
            model.model_validate(without_nulls(document.data, Slot(model)))
        except ValidationError:
            assert not is_sound, (kind, after)
        else:
            assert is_sound, (kind, after)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_valid_itself(kind: Kind) -> None:
    Draft7Validator.check_schema(record_schema(kind))
    assert schema_file(kind) == schema_file(kind)
    assert schema_file(kind).endswith(b"}\n")


def parts(schema: Any, route: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(schema, dict):
        yield route, schema
        for key, value in schema.items():
            yield from parts(value, (*route, key))
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from parts(value, (*route, str(number)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_described_and_every_reference_leads_somewhere(kind: Kind) -> None:
    schema = record_schema(kind)
    for route, part in parts(schema):
        if len(route) > 1 and route[-2] == "properties":
            assert re.fullmatch(r"[A-Z].+\.", part.get("description", "")), (route, part)
            assert ".." not in part["description"], route
        if "$ref" in part:
            assert part["$ref"].removeprefix("#/definitions/") in schema["definitions"], route
        if isinstance(part.get("pattern"), str):
            # Editors read it as JavaScript's, with its Unicode flag: no escapes but these.
            assert not re.search(r"\\[^.sSdw]", part["pattern"]), part["pattern"]
            for example in part.get("examples", ()):
                assert re.search(part["pattern"], example), (route, example)


def test_the_settings_here_are_those_of_the_models() -> None:
    files = editor_files()
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / ".vscode").rglob("*") if path.is_file()}
    assert there == set(files)
    for name, content in files.items():
        assert (ROOT / name).read_bytes() == content, f"{name}: run followup schema --out .vscode/schemas"


def test_each_record_in_yaml_has_the_schema_of_its_kind() -> None:
    mapped = json.loads(editor_files()[".vscode/settings.json"])["yaml.schemas"]
    schema_of = {path: schema for schema, glob in mapped.items() for path in ROOT.glob(glob)}
    for path in RECORDS.rglob("*.yml"):
        found = kind_of(path.relative_to(RECORDS).as_posix())
        assert found is not None
        assert (ROOT / schema_of.pop(path)).name == schema_name(found[0])
    assert not schema_of


def test_one_kind_goes_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "plan"]) == 0
    assert capfd.readouterr().out.encode() == schema_files()["plan.schema.json"]


def test_one_kind_goes_to_a_folder_and_only_what_differs_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["schema", "plan", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["plan.schema.json"]
    assert run(["schema", "--out", str(tmp_path)]) == 0
    assert run(["schema", "--out", str(tmp_path)]) == 0
    assert capfd.readouterr().out.splitlines() == [
        f"1 schema in {tmp_path}, 1 file changed",
        f"11 schemas in {tmp_path}, 10 files changed",
        f"11 schemas in {tmp_path}, 0 files changed",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["schema", "plans"], "there is no kind 'plans'. Kinds: organisation,"), (["schema"], "name a KIND")],
)
def test_what_is_not_said_is_asked_for(arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert said in capfd.readouterr().err


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["schema", "--out", str(tmp_path / "file" / "below")]) == 2
    assert capfd.readouterr().err.startswith("followup: the schemas cannot be written: ")
