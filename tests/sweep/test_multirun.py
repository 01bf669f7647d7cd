"""Hydra's multirun: by default one batch, one study, one table; any other sweeper or launcher does what it promises."""

import subprocess
import sys

import pyarrow.parquet as pq
import pytest
import yaml
from sweeps import table

from icsim.base.resources import conf_dir
from icsim.commands import entry, multirun, one_run
from icsim.config.compose import multirun_points
from icsim.sweep.batch_design import design_of_batch
from icsim.sweep.rerun_row import rerun_row

PAIR = ["place=pair", "weeks=4", "replicates=1"]
FOREIGN = ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]
SEARCH = ["hydra/sweeper=optuna", "hydra.sweeper.n_jobs=3", "hydra.sweeper.direction=maximize"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, *words: str) -> str:
    assert entry.main(["run", "-m", *words]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


@pytest.mark.slow
def test_a_thousand_points_are_one_table_and_the_rows_of_a_sweep(here, capsys):
    values = {
        "context.demand": ",".join(str(n / 100) for n in range(100)),
        "leadership.team.inspiring_intent.level": ",".join(str(n / 10) for n in range(10)),
    }
    assert entry.main(["run", *PAIR, "-m", *(f"{path}={listed}" for path, listed in values.items()), "out=batch"]) == 0
    assert "results: batch" in capsys.readouterr().out
    assert entry.main(["sweep", *PAIR, *(f"design.axes.{path}=[{listed}]" for path, listed in values.items()), "out=sweep"]) == 0
    found = table(here / "batch")
    assert found.num_rows == 1000
    assert found.equals(table(here / "sweep"))
    assert rerun_row(here / "batch", 777).differing == []


def test_a_batch_that_is_no_grid_is_a_list_of_points():
    wanted = [["place=pair", f"context.demand={n / 50}", f"rules.trust={'off' if n % 3 else 'symmetric'}"] for n in range(50)]
    shared, more = design_of_batch(wanted) or pytest.fail("no axes")
    assert shared == ["place=pair"]
    assert more["design"] == "zip"
    assert more["design.axes.context.demand"] == [n / 50 for n in range(50)]
    assert more["design.axes.rules.trust"][:4] == ["symmetric", "off", "off", "symmetric"]
    twice = [["context.demand=0.1", "rules.trust=off"], ["context.demand=0.9", "rules.trust=symmetric"]] * 2
    assert (design_of_batch(twice) or pytest.fail("no axes"))[1]["design"] == "zip"  # as many as a grid, and none


def test_choices_and_levers_become_axes():
    wanted = [
        ["place=pair", f"rules={rules}", f"leader.a/lead.attention={n}", "weeks=3"] for rules in ("hero", "default") for n in (1, 0)
    ]
    shared, axes = design_of_batch(wanted) or pytest.fail("no axes")
    assert shared == ["place=pair", "weeks=3"]
    assert axes == {"design.axes.rules": ["hero", "default"], "design.axes.leader.a.lead.attention": [1, 0]}


@pytest.mark.parametrize("key", ["seed", "weeks", "engine.threads", "engine", "context.demnd"])
def test_what_is_no_axis_keeps_a_folder_for_each_point(key):
    assert design_of_batch([[f"{key}={n}"] for n in range(40)]) is None


@pytest.mark.slow
def test_a_few_points_keep_a_folder_each(monkeypatch):
    made = []
    monkeypatch.setattr(one_run, "simulate_and_write", lambda point, into, named: made.append(into))
    monkeypatch.setattr(multirun, "one_study", lambda wanted, config: pytest.fail("few points"))
    demands = ",".join(str(n / 100) for n in range(one_run.MANY))
    assert entry.main(["run", *PAIR, "-m", f"context.demand={demands}"]) == 0
    assert len(set(made)) == one_run.MANY


@pytest.mark.slow
def test_a_place_of_ones_own_is_called_by_its_path(here, capsys):
    (here / "mine.yaml").write_text((conf_dir() / "place/pair.yaml").read_text(encoding="utf-8"))
    assert entry.main(["run", *PAIR[1:], "-m", "place=pair,mine.yaml", "context.demand=range(0,1,0.05)"]) == 0
    (folder,) = (here / "results/runs").iterdir()
    assert set(table(folder)["place"].to_pylist()) == {"pair", "mine.yaml"}


@pytest.mark.slow
def test_the_joblib_launcher_runs_each_point_in_a_process_of_its_own(here):
    assert entry.main(["run", *PAIR, "-m", "seed=1,2", "out=mine"]) == 0
    ours = {path.name: pq.read_table(path / "replicates.parquet") for path in (here / "mine").iterdir()}
    assert entry.main(["run", *PAIR, *FOREIGN, "-m", "seed=1,2", "out=theirs"]) == 0
    theirs = {path.name: pq.read_table(path / "replicates.parquet") for path in (here / "theirs").iterdir()}
    assert len(ours) == 2
    assert ours.keys() == theirs.keys()
    assert all(ours[name].equals(theirs[name]) for name in ours)


@pytest.mark.slow
def test_the_optuna_sweeper_finds_the_best_of_what_it_tried(here):
    words = [
        *SEARCH,
        "hydra.sweeper.n_trials=6",
        "objective=trust",
        "context.initial_trust=interval(0.1,0.9)",
        "rules=default,hero",
    ]
    assert entry.main(["run", *PAIR, "-m", *words]) == 0
    (best,) = (here / "results/runs/multirun").rglob("optimization_results.yaml")
    found = yaml.safe_load(best.read_text(encoding="utf-8"))
    tried = [pq.read_table(path)["trust_w4"].to_pylist()[0] for path in (here / "results/runs").glob("pair-*/replicates.parquet")]
    assert len(tried) == 6
    assert found["best_value"] == max(tried) > min(tried)
    assert set(found["best_params"]) == {"context.initial_trust", "rules"}


@pytest.mark.slow
def test_a_large_batch_of_the_optuna_sweeper_is_one_table(here):
    words = [
        *SEARCH,
        f"hydra.sweeper.n_jobs={one_run.MANY + 1}",
        f"hydra.sweeper.n_trials={one_run.MANY + 1}",
        "objective=[trust,staff_strain]",
    ]
    words += ["hydra.sweeper.direction=[maximize,minimize]", "context.demand=interval(0,1)", "context.initial_trust=interval(0,1)"]
    assert entry.main(["run", *PAIR, "-m", *(word for word in words if word not in SEARCH[1:])]) == 0
    (folder,) = (here / "results/runs").glob("multirun-*")
    rows = table(folder).to_pylist()
    assert len(rows) == one_run.MANY + 1
    (best,) = (here / "results/runs/multirun").rglob("optimization_results.yaml")
    found = {tuple(one["values"]) for one in yaml.safe_load(best.read_text(encoding="utf-8"))["solutions"]}
    assert found <= {(row["trust_w4"], row["staff_strain_w4"]) for row in rows}
    assert max(row["trust_w4"] for row in rows) in {trust for trust, _ in found}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["context.demnd=0.1,0.2"], "did you mean context.demand?"),
        (["context.demand=0.1,2"], "context.demand: 2 is not allowed"),
        (["context.demand=0.1,2", *FOREIGN], "context.demand: 2 is not allowed"),
        (["context.demand=range(0,3)", "hydra/sweeper=basic"], "context.demand: 2 is not allowed"),
        (["rules=default,heroo", *FOREIGN], "did you mean hero?"),
        (["hydra/launcher=jobli"], "did you mean joblib?"),
        (["hydra.launcher.n_jobs=2"], "hydra.launcher.n_jobs"),
        (["context.demand=interval(0,1)"], "say who searches, as in hydra/sweeper=optuna"),
        (["context.demand=interval(0,1)", *SEARCH], "objective: null; optuna looks for the best of something"),
        (["context.demand=interval(0,3)", *SEARCH, "objective=trust"], "context.demand: 3.0 is not allowed"),
        (["objective=trus"], "did you mean trust?"),
    ],
)
def test_what_is_wrong_is_one_line_before_anything_runs(here, capsys, words, part):
    assert part in refused(capsys, *PAIR, *words)
    assert list(here.iterdir()) == []


