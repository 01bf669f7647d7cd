"""Axes of a Morris design in groups: they step together, have SALib's own effects, and what makes no sense is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up import AXES, PLAIN, made_up, ranges
from SALib.analyze import morris

from icsim.base.errors import UserError
from icsim.interface.sweeps import analyse
from icsim.sweep.analysis.sweep_results import SweepResults
from icsim.sweep.sweep_study import plan_sweep

GROUPS = "design.groups={load: [context.demand, context.power_imbalance], mandate: context.mandate}"
MORRIS = ("design=morris", "design.n_trajectories=24", *ranges(*AXES))
FORMS = "design.axes.rules.fairness=[any_voice,instrumental,off]"


def curved(point: dict[str, Any], arm: str, replicate: int) -> float:
    one, two, three, _ = (point[path] for path in AXES)
    return float(3.0 * one**2 - two + one * three + 0.001 * replicate)


def study(folder: Path, *words: str, replicates: int = 2) -> SweepResults:
    return made_up(folder / "study", curved, *MORRIS, *words, replicates=replicates)


def test_groups_have_the_effects_of_salib(tmp_path: Path) -> None:
    frame = study(tmp_path, GROUPS)
    assert frame.points == 24 * (3 + 1)
    indices = analyse(frame.folder).indices.set_index("path")
    groups = ["load", "context.urgency", "load", "mandate"]
    problem = {"num_vars": 4, "names": list(AXES), "groups": groups, "bounds": [[0.0, 1.0]] * 4}
    along = np.stack([axis.column for axis in frame.axes], axis=1)
    theirs = morris.analyze(problem, along, frame.mean("trust_w16"), num_resamples=10, num_levels=4)
    for n, name in enumerate(theirs["names"]):
        assert indices.loc[name, "value"] == pytest.approx(theirs["mu_star"][n], abs=1e-12)
        assert indices.loc[name, "sigma"] == pytest.approx(theirs["sigma"][n], abs=1e-12, nan_ok=True)
    assert indices.loc["context.urgency", "alone"] == pytest.approx(-1.0)
    assert np.isnan(indices.loc["load", "alone"])
    assert indices.loc["load", "axes"] == ("context.demand", "context.power_imbalance")
    assert indices["counts"].to_dict() == {"load": True, "context.urgency": True, "mandate": False}


def test_a_report_names_the_axes_of_a_group(tmp_path: Path) -> None:
    analysis = analyse(study(tmp_path, GROUPS).folder)
    assert any("hangs on the group load of 2 axes (by " in one for one in analysis.sentences)
    assert any("step together" in one for one in analysis.sentences)
    assert analysis.to_pandas("sensitivity_groups")["path"].tolist() == [AXES[0], AXES[2], AXES[3]]
    page = analysis.report().read_text(encoding="utf-8")
    assert "nan" not in page.partition("<table")[2].partition("</section>")[0]
    assert "the group load of 2 axes,load,yes,–," in (tmp_path / "study/report/sensitivity_trust_w16.csv").read_text("utf-8")


def test_with_one_world_at_a_point_nothing_tells_a_group_from_luck(tmp_path: Path) -> None:
    indices = analyse(study(tmp_path, GROUPS, replicates=1).folder).indices.set_index("path")
    assert indices["counts"].to_dict() == {"load": False, "context.urgency": True, "mandate": False}


def test_words_step_from_one_to_another_in_a_group_of_words(tmp_path: Path) -> None:
    worth = {"any_voice": 0.0, "instrumental": 3.0, "off": 6.0}

    def make(point: dict[str, Any], arm: str, replicate: int) -> float:
        return worth[point["rules.fairness"]] + float(point["context.demand"]) + 0.001 * replicate

    words = ("design=morris", "design.n_trajectories=24", FORMS, *ranges(*AXES[:2]), "design.groups={forms: rules}")
    frame = made_up(tmp_path / "study", make, *words, replicates=2)
    indices = analyse(frame.folder).indices.set_index("path")
    steps = np.abs(np.diff(np.array([frame.axes[0].column]).reshape(24, 4), axis=1))
    assert indices.loc["forms", "value"] == pytest.approx(3.0 * steps[steps > 0.0].mean(), abs=0.01)  # not a share of the way
    assert indices.loc["context.demand", "value"] == pytest.approx(1.0)


def test_a_stem_takes_all_axes_below_it_and_more_trajectories_begin_with_the_first() -> None:
    words = (*PLAIN, "design=morris", "design.axes.parameters.trust=null", "design.axes.context.demand=null")
    few, many = (
        plan_sweep([*words, "design.groups={trust: parameters.trust}", f"design.n_trajectories={count}"]) for count in (4, 8)
    )
    assert (few.points.count, many.points.count) == (4 * 3, 8 * 3)
    assert many.points.rows(range(12)) == few.points.rows(range(12))
    assert few.content == many.content
    assert plan_sweep([*words, "design.n_trajectories=4"]).content != few.content


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["design.groups={a: [context.demnd]}"], "design.groups.a: context.demnd is no axis of this design; allowed: context.dem"),
        (["design.groups={a: []}"], "design.groups.a: empty; give axes"),
        (["design.groups={a: [context.demand], b: context.demand}"], "context.demand stands in a and in b; an axis steps with one"),
        (["design.groups={a: [context.demand, context.demand]}"], "context.demand stands twice"),
        (["design.groups={a: context}"], "all axes are in one group, so that there is nothing to compare it with"),
        (["design.groups={a: [context.demand, rules.fairness]}", FORMS], "rules.fairness has words, whose steps are no part of a"),
        (["design.groups={x.y: [context.demand]}"], "x.y is no name for a group"),
        (["design.groups=[a,a,b,c]"], "design.groups=[a,a,b,c]: a list is not allowed here; give keys with their values"),
        (["design=saltelli", "design.groups={a: context.demand}"], "design=saltelli varies each axis by itself"),
    ],
)
def test_groups_that_make_no_sense_are_refused(words: list[str], said: str) -> None:
    with pytest.raises(UserError) as refused:
        plan_sweep([*PLAIN, *MORRIS, *words])
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("trajectories", "sure"), [(4, False), (12, True)])
def test_few_trajectories_that_never_moved_do_not_show_that_nothing_moves(trajectories: int, sure: bool, tmp_path: Path) -> None:
    design = ("design=morris", f"design.n_trajectories={trajectories}", *ranges(*AXES[:2]))
    frame = made_up(
        tmp_path / "study", lambda point, arm, replicate: float(point[AXES[0]] + 0.001 * replicate), *design, replicates=2
    )
    found = analyse(frame.folder)
    text = " ".join(found.report().read_text(encoding="utf-8").split())
    assert ("surely no more than" in text) == sure
