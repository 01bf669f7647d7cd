"""Delta and first-order shares from points as they lie: those of Ishigami's function, those of SALib, and none of noise."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_up import AXES, made_up, ranges
from test_analysis_indices import ishigami, noise

from icsim.interface.sweeps import analyse
from icsim.sweep.analysis.given_data import _estimates, slice_edges

LHS = ("design=lhs", *ranges(*AXES))
FIRST = dict(zip(AXES, (0.3139, 0.4424, 0.0, 0.0), strict=True))


def density_shifts() -> dict[str, float]:
    """Delta of Ishigami's function from its definition: half the area between the density and that with an axis known, averaged."""
    even = (np.arange(120) + 0.5) / 120
    one, two, three = np.meshgrid(*[2.0 * np.pi * even - np.pi] * 3, indexing="ij")
    values = np.sin(one) + 7.0 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)
    edges = np.linspace(values.min(), values.max(), 81)
    whole = np.histogram(values, edges)[0] / values.size
    found = {}
    for n, path in enumerate(AXES[:3]):
        slices = np.moveaxis(values, n, 0).reshape(120, -1)
        apart = [np.abs(np.histogram(known, edges)[0] / known.size - whole).sum() / 2.0 for known in slices]
        found[path] = float(np.mean(apart))
    return found


@pytest.mark.slow
def test_ishigamis_function_has_its_known_indices(tmp_path: Path) -> None:
    frame = made_up(tmp_path / "study", ishigami, *LHS, "design.points=2048", replicates=1)
    found = analyse(frame.folder).given_data.set_index("path")
    assert found.index.tolist() == [AXES[1], AXES[0], AXES[2], AXES[3]]
    known = density_shifts()
    published = dict(zip(AXES, (0.210, 0.358, 0.155), strict=False))  # what SALib's own tests hold its delta to, of 10,000 points
    for path in AXES[:3]:
        assert found.loc[path, "delta"] == pytest.approx(published[path], abs=0.05)
        assert known[path] - 0.11 <= found.loc[path, "delta"] <= known[path] + 0.02  # smoothed densities lie nearer to each other
        assert found.loc[path, "beyond"]
    for path in AXES:
        assert found.loc[path, "first_low"] - 0.02 <= FIRST[path] <= found.loc[path, "first_high"] + 0.02
    assert not found.loc[AXES[3], "beyond"]


@pytest.mark.slow
def test_it_is_the_delta_of_salib() -> None:
    from SALib.analyze import delta

    rng = np.random.default_rng(4)
    along = rng.random((400, 2))
    values = along[:, 0] ** 2 + 0.1 * rng.normal(size=400)
    found, error = _estimates(along, values, np.random.default_rng(1))
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.0, 1.0]] * 2}
    state = np.random.get_state()  # noqa: NPY002 - theirs draws from it
    theirs = delta.analyze(problem, along + 1.0, values, num_resamples=50, seed=1)
    np.random.set_state(state)  # noqa: NPY002
    raw = theirs["delta_raw"] if "delta_raw" in theirs else theirs["delta"]
    np.testing.assert_allclose(found[:, 0], raw, atol=3.0 * error[:, 0].max())
    assert slice_edges(400).tolist() == np.linspace(0.0, 400.0, 6).tolist()


@pytest.mark.slow
def test_noise_lies_within_a_shuffled_axis(tmp_path: Path) -> None:
    frame = made_up(tmp_path / "study", noise, *LHS, "design.points=256", replicates=2)
    analysis = analyse(frame.folder)
    assert not analysis.given_data["beyond"].any()
    assert any("by delta no axis lies surely beyond a shuffled one" in one for one in analysis.sentences)
    assert (analysis.given_data["first"] < 0.1).all()


def test_the_settings_of_a_crossed_design_are_given_data_whatever_is_decided(tmp_path: Path) -> None:
    def make(point: dict[str, Any], arm: str, replicate: int) -> float:
        return 10.0 * point["context.mandate"] + float(np.sin(6.0 * point["context.demand"])) + 0.001 * replicate

    words = (
        "design=crossed", "design.policies.axes.context.mandate=[0.1,0.5,0.9]", "design.uncertain.points=128",
        "design.uncertain.axes.context.demand=null", "design.uncertain.axes.context.urgency=null",
    )  # fmt: skip
    frame = made_up(tmp_path / "study", make, *words, replicates=2)
    analysis = analyse(frame.folder)
    found = analysis.given_data.set_index("path")
    assert sorted(found.index) == ["context.demand", "context.urgency"]
    assert found["points"].tolist() == [128, 128]
    assert found["beyond"].to_dict() == {"context.demand": True, "context.urgency": False}
    assert found.loc["context.demand", "first"] > 0.8
    assert any("the mean over all policies" in one for one in analysis.sentences)


def test_a_file_is_given_data_and_a_value_that_is_missing_is_left_out(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"context.demand": rng.beta(2, 5, 200), "context.urgency": rng.choice([0.2, 0.8], 200)})
    table.to_csv(tmp_path / "points.csv", index=False)

    def make(point: dict[str, Any], arm: str, replicate: int) -> float:
        return np.nan if point["context.demand"] > 0.6 else float(point["context.urgency"] + 0.1 * point["context.demand"])

    frame = made_up(tmp_path / "study", make, "design=file", f"design.path={tmp_path / 'points.csv'}", replicates=1)
    found = analyse(frame.folder).given_data.set_index("path")
    assert found["points"].iloc[0] == int((table["context.demand"] <= 0.6).sum())
    assert found.index[0] == "context.urgency"
    assert found.loc["context.urgency", "first"] > 0.9


@pytest.mark.parametrize(
    "words",
    [(*LHS, "design.points=32"), ("design=morris", *ranges(*AXES)), ("design.axes.context.demand=[0.1,0.5,0.9]",)],
    ids=["few points", "trajectories", "grid"],
)
def test_other_studies_have_none(words: tuple[str, ...], tmp_path: Path) -> None:
    frame = made_up(tmp_path / "study", ishigami if "axes.context.demand=[" not in words[0] else noise, *words, replicates=1)
    assert analyse(frame.folder).given_data.empty


@pytest.mark.parametrize("axes", [AXES[:1], AXES[:2]])
def test_an_outcome_without_any_value_has_no_indices(axes: tuple[str, ...], tmp_path: Path) -> None:
    frame = made_up(tmp_path / "study", lambda point, arm, replicate: np.nan, "design=lhs", *ranges(*axes), "design.points=8")
    found = analyse(frame.folder)
    assert found.given_data.empty
