"""Where rules of the week settle, and what they are handed: each of these was once otherwise than its docstring says."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from icsim.rules.cooperation import cooperation_motive
from icsim.rules.fairness import fairness_by_talk, fairness_usual, fairness_week
from icsim.rules.people import as_read
from icsim.rules.service import cases_handed_over
from icsim.week.hearing import notice_advocacy

EVENLY = ((np.arange(20_000) + 0.5) / 20_000).tolist()


@pytest.mark.parametrize("excess", [0.3, 0.5, 1.2, 2.9, 7.0])
@pytest.mark.parametrize("reached", [0.2, 0.8, 1.0])
def test_as_many_cases_are_handed_over_as_coordination_reaches(excess: float, reached: float) -> None:
    handed = [cases_handed_over(excess, reached, 1.0, u) for u in EVENLY]
    assert np.mean(handed) == pytest.approx(excess * reached, abs=1e-4)
    assert max(handed) <= np.ceil(excess)


@pytest.mark.parametrize("disposition", [-0.2, 0.0, 0.2])
def test_where_all_is_explained_with_respect_fairness_settles_at_one(disposition: float) -> None:
    usual = fairness_usual(fairness_by_talk(as_read(0.55, disposition), 1.0, 1.0), 0.0)
    assert usual == 1.0
    fairness = 0.3
    for _ in range(5000):
        fairness = fairness_week(fairness, fairness, 0.0, 0.0, 0.0, 0.04, 0.02, 0.02, usual)
    assert fairness == pytest.approx(1.0, abs=1e-12)
    assert fairness_by_talk(0.55, 0.0, 0.0) == 0.55


def test_partnership_carries_on_where_intent_wavers_and_takes_nothing_where_it_is_not_held() -> None:
    def motive(value: float) -> float:
        return cooperation_motive(0.5, 0.5, value, 0.0, 0.0, 0.6, 0.2)

    assert motive(0.0) == motive(0.3) == motive(0.5) == 0.5
    assert motive(0.9) == pytest.approx(0.5 + 0.2 * 0.4)


def team(power: float, spoken: float) -> Any:
    return SimpleNamespace(power=power, spoken=spoken, ties=[])


def test_the_strong_notice_advocacy_for_the_weak_and_not_for_themselves() -> None:
    strong, weak, stronger, unknown = team(0.8, 0.9), team(0.2, 0.4), team(0.9, 1.0), team(0.1, 1.0)
    for other, known in ((weak, True), (stronger, True), (unknown, False)):
        strong.ties.append(SimpleNamespace(present=known, partner=lambda _, other=other: other))
    world: Any = None
    notice_advocacy(strong, world)
    assert strong.spoken_below == 0.4
    weak.ties = [SimpleNamespace(present=True, partner=lambda _: strong)]
    notice_advocacy(weak, world)
    assert weak.spoken_below == 0.0
