"""A multirun of many points is one study with one table; a few keep a folder each."""

import pytest
from sweeps import table

from icsim import cli
from icsim.commands import run
from icsim.sweep.batch import axes_of
from icsim.sweep.rerun import rerun


def test_many_points_share_one_table(tmp_path, capsys):
    words = ["run", "place=pair", "weeks=8", "replicates=2", "-m", "context.demand=range(0,1,0.05)", "rules.trust=off,symmetric"]
    assert cli.main([*words, f"out={tmp_path / 'many'}"]) == 0
    assert "results: " in capsys.readouterr().out
    found = table(tmp_path / "many")
    assert found.num_rows == 20 * 2 * 2
    assert found["rules.trust"].to_pylist()[:4] == ["off", "symmetric", "off", "symmetric"]
    assert [round(demand, 9) for demand in found["context.demand"].to_pylist()[2:6]] == [0.05, 0.05, 0.1, 0.1]
    assert rerun(tmp_path / "many", 77).differing == []


def test_choices_and_levers_become_axes():
    wanted = [
        ["place=pair", f"rules={rules}", f"leader.a/lead.attention={n}", "weeks=3"] for rules in ("hero", "default") for n in (1, 0)
    ]
    shared, axes = axes_of(wanted) or pytest.fail("no axes")
    assert shared == ["place=pair", "weeks=3"]
    assert axes == {"design.axes.rules": ["hero", "default"], "design.axes.leader.a.lead.attention": [1, 0]}


@pytest.mark.parametrize("key", ["seed", "weeks", "engine.threads", "engine", "context.demnd"])
def test_what_is_no_axis_keeps_a_folder_for_each_point(key):
    assert axes_of([[f"{key}={n}"] for n in range(40)]) is None


def test_a_few_points_keep_a_folder_each(monkeypatch):
    made = []
    monkeypatch.setattr(run, "simulate_and_write", lambda point, into, named: made.append(into))
    monkeypatch.setattr(run, "_one_study", lambda wanted, rest: pytest.fail("few points"))
    demands = ",".join(str(n / 100) for n in range(run.MANY))
    assert cli.main(["run", "place=pair", "weeks=2", "replicates=1", "-m", f"context.demand={demands}"]) == 0
    assert len(set(made)) == run.MANY
