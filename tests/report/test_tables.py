import json
import math

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from small_runs import settings, simulated

from icsim.catalogue import catalogue
from icsim.engine.simulate import simulate
from icsim.report import ensemble_tables
from icsim.report.ensemble_tables import write_tables
from icsim.report.run.write_run import summarise_run
from icsim.results.run import Summary
from icsim.statistics.replicate_summary import summarise_replicates

FILES = ("replicates.parquet", "trajectories.parquet", "levers.parquet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("tables")
    write_tables(simulated(), made)
    summarise_run(simulated()).write(made)
    return made


def test_worlds_have_a_row_each_with_every_measure_at_every_reported_week(folder):
    read, simulation = pd.read_parquet(folder / "replicates.parquet"), simulated()
    assert read["seed"].tolist() == [1, 2, 3, 4, 5]
    assert read["structure_seed"].tolist() == [1, 2, 3, 4, 5]
    for name in set(catalogue().measures) - {"enacted"}:
        for week in (26, 30):
            np.testing.assert_array_equal(read[f"{name}_w{week}"], simulation.at(name, week))


def test_trajectories_are_long_and_say_the_same(folder):
    read, simulation = pd.read_parquet(folder / "trajectories.parquet"), simulated()
    assert list(read.columns) == ["structure_seed", "seed", "week", "measure", "value"]
    assert len(read) == len(simulation.replicates) * len(simulation.weeks) * len(simulation.names)
    wide = read[read["measure"] == "morale"].pivot(index="week", columns="seed", values="value")
    assert wide.index.tolist() == list(simulation.weeks)
    np.testing.assert_array_equal(wide.to_numpy(), simulation.trajectory("morale"))


def test_what_is_missing_is_null_and_never_nan(folder):
    table = pq.read_table(folder / "replicates.parquet")
    assert table["leader_trust_w30"].null_count == 5  # the two leaders of the pair never meet
    assert not any(math.isnan(value) for column in table.columns for value in column.to_pylist() if value is not None)


def test_levers_are_as_set_and_as_enacted(folder):
    read = pd.read_parquet(folder / "levers.parquet")
    share = read[(read["lever"] == "share") & (read["tier"] == "team")]
    assert share["set"].tolist() == [0.5] * 5
    query = next(q for q in simulated().enacted.queries if q.measure == "enacted.share")
    np.testing.assert_array_equal(share["enacted"], simulated().enacted.of(query, 30)[0])


def test_a_table_says_what_it_came_from(folder):
    for name in FILES:
        origin = json.loads(pq.read_schema(folder / name).metadata[b"icsim"])
        assert origin["content_hash"] == settings().content_hash()
        assert set(origin["versions"]) >= {"python", "numpy", "pyarrow"}


def test_the_same_run_writes_the_same_bytes(folder, tmp_path):
    write_tables(simulate(settings()), tmp_path)
    summarise_run(simulate(settings())).write(tmp_path)
    for name in (*FILES, "summary.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_long_tables_come_in_parts_that_hold_the_same(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(ensemble_tables, "PART", 2)
    write_tables(simulated(), tmp_path)
    assert pq.ParquetFile(tmp_path / "trajectories.parquet").num_row_groups == 3
    assert pq.read_table(tmp_path / "trajectories.parquet").equals(pq.read_table(folder / "trajectories.parquet"))


def test_the_summary_is_read_back_and_agrees_with_the_worlds(folder):
    read = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert Summary.from_file(folder, "run") == summarise_run(simulated())
    assert read["note"] == "explores a theory; no forecast of any real system"
    trust = read["measures"]["trust"]["by_week"]["30"]
    assert trust["mean"] == pytest.approx(simulated().at("trust", 30).mean())
    assert trust["worlds"] == 5
    assert read["measures"]["leader_trust"]["by_week"]["30"]["mean"] is None
    assert read["levers"]["team"]["share"]["set"] == 0.5


def test_the_interval_is_students():
    found = summarise_replicates(np.array([1.0, 2.0, 3.0, np.nan]))
    assert (found.worlds, found.mean, found.sd, found.median) == (3, 2.0, 1.0, 2.0)
    assert found.half == pytest.approx(4.302652729911275 / math.sqrt(3.0))  # t(0.975) with 2 degrees of freedom


def test_one_world_has_no_interval_and_none_has_nothing():
    assert summarise_replicates(np.array([0.5])).half is None
    assert summarise_replicates(np.array([0.5])).mean == 0.5
    assert summarise_replicates(np.array([np.nan])).mean is None
