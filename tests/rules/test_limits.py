"""Outlook, joint work and trust reduced to settings with well-known answers (the evidence's limits C1 to C7)."""

import math
import random

import numpy as np
import pytest

from icsim.rules.cooperation import engagement_chance, partner_reason, turnout_after
from icsim.rules.opinion import influence_weight, outlook_deffuant, outlook_friedkin_johnsen, with_common_goal
from icsim.rules.trust import trust_asymmetric, trust_symmetric

Row = list[float]


def mixed(outlooks: Row, weights: list[Row], first: Row, openness: Row, rate: float = 1.0) -> Row:
    """One week of opinion: everybody hears the others by weight (all of the say, trusted by that weight)."""
    others = []
    for row in weights:
        total = heard = 0.0
        for weight, outlook in zip(row, outlooks, strict=True):
            total += influence_weight(1.0, weight)
            heard += influence_weight(1.0, weight) * outlook
        others.append(heard / total)
    return [
        outlook_friedkin_johnsen(x, x0, other, open_, rate, 0.0)
        for x, x0, other, open_ in zip(outlooks, first, others, openness, strict=True)
    ]


def settled(first: Row, weights: list[Row], openness: Row, weeks: int = 400) -> Row:
    outlooks = first
    for _ in range(weeks):
        outlooks = mixed(outlooks, weights, first, openness)
    return outlooks


