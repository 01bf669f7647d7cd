import math

import numpy as np
import pytest
from traces import HEED, arms, asked, theory

from icsim.base.errors import UserError
from icsim.trace.captions import representative_pair_text
from icsim.trace.representative_pair import LEAST, check_enough, nearest_to_median


def test_the_pair_nearest_the_median_is_chosen_and_the_others_are_counted() -> None:
    # differences 5, −1, 2, 2.5, 0: median 2
    chosen = nearest_to_median([5.0, 0.0, 3.0, 2.5, 7.0], [0.0, 1.0, 1.0, 0.0, 7.0])
    assert (chosen.index, chosen.effect, chosen.median, chosen.pairs) == (2, 2.0, 2.0, 5)
    assert (chosen.higher, chosen.lower, chosen.same, chosen.other_way) == (3, 1, 1, 1)


def test_with_an_even_number_the_first_of_two_equally_near() -> None:
    assert nearest_to_median([1.0, 3.0], [0.0, 0.0]).index == 0


def test_pairs_without_a_value_do_not_count_and_are_never_shown() -> None:
    chosen = nearest_to_median([math.nan, 4.0, math.nan, -2.0, -3.0], [0.0, 0.0, 0.0, 0.0, 0.0])
    assert (chosen.index, chosen.pairs, chosen.other_way) == (3, 3, 1)
    with pytest.raises(ValueError, match="no pair"):
        nearest_to_median([math.nan], [0.0])


def test_planted_effects_of_many_pairs() -> None:
    rng = np.random.default_rng(20261123)  # numpy's own luck: nothing of the model is drawn here
    effects = rng.normal(0.1, 0.2, 501)
    chosen = nearest_to_median(effects, np.zeros(501))
    assert chosen.effect == float(np.median(effects))
    assert chosen.other_way == int((effects < 0.0).sum()) > 0


def test_the_caption_says_which_pair_it_is_and_how_many_went_the_other_way() -> None:
    made = theory({HEED: 0.1}, {HEED: 0.9})
    (outcome,) = [one for one in asked(made, arms({HEED: 0.1}, {HEED: 0.9})) if one.part == "outcome"]
    said = representative_pair_text(nearest_to_median([5.0, 0.0, 3.0, 2.5, 7.0], [0.0, 1.0, 1.0, 0.0, 7.0]), outcome)
    assert "nearest the median of 5, by morale in week 20" in said
    assert "in 1 of 5 it went the other way, and in 1 there was no difference" in said
    nothing = representative_pair_text(nearest_to_median([0.0, 0.0, 1.0], [0.0, 0.0, 0.0]), outcome)
    assert "in 1 of 3 there was more of it, in 0 less, in 2 the same" in nothing
    gaps = representative_pair_text(nearest_to_median([5.0, math.nan, 3.0, math.nan], [0.0, 0.0, 0.0, 0.0]), outcome)
    assert "nearest the median of 2, by morale in week 20" in gaps
    assert ", of 4 that were run: the 2 others had no value to compare; in 0 of 2 it went the other way" in gaps
    assert "that were run" not in said


@pytest.mark.slow
def test_too_few_pairs_are_refused() -> None:
    few = arms({HEED: 0.1}, {HEED: 0.9}, f"budget.replicates={LEAST - 1}")
    with pytest.raises(UserError, match=r"budget.replicates: 15 .*allowed: 16 or more"):
        check_enough(few)
    check_enough(arms({HEED: 0.1}, {HEED: 0.9}, f"budget.replicates={LEAST}"))
