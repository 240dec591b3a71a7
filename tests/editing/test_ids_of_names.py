from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.editing.fault import RefusedError
from followup_build.editing.naming import department_id, person_id
from followup_build.editing.new_organisation import NeedsIdError, NewDepartment, Register
from followup_build.model.scalars import ID_PATTERN


@pytest.mark.parametrize(
    ("name", "person", "department"),
    [
        ("Thandi Mokoena", "t.mokoena", "thandi-mokoena"),
        ("Human Resources", "h.resources", "human-resources"),
        ("Pieter van Wyk", "p.vanwyk", "pieter-van-wyk"),
        ("J. R. R. Tolkien", "j.tolkien", "j-r-r-tolkien"),
        ("Madonna", "madonna", "madonna"),
        ("Kåre Ødegård", "k.odegard", "kare-odegard"),
        ("Łukasz Groß", "l.gross", "lukasz-gross"),
        ("R&D, Labs", "r.labs", "r-d-labs"),
        ("مريم العلي", "", ""),
        ("--", "", ""),
        ("x" * 200, "x" * 50, "x" * 50),
    ],
)
def test_a_name_gives_an_id(name: str, person: str, department: str) -> None:
    assert person_id(name) == person
    assert department_id(name) == department


@given(st.text(max_size=120))
def test_any_name_gives_an_id_or_nothing(name: str) -> None:
    for found in (person_id(name), department_id(name)):
        assert not found or re.fullmatch(ID_PATTERN, found)
        assert len(found) <= 52


def test_people_are_known_by_id_and_by_name() -> None:
    register = Register()
    assert register.person("Thandi Mokoena", "finance") == "t.mokoena"
    assert register.person("Thandi  Mokoena") == register.person("t.mokoena") == "t.mokoena"
    with pytest.raises(NeedsIdError, match=r"Thabo Mokoena would be t\.mokoena, and so is Thandi Mokoena"):
        register.person("Thabo Mokoena")
    assert register.person("thabo=Thabo Mokoena") == register.person("Thabo Mokoena") == "thabo"
    assert register.person("a=b", "legal") == "a"
    assert {key: (one.name, one.department) for key, one in register.people.items()} == {
        "t.mokoena": ("Thandi Mokoena", "finance"),
        "thabo": ("Thabo Mokoena", None),
        "a": ("b", "legal"),
    }
    with pytest.raises(RefusedError, match="invisible character"):
        register.person("Ann\u202eOther")


def test_departments_have_ids_of_their_own() -> None:
    register = Register()
    assert register.new_department("Human Resources") == ("human-resources", "Human Resources")
    register.enter(NewDepartment("human-resources", "Human Resources", "a", ("a",)))
    with pytest.raises(RefusedError, match="Human Resources is there already"):
        register.new_department("Human Resources")
    with pytest.raises(NeedsIdError, match="human-resources-2=Human resources"):
        register.new_department("Human resources")
    assert register.new_department("hr = Human resources") == ("hr", "Human resources")
    for name in ("Session", "organisation=Ours", "Organisation"):
        with pytest.raises(NeedsIdError, match="no department may have the id"):
            register.new_department(name)
    assert [one.id for one in register.lonely()] == ["human-resources"]
