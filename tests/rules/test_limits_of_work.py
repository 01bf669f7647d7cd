"""Skill, queues, decisions, change and exits reduced to settings with exact answers (limits C8 to C19)."""

import math
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from icsim.engine.measures import ei_index
from icsim.rules.balancing_perspectives import say_weight
from icsim.rules.clarifying_complexity import change_absorbed
from icsim.rules.commitment_to_learning import board_margin, skill_after
from icsim.rules.cooperation import engagement_chance, partner_reason
from icsim.rules.exits import exit_hazard, survival_after, weekly_hazard
from icsim.rules.fairness import fairness_change, fairness_instrumental
from icsim.rules.service import stochastic_round
from icsim.rules.working_with_power import decision_position, proposal, weight_with_borrowed

Row = list[float]


def logit(p: float) -> float:
    return math.log(p / (1.0 - p))


def test_c8_coming_and_staying_away_as_a_chain_of_two_states() -> None:
    on, off, teams = 0.1, 0.05, 30
    cost = -logit(on)
    benefit = logit(1.0 - off) + cost  # a team that came last week comes again with 1 - off
    chance = [engagement_chance(partner_reason(x, 1.0, benefit), cost, 1.0) for x in (0.0, 1.0)]
    assert chance == pytest.approx([on, 1.0 - off], abs=1e-12)
    luck = np.random.default_rng(3)
    came, shares = np.ones(teams, dtype=int), []
    for u in luck.random((60_000, teams)):
        came = (u < np.where(came == 1, chance[1], chance[0])).astype(int)
        shares.append(came.mean())
    assert np.mean(shares) == pytest.approx(0.666667, abs=0.004)
    assert np.std(shares) == pytest.approx(0.086066, abs=0.003)
    assert np.corrcoef(shares[:-1], shares[1:])[0, 1] == pytest.approx(0.85, abs=0.01)


def test_c9_skill_learned_and_forgotten_and_a_practice_that_spreads() -> None:
    def taught(skill: float) -> float:
        return skill_after(skill, 1.0, 1.0, 0.0, 0.0, 0.0, 0.06, 0.0, 0.7, 0.0, 0.02)

    def met(skill: float, gain: float, fading: float) -> float:
        return skill_after(skill, 0.0, 0.0, 0.0, skill, 0.0, 0.0, gain, 0.7, 0.0, fading)

    skill = 0.1
    for _ in range(10):
        skill = taught(skill)
    assert skill == pytest.approx(0.75 + (0.1 - 0.75) * (1 - 0.08) ** 10, abs=1e-12)
    spread = lost = 0.01
    for _ in range(2000):
        spread, lost = met(spread, 0.3, 0.1), met(lost, 0.1, 0.12)
    assert spread == pytest.approx(1 - 0.1 / 0.3, abs=1e-9)
    assert lost == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("arrivals", "served", "length"), [("bernoulli", 0.5, 2.4), ("poisson", 1.0, 2.4)])
def test_c10_queues_in_weekly_ticks(arrivals: str, served: float, length: float) -> None:
    luck = np.random.default_rng(7)
    count = 400_000
    coming = luck.poisson(0.8, count) if arrivals == "poisson" else [stochastic_round(0.4, u) for u in luck.random(count).tolist()]
    queue, total = 0.0, 0.0
    for came, u in zip(coming, luck.random(count).tolist(), strict=True):
        queue = queue - min(queue, stochastic_round(served, u)) + float(came)
        total += queue
    assert total / count == pytest.approx(length, rel=0.03)


def test_c11_shares_of_the_say_and_precision() -> None:
    variances = [0.01, 0.04, 0.09, 0.02]
    precise = [1.0 / v for v in variances]
    best = [w / sum(precise) for w in precise]

    def say(shares: Row, borrowed: float, evenness: float) -> Row:
        top = shares.index(max(shares))
        return [
            weight_with_borrowed(share, 4.0, n == top, borrowed, evenness, 1.0) for n, share in enumerate(shares)
        ]

    def variance(shares: Row) -> float:
        return sum(w * w * v for w, v in zip(shares, variances, strict=True))

    assert variance(say(best, 0.0, 0.3)) == pytest.approx(1.0 / sum(precise), abs=1e-15)
    for borrowed in (0.2, 0.7, 1.0):
        for evenness in (0.0, 0.5, 1.0):
            assert sum(say(best, borrowed, evenness)) == pytest.approx(1.0, abs=1e-15)
            assert variance(say(best, borrowed, evenness)) > 1.0 / sum(precise)
    assert variance(say(best, 1.0, 1.0)) == pytest.approx(sum(variances) / 16)  # equal power
    assert variance(say(best, 1.0, 0.0)) == pytest.approx(variances[0])  # all power in one
    equal = [say_weight(0.5, 0.5, 0.3, 1.0, 0.1) for _ in range(4)]
    assert {w / sum(equal) for w in equal} == {0.25}


