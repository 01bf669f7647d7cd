"""Where a theory fails, in words and as a map."""

import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "theory"))
from theories import case

from icsim.catalogue import catalogue
from icsim.report.figure_style import styled
from icsim.report.theory.scope_figure import draw_scope
from icsim.report.theory.scope_text import NO_RULE, scope_sentences
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.scope import ScopeOutcome, ScopeResult, scope_result, scope_table

NAMES, VALUES = scope_table(draw_parameters(128, 1, around=tuple(catalogue().context)))
DEMAND = VALUES[:, NAMES.index("context.demand")]


LOW = tuple(bool(one) for one in DEMAND <= 0.6)
NOISE = tuple(bool(one) for one in np.random.default_rng(12).random(128) < 0.5)


@cache
def made(held: tuple[bool, ...], otherwise: ScopeOutcome = ScopeOutcome.ERASED) -> ScopeResult:
    return scope_result(case("smallest"), NAMES, VALUES, tuple(ScopeOutcome.HELD if one else otherwise for one in held), 3)


@pytest.mark.slow
def test_a_rule_is_a_sentence_with_counts_on_both_sides() -> None:
    said, held = scope_sentences(made(LOW)), sum(LOW)
    assert f"{held} times it held" in said[0]
    assert f"It held in 0 of {128 - held} settings where demand on services was above 0.60" in said[1]
    assert f"against {held} of {held} elsewhere" in said[1]
    assert "settings left out while they were made" in said[1]
    assert "3 of 128 settings lie too near" in said[-1]
    assert not any("context." in one or "parameters." in one or "_" in one for one in said)


@pytest.mark.slow
def test_a_result_the_other_way_has_its_own_sentence() -> None:
    said = scope_sentences(made(LOW, ScopeOutcome.FLIPPED))
    flipped = LOW.count(False)
    assert any(one.startswith(f"An outcome went the other way in {flipped} of {flipped} settings where demand") for one in said)
    assert not any(one.startswith("A result") for one in scope_sentences(made(LOW)))


@pytest.mark.slow
def test_noise_is_said_to_have_no_rule() -> None:
    said = scope_sentences(made(NOISE))
    assert sum(NO_RULE in one.lower() for one in said) == 1
    assert not any("elsewhere" in one for one in said)


def test_what_always_holds_has_no_rule_to_look_for() -> None:
    said = scope_sentences(made((True,) * 128))
    few = "No rule for where it holds was looked for: it takes 8 or more in which it held and as many in which not, and it held in "
    assert said[1] == f"{few}128 of the 128 settings in which it was tested."


@pytest.mark.slow
def test_what_never_holds_and_goes_the_other_way_somewhere_is_not_said_to_come_out_alike() -> None:
    never = tuple(ScopeOutcome.ERASED if one else ScopeOutcome.FLIPPED for one in LOW)
    said = scope_sentences(scope_result(case("smallest"), NAMES, VALUES, never, 0))
    assert "it held in 0 of the 128 settings" in said[1]
    assert said[2].startswith("An outcome went the other way in")
    assert not any("alike" in one for one in said)


@pytest.mark.slow
@pytest.mark.parametrize("found", [True, False])
def test_the_map_has_a_mark_for_every_setting_and_regions_only_with_a_rule(found: bool) -> None:
    held = sum(LOW)
    fails = made(LOW if found else NOISE)
    with styled():
        drawn = draw_scope(fails)
    (axes,) = drawn.axes
    assert sum(line.get_xdata().size for line in axes.lines) == 128
    assert len(axes.patches) == len(fails.regions)
    assert bool(fails.regions) == found
    assert ("no simple rule" in axes.get_title(loc="left").lower()) != found
    markers = {line.get_marker() for line in axes.lines if line.get_xdata().size}
    assert markers == {"o", "x"}  # told apart without colour
    if found:
        assert "Demand on services" in (axes.get_xlabel(), axes.get_ylabel())
        written = " ".join(text.get_text() for text in axes.texts)
        assert f"held in {held} of {held}" in written
