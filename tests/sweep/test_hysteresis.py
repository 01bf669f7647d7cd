"""A ramp up and down: its design, and a loop that remembers told from one that lags, from none, and from one too quick to tell."""

import json

import numpy as np
import pytest
from sweeps import SMALL, small, table

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.report.figure_style import styled
from icsim.report.sweep.hysteresis_section import section
from icsim.sweep.analysis.hysteresis import HysteresisVerdict, RampPaths, crossing_value, hysteresis_loop
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sweep_results import load_results
from icsim.sweep.ramp_schedule import PACES, QUICK, SLOW, RampSchedule, constant_name, ramp_of
from icsim.sweep.rerun_row import rerun_row

RAMP = ("design=ramp", "design.axes.context.demand=[0.1,0.5,0.9]", "design.hold_weeks=8")
VALUES = tuple(np.round(np.linspace(0.0, 1.0, 9), 3).tolist())
COUNTS = 0.05


@pytest.mark.slow
def test_a_ramp_is_dated_events_at_two_paces_and_worlds_that_stand_still():
    made = small(*RAMP, "weeks=40")
    (axis,) = made.points.axes
    assert list(axis.values) == ["slow", "quick", "still_0.1", "still_0.5", "still_0.9"]
    when = [(item["week"], item["set"]["context.demand"]) for item in axis.named["slow"]]
    assert when == [(1, 0.1), (9, 0.5), (17, 0.9), (25, 0.5), (33, 0.1)]
    assert [item["week"] for item in axis.named["quick"]] == [1, 5, 9, 13, 17]
    assert axis.named["still_0.5"] == [{"week": 1, "set": {"context.demand": 0.5}}]
    assert made.reading.weeks == (4, 8, 12, 16, 20, 24, 32, 40)


def test_a_ramp_is_known_again_from_a_manifest():
    ramp = RampSchedule(("context.demand",), (0.1, 0.5, 0.9), 8)
    assert ramp_of(json.loads(json.dumps(ramp.timelines()))) == ramp
    assert ramp_of({"none": [], "early": [{"week": 4, "change": {"size": 1}}]}) is None
    assert (ramp.up(SLOW), ramp.down(SLOW)) == ([8, 16, 24], [40, 32, 24])
    assert (ramp.up(QUICK), ramp.down(QUICK)) == ([4, 8, 12], [20, 16, 12])


