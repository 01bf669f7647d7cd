"""A finished study opened again: what was written comes back in its place, and what is unfinished or spoilt is refused."""

import os

import numpy as np
import pytest
from made_up import made_up, ranges, write
from sweeps import small

from icsim.base.errors import UserError
from icsim.sweep import chunks
from icsim.sweep.analysis.replicate_variance import replicate_variance
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sweep_results import CHOICE, NUMBER, load_results

DEMAND, FORMS = "design.axes.context.demand=[0.1,0.9]", "design.axes.rules.fairness=[any_voice,off,instrumental]"
WORDS = ("any_voice", "off", "instrumental")
ARMS = "arms={told: {}, shared: {context.urgency: 0.9}}"


def worth(point, arm, replicate):
    return 10.0 * point["context.demand"] + WORDS.index(point["rules.fairness"]) + 0.5 * (arm == "shared") * (1 + replicate)


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("frame") / "study", worth, DEMAND, FORMS, ARMS, replicates=3)


def test_every_value_stands_where_it_belongs(frame):
    assert (frame.points, frame.arms, frame.replicates, frame.design) == (6, ("told", "shared"), 3, "grid")
    demand, form = frame.axes
    assert (demand.kind, demand.values, demand.low, demand.high) == (NUMBER, (0.1, 0.9), 0.1, 0.9)
    assert (form.kind, form.values) == (CHOICE, WORDS)
    for n in range(6):
        point = {"context.demand": demand.value(n), "rules.fairness": form.value(n)}
        for a, arm in enumerate(frame.arms):
            assert frame.worlds("trust_w16")[n, a].tolist() == [worth(point, arm, replicate) for replicate in range(3)]


def test_two_arms_differ_luck_by_luck(frame):
    assert np.allclose(frame.read("trust_w16", "shared - told"), [[0.5, 1.0, 1.5]] * 6)
    assert np.allclose(frame.mean("trust_w16", "shared - told"), 1.0)
    assert np.allclose(frame.error("trust_w16", "shared - told"), np.std([0.5, 1.0, 1.5], ddof=1) / np.sqrt(3.0))


def test_a_report_is_of_the_first_arm_and_of_the_others_less_the_first(frame):
    assert parse_report_request(frame).arms == ("told", "shared - told")
    assert [one.name for one in parse_report_request(frame, arms=["shared"]).series(frame)] == ["trust_w16 (shared)"]


def test_what_is_missing_stays_missing(tmp_path):
    frame = made_up(
        tmp_path / "s", lambda point, arm, n: np.nan if point["context.demand"] < 0.5 or n else 3.0, DEMAND, replicates=2
    )
    assert frame.missing("trust_w16") == 3
    assert np.isnan(frame.mean("trust_w16")).tolist() == [True, False]
    assert frame.mean("trust_w16")[1] == 3.0
    assert np.isnan(frame.error("trust_w16")).all()


def test_an_axis_that_a_part_of_a_joined_design_does_not_have_is_absent(tmp_path):
    joined = "[{kind: grid, axes: {context: {demand: [0.2, 0.4]}}}, {kind: grid, axes: {rules: {fairness: ['off', any_voice]}}}]"
    frame = made_up(tmp_path / "s", lambda point, arm, n: 1.0, "design=concat", f"design.parts={joined}")
    assert [frame.axis("context.demand").value(n) for n in range(4)] == [0.2, 0.4, None, None]
    assert [frame.axis("rules.fairness").value(n) for n in range(4)] == [None, None, "off", "any_voice"]


def test_rounds_may_leave_points_with_fewer_worlds(tmp_path):
    words = ["until.measure=trust", "until.half_width=0.5", "until.max_replicates=4"]
    with pytest.raises(UserError, match=r"not finished, 1 of 2 points need more worlds; repeat the command"):
        made_up(tmp_path / "s", lambda point, arm, n: 100.0 * n * (point["context.demand"] < 0.5), DEMAND, *words, replicates=2)


