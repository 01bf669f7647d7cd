"""What can be an axis, and what is said of everything else before anything runs."""

import pytest
from sweeps import SMALL, small

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.commands import entry, sweep


@pytest.fixture
def refused(capsys, monkeypatch):
    """The one line that a command ends with; nothing may have run."""

    def run(study):
        raise AssertionError("nothing may run")

    monkeypatch.setattr(sweep, "run_sweep", run)

    def line(*words):
        assert entry.main(["sweep", *SMALL, *words]) == 2
        shown = capsys.readouterr()
        assert shown.err.startswith("icsim: ")
        assert shown.err.count("\n") == 1
        return shown.err

    return line


TIMELINE = "timeline=[{week: 3, change: {size: 1.0}}]"
DEMAND = "design.axes.context.demand"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "design.axes: no axis"),
        (("design.axes.context.demnd=[0.1]",), "did you mean context.demand?"),
        (("design.axes.leadership.both.working_with_power.shar=null",), "did you mean leadership.both.working_with_power.share?"),
        (("design.axes.leadership.system.balancing_perspectives.conflict=null",), "for leaders of the tier team only"),
        ((f"{DEMAND}=[]",), "an empty list"),
        ((f"{DEMAND}={{}}",), "context.demand: empty"),
        ((f"{DEMAND}={{low: 0.5, high: 0.5}}",), "an empty range, 0.5 to 0.5"),
        ((f"{DEMAND}={{low: 0.9, high: 0.5}}",), "an empty range, 0.9 to 0.5"),
        ((f"{DEMAND}={{high: 1.5}}",), "demand.high: 1.5 is not allowed; give a number from 0 to 1"),
        ((f"{DEMAND}={{levels: 1}}",), "demand.levels: 1 is not allowed"),
        ((f"{DEMAND}=0.3",), "0.3 is one value"),
        ((f"{DEMAND}=[0.1,7]",), "7 is not allowed; give a number from 0 to 1"),
        ((f"{DEMAND}=[0.1,nan]",), "nan is not allowed"),
        ((f"{DEMAND}=[0.1,null]",), "null is not allowed"),
        ((f"{DEMAND}=[true]",), "true is not allowed"),
        (("design.axes.rules.trust=[assymetric]",), "give one of: off, asymmetric"),
        (("design.axes.weeks=[1,2]",), "set weeks=… itself"),
        (("design.axes.engine.threads=[1,2]",), "the same for all its points"),
        ((f"{DEMAND}=[0.1]", "context.demand=0.4"), "leave one of the two out"),
        ((f"{DEMAND}=[0.1]", "arms={a: {context.demand: 0.2}}"), "arms.a.context.demand: context.demand is an axis"),
        ((f"{DEMAND}=[0.1]", "arms={a: {context.demnd: 0.2}}"), "did you mean context.demand?"),
        ((f"{DEMAND}=[0.1]", "arms={a: {seed: 9}}"), "is the same for all arms"),
        (("design.axes.leadership.both.attention=null", "design.axes.leadership.team.attention=null"), "sets the same"),
        (("design.axes.place=[pair,place]",), "place is an axis of the design; leave one of the two out"),
        (("design.axes.context=[crisis,calm]",), "context: calm is not known"),
        (("design.axes.context=null",), "is no list of names"),
        (("design.axes.leader.nobody.working_with_power.share=[0.1]",), "nobody is no leader"),
        (("design.axes.timeline.0.change.size=null",), "the timeline has 0 items"),
        (("design.axes.timeline.0.decision.stakes=null", TIMELINE), "timeline.0.decision.by: missing"),
        (("design.axes.timeline.0.week=[3,99]", TIMELINE), "point 1 (timeline.0.week=99): timeline.0.week: 99 comes after the end"),
        (("design.axes.timeline={early: [{week: 1, chnge: {}}]}",), "timeline=early"),
        (("design.axes.timeline=[1,2]",), "give each timeline a name"),
        ((f"{DEMAND}=null", "measures=[truts]"), "did you mean trust?"),
        ((f"{DEMAND}=null", "report_weeks=[99]"), "report_weeks: week 99 is not in the run"),
        ((f"{DEMAND}=null", "report_weeks=[4,4]"), "report_weeks: a week stands there twice"),
        ((f"{DEMAND}=null", "until.measure=trust"), "give both measure and half_width"),
        ((f"{DEMAND}=null", "until.measure=expectation_gap", "until.half_width=0.1"), "until.measure: expectation_gap is not read"),
        ((f"{DEMAND}=null", "until.half_width=-1"), "until.half_width: -1 is not allowed"),
        ((f"{DEMAND}=null", "trajectores=true"), "trajectores: unknown key"),
        ((f"{DEMAND}=null", "experiment=typo"), "experiment: typo is not known; allowed: imbalance, power_and_clarity, "),
        ((f"{DEMAND}=null", "experiment=none.yaml"), "No such file"),
        ((f"{DEMAND}=null", "-m", "replicates=1,2"), "-m gives several studies"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_before_anything_runs(refused, words, part):
    assert part in refused(*words)


def test_a_point_that_is_wrong_among_a_thousand_is_found_first(refused, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("context.demand,timeline.0.week\n" + "0.5,3\n" * 700 + "0.5,99\n" + "0.5,3\n" * 300)
    assert "point 700" in refused("design=file", f"design.path={path}", TIMELINE)


@pytest.mark.slow
def test_a_huge_grid_says_how_many_and_how_long_and_asks_for_force(capsys, tmp_path):
    axes = [f"design.axes.context.{name}=null" for name in ("demand", "urgency", "complexity")]
    assert entry.main(["sweep", *SMALL, "design.levels=1000", *axes, f"out={tmp_path / 'huge'}"]) == 2
    said = capsys.readouterr().err
    assert "1,000,000,000 points x 2 replicates = 2,000,000,000 worlds" in said
    assert "hours on" in said
    assert "force=true" in said
    assert not (tmp_path / "huge").exists()


def test_both_stands_for_both_tiers():
    made = small("design.axes.leadership.both.working_with_power.share=[0.15]")
    (row,) = made.points.rows(range(1))
    settings = made.settings(row, "")
    assert {tier: settings.levers(tier)["share"] for tier in ("team", "system")} == {"team": 0.15, "system": 0.15}


def test_a_lever_of_one_tier_is_an_axis_of_that_tier():
    made = small("design.axes.leadership.both.balancing_perspectives.conflict=[avoid]")
    (row,) = made.points.rows(range(1))
    settings = made.settings(row, "")
    assert [settings.levers(tier)["conflict"] for tier in ("team", "system")] == [2.0, 0.0]  # avoid; resolve, as it was


def test_a_leader_of_a_place_can_be_an_axis_in_levels_or_with_a_slash():
    one = small("design.axes.leader.health.lead.working_with_power.share=[0.15]")
    other = small("design.axes.leader.health/lead.working_with_power.share=[0.15]")
    assert one.points.axes[0].targets == other.points.axes[0].targets == ("leader.health/lead.working_with_power.share",)
    assert one.settings((0.15,), "").leaders["health/lead"].levers["share"] == 0.15


def test_the_command_line_reaches_each_axis_of_an_experiment():
    words = ("experiment=power_and_clarity", "design.axes.context.power_imbalance=[0.3]", "design.levels=2", "report_weeks=[16]")
    made = small(*words)
    assert made.points.axes[0].values == (0.3,)
    assert made.points.count == 1 * 2**3
    assert made.name == "power_and_clarity"


def test_an_experiment_of_ones_own_is_taken_by_its_path(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("defaults:\n  - override /place: neighbourhood\ndesign:\n  axes:\n    context.demand: [0.2, 0.4]\nweeks: 4\n")
    from icsim.sweep.sweep_study import plan_sweep

    made = plan_sweep([f"experiment={path}"])
    assert (made.first.place_file.name, made.first.weeks, made.points.count) == ("neighbourhood", 4, 2)


@pytest.mark.slow
def test_all_numbers_of_the_rules_are_axes_at_once_where_they_have_a_range():
    known = {f"parameters.{key}": entry.range for key, entry in catalogue().parameters.items()}
    made = small("design=morris", "design.n_trajectories=2", "design.axes.parameters=null")
    assert [axis.path for axis in made.points.axes] == [path for path, (low, high) in known.items() if low < high]
    of_trust = small("design=morris", "design.n_trajectories=2", "design.axes.parameters.trust=null").points.axes
    assert of_trust
    assert all(axis.path.startswith("parameters.trust.") for axis in of_trust)


def test_no_value_lies_a_rounding_beyond_the_range():
    assert 0.15 + (0.45 - 0.15) * 1.0 > 0.45  # which is what would be met
    made = small("design.axes.parameters.commitment_to_learning.risk_base={low: 0.15, high: 0.45, levels: 2}")
    (axis,) = made.points.axes
    assert axis.at(1.0) == axis.listed(2)[-1] == 0.45


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("context.demand=[0.1,0.9]",), "context.demand: a list of values is an axis; give 'design.axes.context.demand=[0.1,0.9]'"),
        (("rules.fairness=[off,any_voice]",), "a list of values is an axis; give 'design.axes.rules.fairness=[off,any_voice]'"),
        (("design=sobol",), "did you mean saltelli, for Sobol's indices, or sobol_sequence, for points?"),
        (("design=latin",), "did you mean lhs?"),
    ],
)
def test_habits_from_elsewhere_are_told_the_word(words, part):
    with pytest.raises(UserError) as refused:
        small(*words)
    assert part in str(refused.value)
