"""Answers that are known: Sobol's G, an arm that changes nothing, a run's summary from its own table, and PRIM beside EMA's."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from made_up import AXES, made_up, ranges

from icsim.commands import entry
from icsim.interface.sweeps import analyse, run_sweep
from icsim.report.sweep.sensitivity_text import sensitivity_sentences
from icsim.sweep.analysis.prim import peel
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sensitivity import SensitivityResult, sensitivity_indices
from icsim.sweep.analysis.sweep_results import NUMBER, AxisColumn

HERE = Path(__file__).parent
WEIGHTS = dict(zip(AXES, (0.0, 1.0, 4.5, 9.0), strict=True))
"""Of Sobol's G: an axis matters less, the larger its weight (Saltelli and Sobol 1995)."""


def sobol_g(point: dict[str, Any], arm: str, replicate: int) -> float:
    return float(np.prod([(abs(4.0 * point[path] - 2.0) + a) / (1.0 + a) for path, a in WEIGHTS.items()]))


def known_indices() -> dict[str, tuple[float, float]]:
    """First order and total, from the function's own variances."""
    alone = {path: 1.0 / (3.0 * (1.0 + a) ** 2) for path, a in WEIGHTS.items()}
    every = float(np.prod([1.0 + v for v in alone.values()])) - 1.0
    others = {path: float(np.prod([1.0 + v for one, v in alone.items() if one != path])) for path in alone}
    return {path: (v / every, v * others[path] / every) for path, v in alone.items()}


@pytest.mark.slow
def test_sobols_g_has_its_known_indices(tmp_path: Path) -> None:
    frame = made_up(tmp_path / "study", sobol_g, *ranges(*AXES), "design=saltelli", "design.base_samples=1024", replicates=2)
    (series,) = parse_report_request(frame).series(frame)
    made = sensitivity_indices(frame, series)
    assert isinstance(made, SensitivityResult)
    assert [one.path for one in made.axes] == list(AXES)
    for one in made.axes:
        first, total = known_indices()[one.path]
        assert one.alone_low - 0.02 <= first <= one.alone_high + 0.02
        assert one.low - 0.02 <= total <= one.high + 0.02


def test_an_arm_that_changes_nothing_is_the_same_to_the_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run_sweep(
        place="pair", weeks=12, replicates=4, axes={"context.complexity": [0.2, 0.8]}, report=False,
        arms={"as_it_is": {"context.demand": 0.5}, "null": {"context.demand": 0.5}},
    )  # fmt: skip
    frame = made.to_pandas().set_index(["point", "replicate"])
    one, other = (frame[frame["arm"] == arm].drop(columns=["row", "arm"]) for arm in ("as_it_is", "null"))
    assert len(one) == len(other) == 8
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    told = analyse(made, arms=["null - as_it_is"]).comparisons
    assert (told["difference"].dropna() == 0.0).all()
    assert set(told["verdict"]) <= {"no difference that counts", "not settled"}  # the second where no world has a value


@pytest.mark.slow
def test_a_runs_summary_is_that_of_its_table(tmp_path: Path) -> None:
    assert entry.main(["run", "place=pair", "weeks=12", "replicates=6", f"out={tmp_path / 'run'}"]) == 0
    summary = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))
    table = pd.read_parquet(tmp_path / "run" / "replicates.parquet")
    courses = pd.read_parquet(tmp_path / "run" / "trajectories.parquet")
    compared = 0
    for name, measure in summary["measures"].items():
        for week, told in measure["by_week"].items():
            values = table[f"{name}_w{week}"].dropna()
            course = courses.query("measure == @name and week == @week_number", local_dict={"name": name, "week_number": int(week)})
            np.testing.assert_array_equal(course["value"].dropna(), values)
            assert told["worlds"] == len(values)
            if len(values) > 1:
                half = scipy.stats.t.ppf(0.975, len(values) - 1) * scipy.stats.sem(values)
                found = (values.mean(), half, values.std(), values.median(), *values.quantile([0.05, 0.95]))
                said = tuple(told[key] for key in ("mean", "half", "sd", "median", "low", "high"))
                assert said == pytest.approx(found, rel=1e-12, abs=1e-15)
                compared += 1
    assert compared > 20


