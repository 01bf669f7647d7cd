"""Policies in uncertain settings: regrets, shares and ranks with known answers, and what cannot be asked is refused in one line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up import PLAIN, made_up

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.interface.sweeps import analyse
from icsim.sweep.analysis.outcome_condition import OutcomeCondition, OutcomeLimit
from icsim.sweep.analysis.policy_table import policy_table
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.robustness import regrets, satisficing
from icsim.sweep.analysis.scenario_discovery import discover_scenarios
from icsim.sweep.sweep_study import plan_sweep

SHARE = "leadership.both.working_with_power.share"
CROSSED = (
    "design=crossed", f"design.policies.axes.{SHARE}=[0.1,0.5,0.9]", "design.uncertain.points=32",
    "design.uncertain.axes.context.demand=null", "design.uncertain.axes.context.urgency=null",
)  # fmt: skip


def by_hand() -> np.ndarray:
    """Three policies in five settings, one world each."""
    return np.array([[1.0, 0.2, 0.5, 0.5, 0.0], [0.8, 0.3, 0.4, 0.4, 0.3], [0.0, 0.1, 0.9, 0.5, 0.2]])[..., None]


def test_regrets_by_hand() -> None:
    found = regrets(by_hand(), up=True, smallest=0.15, drawn=False)
    assert found is not None
    expected = [[0.0, 0.1, 0.4, 0.0, 0.3], [0.2, 0.0, 0.5, 0.1, 0.0], [1.0, 0.2, 0.0, 0.0, 0.1]]
    np.testing.assert_allclose(found.regret, expected, atol=1e-12)
    np.testing.assert_allclose(found.percentile.value, [0.4, 0.5, 1.0])  # of five the 90th percentile is the largest
    np.testing.assert_allclose(found.average.value, [0.16, 0.16, 0.26])
    np.testing.assert_allclose(found.good_enough.value, [0.6, 0.6, 0.6])
    np.testing.assert_allclose(found.worst, [0.0, 0.3, 0.0])
    assert found.ranking.place.tolist() == [1, 2, 3]


def test_less_is_better_where_it_is() -> None:
    up, down = regrets(by_hand(), True, 0.1, False), regrets(-by_hand(), False, 0.1, False)
    assert up is not None
    assert down is not None
    np.testing.assert_array_equal(up.regret, down.regret)
    np.testing.assert_array_equal(up.means, -down.means)
    np.testing.assert_array_equal(up.worst, -down.worst)


def test_a_setting_without_a_value_is_left_out() -> None:
    worlds = by_hand()
    worlds[1, 2] = np.nan
    found = regrets(worlds, up=True, smallest=0.15, drawn=True)
    assert found is not None
    assert found.settings == 4
    assert np.isnan(found.regret[:, 2]).all()
    np.testing.assert_allclose(found.largest, [0.3, 0.2, 1.0])
    assert regrets(np.full((2, 3, 1), np.nan), True, 0.1, True) is None


def test_shares_by_hand_and_limits_by_quantile() -> None:
    worlds = {"trust_w16": by_hand(), "morale_w16": 1.0 - by_hand()}
    plain = OutcomeCondition((OutcomeLimit("trust_w16", ">=", 0.3), OutcomeLimit("morale_w16", ">", 0.5)))
    found = satisficing(worlds, plain, drawn=False)
    assert found is not None
    np.testing.assert_array_equal(found.holds, [[0, 0, 0, 0, 0], [0, 1, 1, 1, 1], [0, 0, 0, 0, 0]])
    np.testing.assert_allclose(found.share.value, [0.0, 0.8, 0.0])
    assert found.ranking.place.tolist() == [2, 1, 2]
    half = satisficing(worlds, OutcomeCondition((OutcomeLimit("trust_w16", ">", np.nan, 50.0),)), drawn=False)
    assert half is not None
    assert half.limits == (np.median(by_hand()),)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """The mean regret and the share are means over settings, and 95 % of their intervals have what 5,000 settings have."""
    rng = np.random.default_rng(3)

    def drawn(settings: int) -> np.ndarray:
        base = rng.normal(0.0, 0.3, (1, settings, 1))
        return base + rng.normal([[[0.1]], [[0.0]], [[0.05]]], 0.2, (3, settings, 1)) + rng.normal(0.0, 0.01, (3, settings, 4))

    truth = regrets(drawn(5_000), True, 0.1, drawn=False)
    assert truth is not None
    held = []
    for seed in range(40):
        found = regrets(drawn(64), True, 0.1, drawn=True, seed=seed)
        assert found is not None
        for mine, real in ((found.average, truth.average), (found.good_enough, truth.good_enough)):
            held.append((mine.low <= real.value) & (real.value <= mine.high))
    assert 0.9 < np.mean(held) < 0.99


def test_policies_that_are_equal_share_the_first_place() -> None:
    worlds = np.repeat(by_hand()[:1], 3, axis=0)
    found = regrets(worlds, True, 0.1, True)
    assert found is not None
    assert found.ranking.place.tolist() == [1, 1, 1]
    np.testing.assert_allclose(found.ranking.first, 1.0 / 3.0)


def test_a_crossed_design_has_every_policy_in_every_setting_and_grows_by_settings() -> None:
    made = plan_sweep([*PLAIN, *CROSSED])
    rows = made.points.rows(range(made.points.count))
    assert len(rows) == 96
    assert [row[0] for row in rows[:6]] == [0.1, 0.5, 0.9] * 2
    assert len({row[1:] for row in rows}) == 32
    sequence = (*CROSSED, "design.uncertain.kind=sobol_sequence")
    few, many = (plan_sweep([*PLAIN, *sequence, f"design.uncertain.points={points}"]) for points in (16, 64))
    assert many.points.rows(range(few.points.count)) == few.points.rows(range(few.points.count))
    assert few.content == many.content


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("design.axes.context.demand=null",), "design.axes: say of each axis whether it is decided on"),
        ((f"design.uncertain.axes.{SHARE}=null",), "sets the same; leave one of them out"),
        (("design.uncertain.kind=concat",), "design.uncertain.kind: concat cannot stand in a crossed design"),
        (("design.uncertain.kind=lsh",), "design.uncertain.kind: lsh is unknown"),
        (("design.policies.axes.context.demnd=[0.1]",), "did you mean context.demand?"),
    ],
)
def test_what_a_crossed_design_cannot_be_is_one_line(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError) as raised:
        plan_sweep([*PLAIN, *CROSSED, *words])
    assert said in str(raised.value)


def planted(point: dict[str, Any], arm: str, replicate: int) -> dict[str, float]:
    """Sharing half of the power never loses much; sharing most is best where demand is low and worst where it is high."""
    gain = {0.1: 0.0, 0.5: 0.15, 0.9: 0.4 - 0.8 * point["context.demand"]}[point[SHARE]]
    return {"trust": 0.5 + gain + 0.01 * (-1) ** replicate, "staff_strain": 0.4 - 0.2 * point[SHARE]}


@pytest.mark.slow
def test_the_report_ranks_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "study"
    made_up(folder, planted, *CROSSED, "measures=[trust,staff_strain]", replicates=2)
    assert entry.main(["report", str(folder), "meets=trust > 0.6 and staff_strain < 0.35", "meets=trust > 0.55"]) == 0
    said = capsys.readouterr().out
    assert "(more is better), 3 policies: the smallest regret has decides together 0.5, at most 0." in said
    found = analyse(folder, meets="trust > 0.6 and staff_strain < 0.35")
    ranked = found.policies.query("of == 'trust_w16'")
    assert ranked[SHARE].tolist()[0] == 0.5
    assert ranked["place"].tolist() == [1, 2, 3]
    each = found.to_pandas("decisions_trust_w16_settings")
    assert len(each) == 96
    best = each.groupby("setting")["mean"].transform("max")
    np.testing.assert_allclose(each["regret"], best - each["mean"])
    worst = each.groupby("policy")["regret"].max()
    assert sorted(worst) == pytest.approx(sorted(ranked["largest_regret"]))
    met = found.policies.query("of == 'trust_w16 > 0.6 and staff_strain_w16 < 0.35'").set_index(SHARE)["share"]
    assert met[0.5] == 1.0
    assert met[0.1] == 0.0
    assert found.findings["verdict"].isin(["clear", "open", "nothing", "shown"]).all()
    assert (folder / "report" / "decisions_trust_w16.png").stat().st_size > 10_000
    with pytest.raises(UserError, match="did you mean decisions_trust_w16_settings"):
        found.to_pandas("decisions_trust_w16_setings")


def test_policies_that_do_the_same_are_no_ranking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made_up(tmp_path / "study", lambda point, arm, n: point["context.demand"], *CROSSED, replicates=2)
    assert entry.main(["report", str(tmp_path / "study"), "meets=trust > 0.6"]) == 0
    said = capsys.readouterr().out
    assert "3 policies: all the same, each meets it in 41 of 100 settings" in said
    assert "3 policies: all the same, each gives away at most 0" in said
    assert "The last" not in said


def test_arms_are_policies_at_every_point_of_a_sample(tmp_path: Path) -> None:
    one = SHARE.replace("both", "team")
    arms = f"arms={{told: {{{one}: 0.1}}, shared: {{{one}: 0.9}}}}"
    words = ("design=lhs", "design.points=16", "design.axes.context.demand=null", arms)
    frame = made_up(tmp_path / "study", lambda point, arm, n: float(arm == "shared"), *words)
    table = policy_table(frame, parse_report_request(frame))
    assert table is not None
    assert [one.arm for one in table.policies] == ["told", "shared"]
    assert table.settings == 16
    assert table.drawn
    ranked = analyse(tmp_path / "study").policies
    assert ranked["arm"].tolist() == ["shared", "told"]
    assert ranked["regret"].tolist() == [0.0, 1.0]


def test_what_cannot_be_decided_is_left_out_or_refused(tmp_path: Path) -> None:
    one_sample = (f"design.axes.{SHARE}=null", "design.axes.context.demand=null", "design=lhs", "design.points=16")
    frame = made_up(tmp_path / "study", lambda point, arm, n: 0.5, *one_sample)
    assert policy_table(frame, parse_report_request(frame)) is None
    with pytest.raises(UserError, match=r"meets: not every one of the 16 policies stands in every one of the 16 settings"):
        policy_table(frame, parse_report_request(frame, meets="trust > 0.4"))
    with pytest.raises(UserError, match=r"policies: nothing is uncertain"):
        policy_table(frame, parse_report_request(frame, policies=[SHARE, "context.demand"]))
    with pytest.raises(UserError, match=r"context.demnd: is no axis of this study"):
        parse_report_request(frame, policies=["context.demnd"])


@pytest.mark.slow
def test_a_box_that_only_repeats_its_settings_is_noise(tmp_path: Path) -> None:
    """Eight policies that do nothing, in 32 settings whose outcome is chance: 256 points, of which only 32 tell anything."""
    shares = ",".join(str(n / 10) for n in range(1, 9))
    real = 0
    for seed in range(1, 9):
        rng = np.random.default_rng(seed)
        chance: dict[float, float] = {}

        def make(point: dict[str, Any], arm: str, replicate: int, chance: Any = chance, rng: Any = rng) -> float:
            return float(chance.setdefault(point["context.demand"], rng.random()))

        words = (*CROSSED, f"design.policies.axes.{SHARE}=[{shares}]", f"design.uncertain.seed={seed}")
        frame = made_up(tmp_path / str(seed), make, *words)
        one = discover_scenarios(frame, parse_report_request(frame, where="trust > 0.6").where[0])
        real += len(one.real_boxes)
    assert real <= 1