@pytest.mark.slow
def test_a_point_that_is_wrong_among_a_thousand_stops_all(here, capsys):
    demands = ",".join(str(n / 1000) for n in range(1000))
    assert "context.demand: 1.5 is not allowed" in refused(capsys, *PAIR, f"context.demand={demands},1.5")
    assert list(here.iterdir()) == []


@pytest.mark.slow
def test_hydra_is_asked_what_it_would_do(capsys):
    assert entry.main(["run", "-m", "--cfg", "hydra"]) == 0
    assert "hydra_plugins.icsim_batch.IcsimLauncher" in capsys.readouterr().out


@pytest.mark.slow
def test_the_launcher_leaves_another_application_alone(here):
    app = "import hydra\n@hydra.main(version_base='1.3', config_path=None)\ndef main(config): print('ran')\nmain()\n"
    (here / "app.py").write_text(app, encoding="utf-8")
    words = [sys.executable, "app.py", "-m", "+a=1,2"]
    ours = subprocess.run([*words, "hydra/launcher=icsim"], capture_output=True, text=True, check=False)
    assert ours.returncode == 1
    assert "runs the jobs of icsim run -m only" in ours.stderr
    assert ours.stdout == ""
    plain = subprocess.run([*words, "hydra/sweeper=icsim"], capture_output=True, text=True, check=True)
    assert plain.stdout.count("ran") == 2


def test_points_of_other_commands_are_laid_out_as_hydra_does():
    assert multirun_points("test", ["seed=1,2", "weeks=3"]) == [["seed=1", "weeks=3"], ["seed=2", "weeks=3"]]
