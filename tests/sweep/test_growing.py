"""A study grows in its folder: more replicates, more points of a sequence; only what is missing is run, and the rest says why."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sweeps import finished, forked, names, table, wait_for

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.interface.sweeps import open_sweep
from icsim.sweep.chunks import FEWEST, ROWS, STEP, WORK, part_rows, plan_chunks
from icsim.sweep.growing import continued
from icsim.sweep.rerun_row import rerun_row
from icsim.sweep.study_folder import open_folder, study_folder_path
from icsim.sweep.sweep_study import plan_sweep

PLAIN = ("place=pair", "weeks=8", "measures=[trust]", "report=false")
SEQUENCE = ("design=sobol_sequence", "design.axes.context.demand=null", "design.axes.context.complexity=null")
SALTELLI = ("design=saltelli", *SEQUENCE[1:])
MORRIS = ("design=morris", *SEQUENCE[1:])


def sweep(folder: Path, *words: str) -> str:
    return finished(8, "sweep", *PLAIN, *words, f"out={folder}")


def points_of(words: tuple[str, ...], points: int) -> str:
    key = {"saltelli": "base_samples", "morris": "n_trajectories"}.get(words[0].partition("=")[2], "points")
    return f"design.{key}={points}"


def worlds(found: pa.Table) -> dict[tuple[int, int], float]:
    """Each world's last value, by its point and replicate."""
    last = [name for name in found.column_names if name.startswith("trust_w")][-1]
    keys = zip(found["point"].to_pylist(), found["replicate"].to_pylist(), strict=True)
    return dict(zip(keys, found[last].to_pylist(), strict=True))


@pytest.mark.parametrize("words", [SEQUENCE, SALTELLI, MORRIS], ids=["sobol_sequence", "saltelli", "morris"])
def test_more_points_of_a_sequence_begin_with_those_that_are_there(words: tuple[str, ...]) -> None:
    few, many = (plan_sweep([*PLAIN, *words, points_of(words, points)]) for points in (8, 32))
    assert many.points.rows(range(few.points.count)) == few.points.rows(range(few.points.count))
    assert few.content == many.content
    assert study_folder_path(few) == study_folder_path(many)