EMA = json.loads((HERE / "ema_prim.json").read_text(encoding="utf-8"))
"""Boxes that EMA Workbench's PRIM peeled in the same points; the file says which version, and how."""


@pytest.mark.parametrize("name", EMA["boxes"])
def test_prim_finds_boxes_as_good_as_emas(name: str) -> None:
    points, hits = planted(name)
    assert int(hits.sum()) == EMA["boxes"][name]["hits"]  # the same data
    axes = [AxisColumn(f"x{n}", NUMBER, (), 0.0, 1.0, False, True, points[:, n]) for n in range(points.shape[1])]
    box = peel(axes, points, hits)
    theirs = EMA["boxes"][name]["trajectory"]
    best = max((one["coverage"] + 1.0 - one["false_share"]) / 2.0 for one in theirs)
    assert box.accuracy >= best - 0.02
    dense_enough = [one["density"] for one in theirs if one["coverage"] >= box.coverage - 0.01]
    assert box.density >= max(dense_enough) - 0.05
    limited = {edge.path for edge in box.edges}
    if EMA["boxes"][name]["acting"]:
        assert limited == set(EMA["boxes"][name]["acting"])


def planted(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Points of the unit cube, and where the condition holds; the file of EMA's boxes was made of the same."""
    rng = np.random.default_rng(7)
    points = rng.random((600, 4))
    x = points.T
    where = {
        "corner": (x[0] > 0.6) & (x[1] < 0.5),
        "band": (x[0] > 0.3) & (x[0] < 0.6),
        "diagonal": x[0] + x[1] > 1.3,
        "two boxes": ((x[0] < 0.3) & (x[1] < 0.3)) | ((x[2] > 0.7) & (x[3] > 0.7)),
        "noisy": ((x[0] > 0.5) & (x[2] > 0.4)) ^ (rng.random(600) < 0.1),
    }
    return points, where[name]


def test_rows_of_a_file_have_indices_and_axes_that_go_together_are_named(tmp_path: Path) -> None:
    """Given data: the index is that of SALib in the same points, and what is tied to an axis that acts is said to be."""
    from SALib.analyze import pawn

    rng = np.random.default_rng(2)
    demand, mandate = rng.random((2, 400))
    urgency = np.clip(demand + rng.normal(0.0, 0.2, 400), 0.0, 1.0)
    path = tmp_path / "points.csv"
    pd.DataFrame({"context.demand": demand, "context.urgency": urgency, "context.mandate": mandate}).to_csv(path, index=False)
    words = ("design=file", f"design.path={path}")
    frame = made_up(tmp_path / "study", lambda point, arm, n: point["context.demand"] + 0.01 * n, *words, replicates=2)
    (series,) = parse_report_request(frame).series(frame)
    made = sensitivity_indices(frame, series)
    assert isinstance(made, SensitivityResult)
    assert [one.path for one in made.axes if one.counts] == ["context.demand", "context.urgency"]
    table = np.stack([axis.column for axis in frame.axes], axis=1)
    problem = {"num_vars": 3, "names": [axis.path for axis in frame.axes], "bounds": [[0.0, 1.0]] * 3}
    theirs = pawn.analyze(problem, table, frame.mean("trust_w16"), S=10, seed=1)
    index = {one.path: one.value for one in made.axes}
    np.testing.assert_allclose([index[name] for name in problem["names"]], theirs["median"], atol=0.02)
    said = sensitivity_sentences(frame, made)
    assert any("an index may be another's doing: demand on services and urgent decisions (+0.8" in one for one in said)