def test_c1_degroot_on_a_path_of_four() -> None:
    path = [[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]
    first = [0.0, 0.2, 0.6, 1.0]
    assert settled(first, path, [1.0] * 4) == pytest.approx([0.44] * 4, abs=1e-12)
    spread = [settled(first, path, [1.0] * 4, weeks)[0] - 0.44 for weeks in (30, 31)]
    assert spread[1] / spread[0] == pytest.approx(0.728714, abs=1e-6)


@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_c2_two_blocks_close_their_gap_at_the_speed_of_mixing(scale: float) -> None:
    within, between = 0.9 * scale, 0.1 * scale
    weights = [[within if i // 3 == j // 3 else between for j in range(6)] for i in range(6)]
    first = [0.0] * 3 + [1.0] * 3
    gaps = [settled(first, weights, [1.0] * 6, weeks) for weeks in (0, 1, 20, 21)]
    gap = [outlooks[3] - outlooks[0] for outlooks in gaps]
    assert gap[1] / gap[0] == pytest.approx(0.8, abs=1e-12)
    assert gap[2] > 0.01 > gap[3]  # 20.64 steps to 1 %


def test_c3_a_leader_as_a_steady_source() -> None:
    outlook = 0.1
    for _ in range(7):
        outlook = with_common_goal(outlook, 0.8, 1.0, 0.3)
    assert outlook == pytest.approx(0.8 + 0.7**7 * (0.1 - 0.8), abs=1e-12)
    for _ in range(20_000):  # two opposed leaders, slow enough that who speaks first is nothing
        outlook = with_common_goal(with_common_goal(outlook, 0.9, 1.0, 0.003), 0.2, 1.0, 0.001)
    assert outlook == pytest.approx((0.003 * 0.9 + 0.001 * 0.2) / 0.004, abs=1e-3)


def test_c4_friedkin_johnsen() -> None:
    swap = [[0.0, 1.0], [1.0, 0.0]]
    assert settled([0.0, 1.0], swap, [0.5, 0.5]) == pytest.approx([1 / 3, 2 / 3], abs=1e-12)
    three = [[0.5, 0.5, 0.0], [0.25, 0.5, 0.25], [0.0, 0.5, 0.5]]
    found = settled([0.0, 0.5, 1.0], three, [0.8, 0.5, 0.2])
    assert found == pytest.approx([0.368794, 0.553191, 0.950355], abs=1e-6)
    first = [0.1, 0.3, 0.35, 0.9, 0.85]
    found = settled(first, [[1.0] * 5] * 5, [0.7] * 5)
    assert found == pytest.approx([0.7 * 0.5 + 0.3 * x for x in first], abs=1e-12)
    assert np.var(found) / np.var(first) == pytest.approx(0.3**2, abs=1e-12)


@pytest.mark.parametrize(("confidence", "clusters"), [(0.5, {1}), (0.4, {1}), (0.2, {2}), (0.15, {3}), (0.1, {4, 5})])
def test_c5_deffuant_clusters(confidence: float, clusters: set[int]) -> None:
    for seed in (1, 2):
        luck = random.Random(seed)
        x = [luck.random() for _ in range(500)]
        mean = math.fsum(x) / 500
        for _ in range(100 * 500):
            i, j = int(luck.random() * 500), int(luck.random() * 500)
            one, other = x[i], x[j]
            x[i] = outlook_deffuant(one, 0.0, other, 0.5, 1.0, confidence)
            x[j] = outlook_deffuant(other, 0.0, one, 0.5, 1.0, confidence)
        assert math.fsum(x) / 500 == pytest.approx(mean, abs=1e-13)
        ends = [n for n, gap in enumerate(np.diff(sorted(x))) if gap > 0.02]
        sizes = np.diff([-1, *ends, 499])
        assert sum(size >= 25 for size in sizes) in clusters


def stag_hunt(x: float, cost: float, beta: float, benefit: float = 1.0) -> float:
    """Everybody approaches as often as the others turn up, trusted fully."""
    return engagement_chance(partner_reason(x, 1.0, benefit), cost, beta)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("beta", "cost", "points"),
    [
        (8.0, 0.5, [0.021248, 0.5, 0.978752]),
        (8.0, 0.4, [0.063399, 0.285067, 0.991251]),
        (10.0, 0.6, [0.002536, 0.671496, 0.977599]),
        (4.0, 0.5, [0.5]),
    ],
)
def test_c6_stag_hunt_has_its_fixed_points_and_tips_between_them(beta: float, cost: float, points: Row) -> None:
    for point in points:
        assert stag_hunt(point, cost, beta) == pytest.approx(point, abs=3e-6)
    starts = [x / 200 for x in range(201)]
    ends = starts
    for _ in range(3000):
        ends = [turnout_after(x, stag_hunt(x, cost, beta), 1.0, 0.5) for x in ends]
    if len(points) == 1:
        assert ends == pytest.approx([points[0]] * 201, abs=0.03)  # the slope there is 1: the last way is slow
    else:
        expected = [points[0] if x < points[1] else points[2] for x in starts]
        assert [end for x, end in zip(starts, ends, strict=True) if abs(x - points[1]) > 1e-3] == pytest.approx(
            [end for x, end in zip(starts, expected, strict=True) if abs(x - points[1]) > 1e-3], abs=1e-5
        )


def test_c6_bistable_only_within_the_window_and_from_a_tipping_share() -> None:
    def ends(cost: float, beta: float, start: float) -> float:
        x = start
        for _ in range(2000):
            x = stag_hunt(x, cost, beta)
        return x

    for cost, two in ((0.36, False), (0.37, True), (0.63, True), (0.64, False)):
        assert (abs(ends(cost, 8.0, 1.0) - ends(cost, 8.0, 0.0)) > 0.1) == two
    assert ends(0.4, 20.0, 0.374) < 0.1 < 0.9 < ends(0.4, 20.0, 0.3747)
    luck = random.Random(5)
    for start, high in ((0.374312 - 0.06, False), (0.374312 + 0.06, True)):  # 2,000 teams that really draw
        share = start
        for _ in range(40):
            share = sum(luck.random() < stag_hunt(share, 0.4, 20.0) for _ in range(2000)) / 2000
        assert (share > 0.5) == high


@pytest.mark.parametrize(
    ("kept", "loss", "mean", "sd"),
    [
        (0.8, 0.25, 0.444444, 0.136562),
        (0.9, 0.25, 0.642857, 0.147731),
        (0.95, 0.25, 0.791667, 0.134185),
        (0.8, 0.05, 0.8, 0.064051),
    ],
)
def test_c7_trust_with_promises_kept_at_a_rate(kept: float, loss: float, mean: float, sd: float) -> None:
    rule = trust_symmetric if loss == 0.05 else trust_asymmetric
    # The rule is linear, so the mean moves as the rule does.
    expected = kept * rule(mean, True, 0.05, loss, 0.0) + (1 - kept) * rule(mean, False, 0.05, loss, 0.0)
    assert expected == pytest.approx(mean, abs=1e-6)
    luck, trust, seen = random.Random(11), mean, []
    for _ in range(200_000):
        trust = rule(trust, luck.random() < kept, 0.05, loss, 0.0)
        seen.append(trust)
    assert np.mean(seen) == pytest.approx(mean, abs=0.005)
    assert np.std(seen) == pytest.approx(sd, abs=0.004)


def test_c7_one_breach_takes_fourteen_kept_promises() -> None:
    trust, promises = trust_asymmetric(0.8, False, 0.05, 0.25, 0.0), 0
    assert trust == pytest.approx(0.6)
    while trust < 0.8:
        trust, promises = trust_asymmetric(trust, True, 0.05, 0.25, 0.0), promises + 1
    assert promises == 14
    odds = 5.0 * 0.6 / 0.4  # losses five times gains, at trust .6: break-even at .88235
    held = odds / (1 + odds)
    assert held == pytest.approx(0.88235, abs=1e-5)
    gained = trust_asymmetric(0.6, True, 0.05, 0.25, 0.0) - 0.6
    lost = 0.6 - trust_asymmetric(0.6, False, 0.05, 0.25, 0.0)
    assert held * gained == pytest.approx((1 - held) * lost, abs=1e-12)