@pytest.fixture
def in_parts(tmp_path, monkeypatch):
    """A study of three parts."""
    monkeypatch.setattr(chunks, "ROWS", 4)
    folder = tmp_path / "study"
    write(folder, small("design.axes.context.demand=[0.1,0.5,0.9]", "design.axes.context.urgency=[0.1,0.9]"), lambda *given: 1.0)
    return folder


def test_half_a_study_is_refused(in_parts):
    next((in_parts / "table").iterdir()).unlink()
    with pytest.raises(UserError, match=r"not finished, 8 of 12 worlds have run; repeat the command, which goes on: icsim sweep"):
        load_results(in_parts)
    for part in (in_parts / "table").iterdir():
        part.unlink()
    with pytest.raises(UserError, match=r"no world has run yet; repeat the command"):
        load_results(in_parts)


def test_a_spoilt_part_and_a_stranger_are_refused(in_parts):
    part = next((in_parts / "table").iterdir())
    whole = part.read_bytes()
    os.truncate(part, part.stat().st_size // 2)
    with pytest.raises(UserError, match=r"is not what was written; repeat the command"):
        load_results(in_parts)
    part.write_bytes(whole)
    assert load_results(in_parts).points == 6
    write(in_parts.parent / "other", small("design.axes.context.demand=[0.1,0.5,0.9]"), lambda *given: 2.0)
    for other in (in_parts.parent / "other/table").iterdir():
        (in_parts / "table" / other.name).write_bytes(other.read_bytes())
    with pytest.raises(UserError, match=r"no part of this study"):
        load_results(in_parts)


def test_luck_falls_apart_into_what_it_is():
    rng = np.random.default_rng(0)
    values = rng.normal(0, 3, (400, 1)) + rng.normal(0, 2, (1, 60)) + rng.normal(0, 1, (400, 60))
    found = replicate_variance(values)
    shares = np.array([9.0, 4.0, 1.0]) / 14.0
    assert np.allclose(found.parts, shares, atol=0.08)
    assert found.share == pytest.approx(1.0 / 60.0 / 9.0, rel=0.2)
    assert not replicate_variance(values[:, :1]).known
    assert np.isnan(replicate_variance(values[:, :1]).share)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"measures": ["trst"]}, "measures: trst is not in the table; allowed: trust, with _wWEEK for one of the weeks 16; did"),
        ({"measures": ["trust_w52"]}, "did you mean trust_w16?"),
        ({"arms": ["shard"]}, "arms: shard is no arm of this study; allowed: told, shared, or a difference, as in arms='[a - b]'"),
        ({"arms": ["told - tld"]}, "arms: tld is no arm"),
        ({"axes": ["context.demnd"]}, "context.demnd: is no axis of this study; allowed: context.demand, rules.fairness; did you"),
        ({"where": "trust = 0.4"}, "where: trust = 0.4 is no condition; give an outcome, a sign and a number or quantile"),
        ({"where": "trust < much"}, "is no condition"),
        ({"where": "trust < nan"}, "is no condition"),
        ({"where": "trust < 0.4"}, "where: the study has arms; say of which, as in arms=[shared], or of a difference"),
    ],
)  # fmt: skip
def test_what_the_study_does_not_have_is_one_line(frame, given, part):
    with pytest.raises(UserError) as error:
        parse_report_request(frame, **given)
    assert part in str(error.value)
    assert "\n" not in str(error.value)


def test_a_condition_needs_points_that_fill_the_space(tmp_path):
    frame = made_up(tmp_path / "s", lambda *given: 1.0, *ranges("context.demand"), "design=morris", "design.n_trajectories=2")
    with pytest.raises(UserError, match=r"the points of design=morris do not fill the space evenly; allowed: lhs, sobol"):
        parse_report_request(frame, where="trust < 0.5")
    with pytest.raises(UserError, match=r"the study has no arms; leave arms out"):
        parse_report_request(frame, arms=["a"])
