"""What is said of a line has a person or a group as its subject, for every measure and for every line of every lesson."""

import re

import pytest

from icsim.catalogue import catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_worlds import bind_readings, lesson_settings
from icsim.teach.lessons.load_lesson import shipped_lessons
from icsim.teach.page_text import NOUNS, as_subject
from icsim.teach.people import called, team_called
from icsim.teach.spoken_lines import OF_LINES, spoken
from icsim.teach.weekly_readings import display_of

MEASURES = [one for one in catalogue().measures.values() if not one.per_lever]
PEOPLE = ("leader", "team", "people", "doctors", "nurses", "department", "care", "executives", "board", "all together")


@pytest.mark.parametrize("entry", MEASURES, ids=lambda one: one.name)
def test_a_measure_is_spoken_of_as_of_those_who_have_it(entry: object) -> None:
    assert spoken(entry, display_of(entry))[0] in ("the teams", "the leaders", "the people served", "all together")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(shipped_lessons()))
def test_a_lessons_lines_are_spoken_of_as_of_people(name: str) -> None:
    lesson = open_shipped_lesson(name)
    for one in bind_readings(lesson, lesson_settings(lesson)).values():
        who, did = spoken(one.entry, one.display)
        assert any(word in who for word in PEOPLE), (who, one.display)
        assert one.entry.name in OF_LINES or "higher on" in did or "had more" in did
        assert "{" not in did


@pytest.mark.parametrize(
    ("measure", "display", "said"),
    [
        ("trust_in_leader", "trust in the leader, the department", "the department trusted the leader more"),
        ("leader_trust", "trust between leaders, leaders of teams in the chiefs", "leaders of teams trusted the chiefs more"),
        ("leader_trust", "trust between leaders, the two executives in each other", "the two executives trusted each other more"),
        ("collaboration", "joint work, between health and social care", "health and social care worked together more"),
        ("leader_strain", "strain on leaders, the popular leader", "the popular leader was under more strain"),
        ("innovation_refused", "ideas refused, in total", "the teams had more ideas refused"),
        ("waiting", "waiting", "the people served waited longer"),
    ],
)
def test_what_is_said(measure: str, display: str, said: str) -> None:
    assert " ".join(spoken(catalogue().measures[measure], display)) == said


def test_every_wording_belongs_to_a_measure() -> None:
    assert set(OF_LINES) <= set(catalogue().measures)


@pytest.mark.parametrize("name", sorted(shipped_lessons()))
def test_people_wait_and_give_up_and_no_teams(name: str) -> None:
    lesson = open_shipped_lesson(name)
    asked = [one for one in bind_readings(lesson, lesson_settings(lesson)).values() if one.entry.name in PEOPLE_SERVED]
    assert [one.name for one in asked if "team" in spoken(one.entry, one.display)[0]] == []


@pytest.mark.parametrize("name", sorted(shipped_lessons()))
def test_nobody_is_called_by_a_letter_in_the_middle(name: str) -> None:
    """“The emergency nurses of hospital A”, not “the hospital a emergency nurses”."""
    world = lesson_settings(open_shipped_lesson(name))[0].world
    said = [team_called(one)[0] for one in world.teams] + [called(world, post) for post in range(len(world.posts))]
    assert [one for one in said if re.search(r"^the \w+ [a-z] ", one)] == []
    assert len(set(said)) == len(said)


def test_what_stands_at_a_number_is_a_thing() -> None:
    """“Guards its own patch stood at 0.31” is no sentence."""
    displays = {one.display for one in MEASURES}
    assert set(NOUNS) <= displays
    finite = ("guards", "avoids", "looks", "safe", "willing", "wrong", "seen")
    assert [one for one in displays if as_subject(one).split()[0] in finite] == []
    assert as_subject("guards its own patch, the nurses") == "guarding one's own patch, the nurses"