def test_c12_the_boards_threshold() -> None:
    gain, loss, cost, aversion, discounted = 1.0, 0.8, 0.1, 1.5, 0.7
    threshold = (aversion * loss + cost) / (gain * discounted + aversion * loss)
    assert board_margin(threshold, gain, discounted, aversion, loss, cost) == pytest.approx(0.0, abs=1e-15)
    assert board_margin(threshold + 1e-9, gain, discounted, aversion, loss, cost) > 0.0
    assert board_margin(threshold - 1e-9, gain, discounted, aversion, loss, cost) < 0.0
    assert board_margin(0.999, gain, discounted, 1e6, loss, cost) < 0.0  # ever more averse: only what is certain
    enough = (cost + (1 - 0.6) * aversion * loss) / (0.6 * gain)
    assert board_margin(0.6, gain, enough * 1.001, aversion, loss, cost) > 0.0 > board_margin(
        0.6, gain, enough * 0.999, aversion, loss, cost
    )


@pytest.mark.parametrize(("odds", "index"), [(1.0, 0.680672), (3.0, 2 * 0.636943 - 1), (10.0, -0.310345)])
def test_c13_external_ties_of_six_groups(odds: float, index: float) -> None:
    a, b = np.triu_indices(120, 1)
    across = (a // 20 != b // 20).astype(np.int64)
    block: Any = SimpleNamespace(tie_across=across, present=np.where(across > 0, 1.0, odds)[:, None])
    assert ei_index(block)[0] == pytest.approx(index, abs=1e-6)


def test_c14_the_errors_of_a_group() -> None:
    luck = random.Random(2)
    for like_minded in (False, True):
        best, error = 0.5, 0.0
        for _ in range(300):
            own = [proposal(best, luck.random(), 0.0, 0.9 if like_minded else 0.5, 0.3, 0.4) for _ in range(8)]
            say = [weight_with_borrowed(1 / 8, 8.0, n == 0, 1.0, 1.0, 1.0) for n in range(8)]
            group = decision_position(1, 0.9, sum(w * x for w, x in zip(say, own, strict=True)), 0.0, 0.0, 0.0)
            mean_error = sum((x - best) ** 2 for x in own) / 8
            diversity = sum((x - group) ** 2 for x in own) / 8
            assert (group - best) ** 2 == pytest.approx(mean_error - diversity, abs=1e-15)
            error += (group - best) ** 2 / 300
        alone = 0.3**2 / 3 / 8  # independent: v / n; with a common bias m, at least m squared
        assert error == pytest.approx(alone + (0.16**2 if like_minded else 0.0), rel=0.2)


def test_c15_change_beyond_what_can_be_absorbed() -> None:
    k, limit = 0.5, 4.0
    assert max(change_absorbed(b / 100, k, limit) for b in range(4000)) == pytest.approx(0.735759, abs=1e-6)
    assert change_absorbed(limit, k, limit) == pytest.approx(k * limit / math.e, abs=1e-12)
    for standing in (1.429612, 8.613169):
        assert change_absorbed(standing, k, limit) == pytest.approx(0.5, abs=1e-6)
    for start, ends in ((0.0, 1.429612), (8.55, 1.429612), (8.68, None)):
        backlog = start
        for _ in range(3000):
            backlog += 0.05 * (0.5 - change_absorbed(backlog, k, limit))
        assert backlog == pytest.approx(ends, abs=1e-4) if ends else backlog > 12.0


def test_c16_being_asked_and_ignored() -> None:
    gain, pain = 0.3, 0.12
    assert fairness_instrumental(pain / (gain + pain), gain, pain, 0.0) == pytest.approx(0.0, abs=1e-16)

    def change(asked: bool, heeded: float) -> float:
        return fairness_change(1, asked, heeded, False, gain, pain, 0.0, 0.0)

    assert change(True, 0.0) - change(False, 0.0) == -pain
    assert change(True, 1.0) - change(False, 0.0) == gain


@pytest.mark.parametrize(("annual", "weekly"), [(0.30, 0.00684), (0.11, 0.00224)])
def test_c19_exits(annual: float, weekly: float) -> None:
    hazard = exit_hazard(weekly_hazard(annual), 0.0, 2.0)
    assert hazard == pytest.approx(weekly, abs=5e-6)
    survival, tenure = 1.0, 0.0
    for week in range(1, 20_000):
        tenure += survival
        survival = survival_after(survival, hazard)
        if week == 52:
            assert survival == pytest.approx(1.0 - annual, abs=1e-12)
    assert tenure == pytest.approx(1.0 / hazard, rel=1e-6)
