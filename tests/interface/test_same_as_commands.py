"""A function and its command give the same numbers, and each goes on from what the other left."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icsim
from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.interface.sweeps import run_missing
from icsim.sweep.sweep_study import plan_sweep

SWEEP = ["place=pair", "weeks=8", "replicates=2", "measures=[trust,morale]", "design=grid", "design.axes.context.demand=[0.1,0.9]"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_a_run_has_the_numbers_of_the_command() -> None:
    made = icsim.run("pair", weeks=8, replicates=3)
    assert entry.main(["run", "place=pair", "weeks=8", "replicates=3", "out=there"]) == 0
    long = pd.read_parquet("there/trajectories.parquet")
    wide = long.pivot(index=["seed", "week"], columns="measure", values="value")
    mine = made.to_pandas().set_index(["seed", "week"])
    assert list(wide.index) == list(mine.index)
    for name in wide.columns:
        np.testing.assert_array_equal(wide[name], mine[name])
    labelled = made.to_xarray()
    assert labelled["trust"].sel(week=8, replicate=2).item() == mine.loc[(3, 8), "trust"]
    assert labelled["seed"].values.tolist() == [1, 2, 3]


@pytest.mark.slow
def test_a_sweep_is_the_folder_of_the_command() -> None:
    assert entry.main(["sweep", *SWEEP, "out=study"]) == 0
    before = {path: path.stat().st_mtime_ns for path in Path("study").rglob("*.parquet")}
    made = icsim.run_sweep(
        design="grid", place="pair", weeks=8, replicates=2, measures=["trust", "morale"],
        axes={"context.demand": [0.1, 0.9]}, out="study",
    )  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in Path("study").rglob("*.parquet")} == before
    frame = made.to_pandas()
    assert frame["row"].tolist() == [0, 1, 2, 3]
    labelled = made.to_xarray()
    assert labelled["context.demand"].values.tolist() == [0.1, 0.9]
    row = frame.query("point == 1 and replicate == 0").iloc[0]
    assert labelled["trust_w8"].sel(point=1, replicate=0).item() == row["trust_w8"]
    assert made.analyse().report().is_file()


def test_an_analysis_has_labels() -> None:
    made = icsim.run_sweep(
        place="pair", weeks=8, replicates=8, measures="trust", design="factorial", report=False,
        axes={"context.demand": [0.1, 0.9], "context.urgency": [0.1, 0.9]},
    )  # fmt: skip
    found = made.analyse()
    labels, row = found.to_xarray(), found.effects.iloc[0]
    assert labels["size"].dims == ("series", "axes")
    assert labels["size"].sel(series=row["series"], axes=" and ".join(row["axes"])).item() == row["size"]


def test_an_analysis_without_any_says_so() -> None:
    made = icsim.run_sweep(place="pair", weeks=8, replicates=1, measures=["trust"], axes={"context.demand": [0.1]}, report=False)
    with pytest.raises(UserError, match=r"^to_xarray: no indices, effects or comparisons"):
        made.analyse().to_xarray()


def test_arms_have_their_labels() -> None:
    made = icsim.run_sweep(
        place="pair", weeks=8, replicates=2, measures=["trust"], axes={"context.demand": [0.1, 0.9]}, report=False,
        arms={"low": {"context.complexity": 0.1}, "high": {"context.complexity": 0.9}},
    )  # fmt: skip
    found = made.to_xarray()["trust_w8"]
    assert found.dims == ("point", "arm", "replicate")
    frame = made.to_pandas().set_index(["point", "arm", "replicate"])["trust_w8"]
    assert found.sel(point=1, arm="high", replicate=1).item() == frame[1, "high", 1]


def test_labels_of_points_stand_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("context.demand,who\n0.1,Anna\n0.9,Bo\n", encoding="utf-8")
    words = {"place": "pair", "weeks": 8, "replicates": 2, "measures": ["trust"], "report": False}
    found = icsim.run_sweep(**words, design="file", design__path=str(path)).to_xarray()
    assert found["who"].dims == ("point",)
    assert found["who"].values.tolist() == ["Anna", "Bo"]
    assert set(found.data_vars) == {"trust_w8"}


def test_an_ensemble_of_named_arms_has_labels() -> None:
    arms = {name: icsim.compose("run", ["place=pair", f"context.demand={demand}"]) for name, demand in (("a", 0.1), ("b", 0.9))}
    found = icsim.run_ensemble(arms, icsim.replicate_seeds(arms["a"], 2), [icsim.Query("trust"), icsim.Query("morale")], [4, 8])
    for at, (arm, week, replicate) in {(1, 0, 1): ("b", 4, 1), (0, 1, 0): ("a", 8, 0)}.items():
        value = found.array[at[0], 1, at[1], at[2]]
        assert found.to_xarray()["morale"].sel(arm=arm, week=week, replicate=replicate).item() == value
        frame = found.to_pandas().set_index(["arm", "week", "replicate"])
        assert frame.loc[(arm, week, replicate), "morale"] == value
        assert frame.loc[(arm, week, replicate), "seed"] == replicate + 1


def test_who_stops_a_sweep_hears_of_all_parts_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, said = plan_sweep([*SWEEP, "out=study"]), list[str]()
    run_missing(plan, said.append)

    def stopped(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("icsim.sweep.stopping.run_until", stopped)
    with pytest.raises(KeyboardInterrupt):
        run_missing(plan, said.append)
    assert said[-1] == "icsim: 1 part is whole and kept in study"