@pytest.mark.slow
@pytest.mark.parametrize("words", [SEQUENCE, SALTELLI, MORRIS], ids=["sobol_sequence", "saltelli", "morris"])
def test_a_grown_study_is_the_study_that_was_large_from_the_first(words: tuple[str, ...], tmp_path: Path) -> None:
    grown = tmp_path / "grown"
    made: list[set[str]] = []
    for points, replicates in ((2, 1), (2, 3), (8, 3), (16, 4)):
        before = {path.name: path.stat().st_mtime_ns for path in (grown / "table").glob("*.parquet")}
        said = sweep(grown, *words, points_of(words, points), f"replicates={replicates}")
        after = {path.name: path.stat().st_mtime_ns for path in (grown / "table").glob("*.parquet")}
        assert {name: after[name] for name in before} == before  # nothing that was there was run again
        assert f"{len(before)} there already" in said or not before
        made.append(set(after) - set(before))
    assert all(made)
    sweep(tmp_path / "at_once", *words, points_of(words, 16), "replicates=4")
    assert worlds(table(grown)) == worlds(table(tmp_path / "at_once"))
    rows = table(grown)["row"].to_numpy()
    assert len(set(rows)) == rows.size
    assert set(rows // STEP) == {0, 1, 2}  # points came three times
    one, other = open_sweep(grown), open_sweep(tmp_path / "at_once")
    np.testing.assert_array_equal(one.results.worlds("trust_w8"), other.results.worlds("trust_w8"))
    assert not rerun_row(grown, int(rows[-1])).differing


def test_more_replicates_of_any_design_are_added(tmp_path: Path) -> None:
    grid = ("design.axes.context.demand=[0.1,0.9]",)
    sweep(tmp_path / "grown", *grid, "replicates=2")
    first = worlds(table(tmp_path / "grown"))
    assert "1 there already" in sweep(tmp_path / "grown", *grid, "replicates=5")
    found = worlds(table(tmp_path / "grown"))
    assert len(found) == 10
    assert first.items() <= found.items()


@pytest.mark.slow
def test_fewer_is_a_view_and_nothing_is_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "study"
    sweep(folder, *SEQUENCE, "design.points=8", "replicates=3")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*.*"))
    capsys.readouterr()
    sweep(folder, *SEQUENCE, "design.points=4", "replicates=2")
    assert "holds 8 points x 3 replicates, of which what is asked is a part" in capsys.readouterr().err
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*.*")) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (("design=lhs", "design.points=4"), ("design=lhs", "design.points=10"), "give 8 or 12 in place of 10"),
        (("design=lhs", "design.points=4"), ("design=lhs", "design.points=2"), "give 4 or 8 in place of 2"),
        (("design=lhs", "design.points=4"), ("design=lhs", "design.points=8", "design.seed=2"), "design.seed is 1 there, 2 here"),
        (
            ("design=morris", "design.n_trajectories=4"),
            ("design=morris", "design.n_trajectories=8", "design.levels=6"),
            "cannot become this one: design.levels is 4 there, 6 here; it goes on with its own trajectories",
        ),
        (
            ("design=lhs", "design.points=4"),
            ("design=lhs", "design.points=4", "weeks=12"),
            "weeks=8 there, 12 here; a world is run from its first week on",
        ),
        (
            ("design=lhs", "design.points=4"),
            ("design=lhs", "design.points=4", "context.power_imbalance=0.1"),
            ", 0.1 here",
        ),
        (
            ("design=sobol_sequence", "design.points=4"),
            ("design=lhs", "design.points=8"),
            "holds the same study of design=sobol_sequence, to which points of design=lhs cannot be added",
        ),
        (
            ("design=sobol_sequence", "design.points=4"),
            ("design=sobol_sequence", "design.points=8", "design.seed=9"),
            "cannot become this one: design.seed is 1 there, 9 here; it goes on with its own sequence",
        ),
        (
            ("design=sobol_sequence", "design.points=4", "replicates=4"),
            ("design=sobol_sequence", "design.points=8", "replicates=2"),
            "a study grows in both or stays: give 8 points and replicates=4",
        ),
    ],
)
def test_what_cannot_grow_says_why(
    first: tuple[str, ...], then: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "study"
    sweep(folder, *SEQUENCE[1:], *first)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*.*"))
    capsys.readouterr()
    assert entry.main(["sweep", *PLAIN, *SEQUENCE[1:], *then, f"out={folder}"]) == 2
    refused = capsys.readouterr().err.strip().splitlines()
    assert said in refused[-1]
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*.*")) == before


def grid(demand: str, complexity: str) -> tuple[str, str]:
    return f"design.axes.context.demand={demand}", f"design.axes.context.complexity={complexity}"


@pytest.mark.slow
def test_a_grid_grows_by_new_levels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, last = tmp_path / "grown", grid("[0.1,0.3,0.9]", "[0.8,0.5,0.2]")
    kept: set[str] = set()
    for axes, replicates in ((grid("[0.1,0.9]", "[0.2]"), 1), (grid("[0.1,0.9]", "[0.2,0.8]"), 2), (last, 2), (last, 3)):
        before = {path.name: path.stat().st_mtime_ns for path in (folder / "table").glob("*.parquet")}
        sweep(folder, *axes, f"replicates={replicates}")
        after = {path.name: path.stat().st_mtime_ns for path in (folder / "table").glob("*.parquet")}
        assert {name: after[name] for name in before} == before
        assert set(after) > kept
        kept = set(after)
    assert "0 run" in sweep(folder, *last, "replicates=3")
    sweep(tmp_path / "at_once", *last, "replicates=3")
    keys = ["context.demand", "context.complexity", "replicate"]
    one, other = (open_sweep(path).to_pandas().set_index(keys)["trust_w8"].sort_index() for path in (folder, tmp_path / "at_once"))
    assert len(one) == 27
    assert one.equals(other)
    assert open_sweep(folder).to_pandas()["row"].is_unique
    assert open_sweep(folder).analyse().sections[1].name == "surfaces"
    capsys.readouterr()
    sweep(folder, *grid("[0.9]", "[0.2,0.5]"), "replicates=1")
    assert "of which what is asked is a part" in capsys.readouterr().err


def test_a_grid_that_leaves_a_level_out_is_refused_with_the_reason(tmp_path: Path) -> None:
    sweep(tmp_path, "design.axes.context.demand=[0.1,0.9]")
    other, _ = continued(plan_sweep([*PLAIN, "design.axes.context.demand=[0.1,0.5]", f"out={tmp_path}"]), tmp_path)
    with pytest.raises(UserError, match=r"cannot become this one: .*it can get new levels beside those it has"):
        open_folder(other, tmp_path)


def test_a_small_study_is_kept_in_parts_by_its_work() -> None:
    common = ("design.axes.context.demand=[0.1,0.9]", "replicates=4096")
    short, long = plan_sweep(["place=pair", "weeks=8", *common]), plan_sweep(["place=neighbourhood", "weeks=520", *common])
    assert part_rows(short) == ROWS
    assert FEWEST <= part_rows(long) == WORK // (520 * len(long.first.world.teams)) < ROWS
    assert len(list(plan_chunks(long, range(2), range(4096)))) == 2 * -(-4096 // part_rows(long))


def kept(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / "table").glob("*.parquet")}


def grown(folder: Path, *times: tuple[str, ...]) -> list[list[tuple[object, ...]]]:
    """The points each time a study grew; what was there is never run again."""
    points = []
    for words in times:
        before = kept(folder)
        sweep(folder, *words)
        after = kept(folder)
        assert {name: after[name] for name in before} == before
        assert set(after) > set(before)
        frame = open_sweep(folder).results
        points.append([tuple(axis.value(n) for axis in frame.axes) for n in range(frame.points)])
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(points))
    return points


