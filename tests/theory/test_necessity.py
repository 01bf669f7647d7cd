"""Necessity and sufficiency from pairs of worlds that are made up."""

from pathlib import Path

import numpy as np
import pytest
from planted import panel
from theories import case
from written import written

from icsim.theory.necessity import OutcomeFlags, count_pairs, necessity
from icsim.theory.panel import bootstrap_weights

DRAWS, LUCKS = 20, 30


def pairs(both: int, first_only: int, second_only: int, neither: int) -> tuple[OutcomeFlags, OutcomeFlags]:
    """So many pairs of each kind, mixed over draws and replicates."""
    kinds = [(1.0, 1.0)] * both + [(1.0, 0.0)] * first_only + [(0.0, 1.0)] * second_only + [(0.0, 0.0)] * neither
    shuffled = np.random.default_rng(1).permutation(np.array(kinds))
    first, second = shuffled.reshape(DRAWS, LUCKS, 2).transpose(2, 0, 1)
    return first, second


def test_planted_pairs_come_back() -> None:
    found = count_pairs(*pairs(60, 180, 120, 240), bootstrap_weights(DRAWS, LUCKS))
    assert found.pn.value == pytest.approx(180 / 240)
    assert found.ps.value == pytest.approx(180 / 420)
    assert found.pns.value == pytest.approx(180 / 600)
    assert (found.with_it, found.without, found.pairs, found.missing) == (240, 180, 600, 0)
    for interval in (found.pn, found.ps, found.pns):
        assert 0.0 < interval.low < interval.value < interval.high < 1.0


def test_the_arms_are_not_interchangeable() -> None:
    first, second = pairs(60, 180, 120, 240)
    turned = count_pairs(second, first, bootstrap_weights(DRAWS, LUCKS))
    assert turned.pn.value == pytest.approx(120 / 180)
    assert turned.ps.value == pytest.approx(120 / 360)


def test_missing_values_are_left_out_and_counted() -> None:
    first, second = pairs(0, 300, 0, 300)
    first[0], second[1] = np.nan, np.nan
    found = count_pairs(first, second, bootstrap_weights(DRAWS, LUCKS))
    kept = first[2:]
    assert (found.pairs, found.missing) == (600 - 2 * LUCKS, 2 * LUCKS)
    assert found.with_it == int(kept.sum())
    assert found.pn.value == 1.0
    assert found.pns.value == pytest.approx(kept.mean())


def test_what_never_happened_has_no_necessity_and_certainty_has_a_width() -> None:
    never = count_pairs(*pairs(0, 0, 0, 600), bootstrap_weights(DRAWS, LUCKS))
    assert np.isnan(never.pn).all()
    assert never.ps.value == 0.0
    always = count_pairs(*pairs(0, 600, 0, 0), bootstrap_weights(DRAWS, LUCKS))
    assert always.pn.value == always.pns.value == 1.0
    assert 0.8 < always.pn.low < 1.0  # 20 draws do not prove it


def test_pairs_of_one_draw_are_no_independent_witnesses() -> None:
    """The same 300 of 600 pairs: all of every other draw, or half of every draw."""
    by_draw = np.repeat(np.arange(DRAWS) % 2 == 0, LUCKS).reshape(DRAWS, LUCKS).astype(float)
    mixed = np.tile(np.arange(LUCKS) % 2 == 0, (DRAWS, 1)).astype(float)
    mixed = (mixed + by_draw) % 2.0  # so that no luck has it either
    never = np.zeros((DRAWS, LUCKS))
    clustered, spread = (count_pairs(one, never, bootstrap_weights(DRAWS, LUCKS)).pns for one in (by_draw, mixed))
    assert clustered.value == spread.value == 0.5
    assert clustered.high - clustered.low >= spread.high - spread.low


def test_a_theory_says_what_counts_as_having_happened(tmp_path: Path) -> None:
    mine = written(tmp_path, occurred_if={"measure": "morale", "week": 8, "at_least": 0.5})
    asked = mine.asked
    ones = np.ones((8, 4))
    values = {("with", "outcome_1_morale"): 0.5 * ones, ("without", "outcome_1_morale"): 0.4999 * ones}
    made = panel(asked, values, 8, 4)
    tested = np.ones((8, 4), dtype=bool)
    tested[0] = False
    found = necessity(mine, made, tested, bootstrap_weights(8, 4))
    assert found is not None
    assert (found.with_it, found.without, found.pairs, found.missing) == (28, 0, 28, 4)
    assert necessity(case("smallest"), made, tested, bootstrap_weights(8, 4)) is None
