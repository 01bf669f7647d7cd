"""What the free lab offers at a place: the table that a sweep wrote down, and whether it is still so."""

import pytest

from icsim.catalogue import catalogue
from icsim.config.compose import groups
from icsim.teach.lab_moves import FILE, controls, find_moves, lab_moves
from icsim.teach.link_query import COMMAND
from icsim.teach.start_data import start


def test_every_place_has_its_moves_by_controls_and_lines_that_there_are() -> None:
    known = lab_moves()
    assert set(known) == set(groups(COMMAND)["place"])
    for moves in known.values():
        assert set(moves) <= set(controls())
        assert all(lines and set(lines) <= set(catalogue().measures) for lines in moves.values())


def test_the_table_says_under_which_rules_and_by_which_command_it_was_made() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text.startswith("# Made by python -m icsim.teach.lab_moves")
    assert "\nrules: " in text


@pytest.mark.parametrize("place", ["pair", "neighbourhood"])
def test_what_moves_first_at_a_place_still_moves_and_what_moves_nothing_still_does_not(place: str) -> None:
    """Rules change, and a rank may with them: run the command then. What is offered first has to move something always."""
    told, now = lab_moves()[place], find_moves(place)
    first = list(told)[:3]
    assert set(first) <= set(now)
    assert all(set(told[name][:1]) <= set(now[name]) for name in first)
    assert set(now) == set(told), "run python -m icsim.teach.lab_moves"


def test_the_page_gets_them_with_the_place() -> None:
    for place in start()["places"]:
        assert [one["control"] for one in place["moves"]] == list(lab_moves()[place["name"]])