@pytest.mark.slow
def test_a_hypercube_grows_and_is_one_each_time(tmp_path: Path) -> None:
    hypercube = ("design=lhs", *SEQUENCE[1:])
    every = grown(tmp_path, *((*hypercube, f"design.points={count}") for count in (3, 6, 24)))
    for points in every:
        for axis in zip(*points, strict=True):
            met = np.asarray(axis, dtype=np.float64)
            assert sorted((met * len(points)).astype(int)) == list(range(len(points)))
    assert "0 run" in sweep(tmp_path, *hypercube, "design.points=24")
    sweep(tmp_path, *hypercube, "design.points=6")  # as it once was: a view
    assert open_sweep(tmp_path).results.points == 24
    assert not rerun_row(tmp_path, int(open_sweep(tmp_path).to_pandas()["row"].max())).differing


CONSTRAINT = "context.demand + context.complexity <= 1"


@pytest.mark.slow
def test_a_hypercube_with_constraints_grows_by_what_it_draws(tmp_path: Path) -> None:
    words = ("design=lhs", *SEQUENCE[1:], f"design.constraints=['{CONSTRAINT}']")
    every = grown(tmp_path, *((*words, f"design.points={count}") for count in (8, 16, 64)))
    assert all(sum(point) <= 1.0 for point in every[-1])
    drawn = plan_sweep([*PLAIN, "design=lhs", *SEQUENCE[1:], "design.points=8"]).points.rows(range(8))
    assert every[0] == [point for point in drawn if sum(point) <= 1.0]  # those of the whole hypercube that meet it
    for axis in zip(*every[-1], strict=True):  # no two in one slice
        met = (np.asarray(axis, dtype=np.float64) * 64).astype(int)
        assert np.unique(met).size == met.size
    sweep(tmp_path, *words, "design.points=64", "replicates=2")  # the record still knows how it grew
    assert "0 run" in sweep(tmp_path, *words, "design.points=64", "replicates=2")
    assert not rerun_row(tmp_path, int(open_sweep(tmp_path).to_pandas()["row"].max())).differing
    with pytest.raises(UserError, match="give 64 or 128 in place of 80"):
        continued(plan_sweep([*PLAIN, *words, "design.points=80", f"out={tmp_path}"]), tmp_path)
    fewer = "design.constraints=['context.demand <= 0.5']"
    other = plan_sweep([*PLAIN, *words[:-1], "design.points=128", fewer, f"out={tmp_path}"])
    with pytest.raises(UserError, match=r"cannot become this one: design.constraints is .* there, .* here; .*other constraints"):
        open_folder(continued(other, tmp_path)[0], tmp_path)


