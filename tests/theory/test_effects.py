"""Forms of clauses, from worlds that are made up: what each form means, and what it refuses to be fooled by."""

import numpy as np
import pytest
from planted import asked_of, dosed, noisy, panel, verdict

from icsim.statistics.effect_shares import Band

DRAWS, LUCKS = 64, 16
FOUR = {
    "both": {"leadership.team.inspiring_intent.recognition": 0.9, "context.demand": 0.6},
    "one": {"leadership.team.inspiring_intent.recognition": 0.1, "context.demand": 0.6},
    "other": {"leadership.team.inspiring_intent.recognition": 0.9, "context.demand": 0.4},
    "neither": {"leadership.team.inspiring_intent.recognition": 0.1, "context.demand": 0.4},
}
INTERACTION = {
    "arms": FOUR,
    "contrast": "(both - one) - (other - neither)",
    "resource": [
        {"measure": "enacted.recognition", "of": {"tier": "team"}, "contrast": "both - one", "expect": "up"},
    ],
}  # fmt: skip


def flat(value: float) -> np.ndarray:
    return np.full((DRAWS, LUCKS), value)


def interaction(both: float, one: float, other: float, neither: float) -> Band:
    asked = asked_of(**INTERACTION)
    values = {(arm, "outcome_1_morale"): flat(x) for arm, x in zip(FOUR, (both, one, other, neither), strict=True)}
    values["both", "resource_1_enacted_recognition"] = flat(0.8)
    findings, _ = verdict(asked, panel(asked, values, DRAWS, LUCKS))
    (band,) = findings[-1].bands
    return band


def test_an_interaction_is_a_difference_of_differences() -> None:
    assert interaction(0.8, 0.4, 0.5, 0.4) == Band.SUPPORTED
    assert interaction(0.5, 0.4, 0.8, 0.4) == Band.CONTRADICTED
    assert interaction(0.6, 0.5, 0.5, 0.4) == Band.NO_EFFECT


def test_an_interaction_that_is_a_matter_of_the_scale_counts_as_none() -> None:
    """.02 to .10 against .50 to .67: less on the natural scale, more on the logit scale."""
    assert interaction(0.10, 0.02, 0.67, 0.50) == Band.NO_EFFECT


def test_stronger_for_compares_two_groups() -> None:
    asked = asked_of(
        context={"place": "merged_hospital", "weeks": 8},
        outcome=[
            {"measure": "morale", "week": 8, "expect": "up",
             "stronger_for": {"of": {"profession": "nurse"}, "than": {"profession": "physician"}}},
        ],
    )  # fmt: skip
    one = asked[-1]
    made = panel(asked, {("with", "resource_1_enacted_recognition"): flat(0.8)}, DRAWS, LUCKS)
    nurses, physicians = (made.places[terms[0][0].key, 8] for terms in (one.terms, one.less))
    made.values[0, :, nurses], made.values[0, :, physicians] = 0.3, 0.1
    findings, _ = verdict(asked, made)
    assert findings[-1].bands == (Band.SUPPORTED,)
    assert findings[-1].size.value == pytest.approx(0.2)
    made.values[0, :, physicians] = 0.3
    findings, _ = verdict(asked, made)
    assert findings[-1].bands == (Band.NO_EFFECT,)


def along(doses: list[float], spread: float, replicates: int = LUCKS, draws: int = DRAWS) -> Band | tuple[Band, ...]:
    asked = asked_of(secondary=[{"measure": "morale", "week": 8, "expect": "inverted_u", "dose": "recognition"}])
    lever = "recognition"
    values = {
        (dosed("with", lever, step), "secondary_1_morale"): noisy(np.full(draws, x), replicates, spread, seed=step)
        for step, x in enumerate(doses)
    }
    values["with", "resource_1_enacted_recognition"] = np.full((draws, replicates), 0.8)
    findings, _ = verdict(asked, panel(asked, values, draws, replicates))
    return findings[-1].bands


def test_an_interior_best_is_found_and_a_slope_is_none() -> None:
    assert along([0.2, 0.3, 0.4, 0.5, 0.4, 0.3, 0.2], 0.02) == (Band.SUPPORTED,)
    assert along([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], 0.02) == (Band.CONTRADICTED,)
    assert along([0.5] * 7, 0.02) == (Band.NO_EFFECT,)


def test_luck_alone_makes_no_interior_best() -> None:
    """The best of five noisy means lies high by chance: chosen and measured with the same replicates, it would count."""
    bands = along([0.5] * 7, 0.3, replicates=16, draws=256)
    assert Band.SUPPORTED not in bands
    assert Band.LEANING not in bands