def test_both_tiers_and_further_axes_go_along():
    words = ["design.axes.leadership.both.working_with_power.share=[0.1,0.5,0.9]", "design.axes.context.urgency=[0.2,0.8]"]
    made = small("design=ramp", "design.hold_weeks=8", "weeks=40", *words)
    assert made.points.count == 5 * 2
    first = made.points.axes[0].named["slow"][0]["set"]
    assert first == {f"leadership.{tier}.working_with_power.share": 0.1 for tier in ("team", "system")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*RAMP, "weeks=39"), "weeks: 39 are too few for 5 steps of 8 weeks; give weeks=40"),
        ((*RAMP, "weeks=40", "report_weeks=[40]"), "report_weeks: a ramp is read at the end of each step; leave report_weeks= out"),
        ((*RAMP, "weeks=40", "design.hold_weeks=7"), "design.hold_weeks: 7 is not allowed; give an even number of weeks from 8"),
        ((*RAMP, "weeks=40", "context.demand=0.4"), "context.demand is an axis of the design; leave one of the two out"),
        ((*RAMP, "weeks=40", "arms={a: {context.demand: 0.4}}"), "arms.a.context.demand: context.demand is an axis"),
        ((*RAMP, "weeks=40", "timeline=[{week: 2, crisis: {size: 1}}]"), "timeline is an axis of the design"),
        (("design=ramp", "design.axes.context.demand=[0.1,0.9]"), "takes three or more rising values"),
        (("design=ramp", "design.axes.context.demand=[0.9,0.5,0.1]"), "takes three or more rising values"),
        (("design=ramp", "design.axes.context.initial_trust=null"), "counts before the first week only"),
        (("design=ramp", "design.axes.rules.fairness=[any_voice,instrumental]"), "cannot go up and down in steps"),
        (("design=concat", "design.parts=[{kind: ramp, axes: {context: {demand: null}}}]"), "give design=ramp alone"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_ramp_is_said_before_anything_runs(words, said):
    with pytest.raises(UserError, match=said.replace("[", r"\[").replace("]", r"\]")):
        small(*words)


def runs(step, start, hold, replicates=12):
    """Outcomes of a made-up place with its own week: `step(state, value)`; noise only in what is read."""
    ramp = RampSchedule(("x",), VALUES, hold)
    rng = np.random.default_rng(8)

    def course(events):
        state, read = np.full(replicates, start), {}
        value = 0.0
        for week in range(1, ramp.length + 1):
            value = next((item["set"]["x"] for item in events if item["week"] == week), value)
            state = step(state, value)
            read[week] = state + rng.normal(0.0, 0.01, replicates)
        return read

    kinds = {name: course(events) for name, events in ramp.timelines().items()}
    stills = [kinds[constant_name(value)] for value in VALUES]
    ways = {}
    for pace in PACES:
        up, down = ramp.up(pace), ramp.down(pace)
        ways[pace] = RampPaths(
            np.array([kinds[pace][week] for week in up]), np.array([kinds[pace][week] for week in down]),
            np.array([one[week] for one, week in zip(stills, up, strict=True)]),
            np.array([one[week] for one, week in zip(stills, down, strict=True)]),
        )  # fmt: skip
    settling = np.array([one[ramp.hold] for one in stills]), np.array([one[ramp.length] for one in stills])
    return hysteresis_loop(np.array(VALUES), ways, settling, COUNTS)


def follows(weeks):
    """Goes to the value's own level at this pace, whatever was before."""
    return lambda state, value: state + (0.2 + 0.6 * value - state) / weeks


def folds(state, value):
    """A fold: two levels to stay at in between, one at either end (forms of the cusp: dx/dt = x - x³ + h)."""
    x = (state - 0.5) * 4.0
    return 0.5 + (x + 0.4 * (x - x**3 + 1.6 * (value - 0.5))) / 4.0


def test_a_place_that_remembers_makes_a_loop():
    found = runs(folds, start=0.2, hold=200)
    assert found.says is HysteresisVerdict.LOOP
    assert found.height[SLOW].difference > 0.1  # the way back stays high where the way up was low
    # The fold of x - x³ + h lies at |h| = 2 / sqrt(27): 0.24 to either side of the middle.
    assert found.width.up - found.width.down == pytest.approx(2 * 0.2406, abs=0.13)
    assert found.width.interval.low <= found.width.up - found.width.down <= found.width.interval.high


def test_a_place_that_lags_makes_a_loop_that_closes_at_half_the_pace():
    found = runs(follows(20.0), start=0.2, hold=20)
    assert found.says is HysteresisVerdict.DELAY
    assert found.pace.high < 0.6
    assert runs(follows(2.0), start=0.2, hold=40).says is HysteresisVerdict.NONE


@pytest.mark.slow
@pytest.mark.parametrize("hold", [8, 16, 26, 52, 104])
@pytest.mark.parametrize("weeks", [5.0, 15.0, 50.0, 150.0, 500.0])
def test_no_lag_is_ever_called_memory(weeks, hold):
    assert runs(follows(weeks), start=0.5, hold=hold).says is not HysteresisVerdict.LOOP


def test_what_only_drifts_with_time_makes_no_loop():
    def ages(state, value):
        return state + 0.001

    found = runs(ages, start=0.1, hold=20)
    assert found.says is HysteresisVerdict.NONE
    assert found.still[SLOW] > 2 * COUNTS  # without the worlds that stand still it would be one


def test_a_way_passes_a_value_between_neighbours():
    at, way = np.array([0.0, 1.0, 2.0]), np.array([0.0, 0.2, 1.0])
    assert crossing_value(at, way, 0.6) == pytest.approx(1.5)
    assert crossing_value(at, way, 2.0) is None


@pytest.mark.slow
def test_a_ramp_runs_and_is_reported(tmp_path):
    folder = tmp_path / "ramp"
    assert entry.main(["sweep", *SMALL[:1], "weeks=40", "replicates=4", "measures=[served]", *RAMP, f"out={folder}"]) == 0
    rows = table(folder).to_pydict()
    at = {kind: n for n, kind in enumerate(rows["timeline"]) if rows["replicate"][n] == 0}
    assert rows["served_w8"][at["slow"]] == rows["served_w8"][at["still_0.1"]]  # until then nothing has moved
    assert rows["served_w24"][at["slow"]] != rows["served_w24"][at["still_0.1"]]
    assert rerun_row(folder, at["quick"]).differing == []
    frame = load_results(folder)
    told = section(frame, parse_report_request(frame))
    assert told.data[0].values == (0.1, 0.5, 0.9)
    assert told.sentences[0].startswith("Cases served as demand on services goes up and down: ")
    kinds = np.array(rows["timeline"])
    up = [np.array(rows[f"served_w{week}"])[kinds == "slow"].mean() for week in (8, 16, 24)]
    assert [row[2] for row in told.tables[0].rows] == pytest.approx(up)
    with styled():
        told.pictures[0].draw().savefig(tmp_path / "ramp.svg")
    assert "the way back" in (tmp_path / "ramp.svg").read_text()