@pytest.mark.slow
def test_policies_get_more_settings(tmp_path: Path) -> None:
    words = ("design=crossed", "design.policies.axes.context.mandate=[0.1,0.9]", "design.uncertain.axes.context.demand=null")
    for kind in ("lhs", "sobol_sequence"):
        times = [(*words, f"design.uncertain.kind={kind}", f"design.uncertain.points={count}") for count in (4, 8, 16)]
        assert [len(points) for points in grown(tmp_path / kind, *times)] == [8, 16, 32]
    fewer = "design.uncertain.constraints=['context.demand <= 0.6']"
    times = [(*words, fewer, f"design.uncertain.points={count}") for count in (4, 8, 16)]
    for points in grown(tmp_path / "fewer", *times):
        assert 0 < len(points) < 32
        assert all(demand <= 0.6 for _, demand in points)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["zip", "file"])
def test_a_list_gets_further_rows(kind: str, tmp_path: Path) -> None:
    rows = [(0.1, 0.9), (0.2, 0.8), (0.3, 0.7), (0.4, 0.6)]

    def words(chosen: list[tuple[float, float]]) -> tuple[str, ...]:
        if kind == "zip":
            first, second = zip(*chosen, strict=True)
            return ("design=zip", f"design.axes.context.demand={list(first)}", f"design.axes.context.complexity={list(second)}")
        path = tmp_path / f"{len(chosen)}-{chosen[1][0]}.csv"
        lines = ["context.demand,context.complexity,who", *(f"{a},{b},n{n}" for n, (a, b) in enumerate(chosen))]
        path.write_text("\n".join(lines), encoding="utf-8")
        return ("design=file", f"design.path={path}")

    folder = tmp_path / "study"
    assert grown(folder, words(rows[:2]), words(rows[:3]), words(rows)) == [rows[:2], rows[:3], rows]
    sweep(folder, *words(rows[:3]))
    assert open_sweep(folder).results.points == 4
    for at, other in ((1, [(0.1, 0.9), (0.25, 0.8), *rows[2:], (0.5, 0.5)]), (2, [*rows[:2], (0.35, 0.7), rows[3], (0.5, 0.5)])):
        study = plan_sweep([*PLAIN, *words(other), f"out={folder}"])
        where = f"row {at + 2} of the file" if kind == "file" else f"value {at + 1}"
        differs = f"cannot become this one: {where}, context.demand, is {rows[at][0]} there, {other[at][0]} here; more"
        with pytest.raises(UserError, match=differs):
            open_folder(continued(study, folder)[0], folder)


@pytest.mark.slow
def test_killed_while_it_grows_it_goes_on_and_is_the_same(tmp_path: Path) -> None:
    small = (*PLAIN, *SEQUENCE, "design.points=16", "replicates=8", "weeks=104")
    large = (*PLAIN, *SEQUENCE, "design.points=64", "replicates=16", "weeks=104")
    folder = tmp_path / "study"
    finished(8, "sweep", *small, f"out={folder}")
    for more in (2, 5, 9):
        before = len(names(folder))
        running = forked(8, "sweep", *large, f"out={folder}")
        wait_for(folder, before + more, running.is_alive)
        running.kill()
        running.join()
        assert len(names(folder)) >= before + more
    finished(8, "sweep", *large, f"out={folder}")
    finished(8, "sweep", *large, f"out={tmp_path / 'at_once'}")
    assert worlds(table(folder)) == worlds(table(tmp_path / "at_once"))
