import errno
from pathlib import Path

import pytest
import yaml

from icsim.base import parquet
from icsim.commands import entry
from icsim.report import figure_style

PAIR = ("place=pair", "weeks=10", "replicates=2")
LEFT = {
    "config.yaml", "summary.json", "replicates.parquet", "trajectories.parquet", "levers.parquet", "measures.png",
    "measures.svg", "network.png", "network.svg", "trust_by_power.png", "trust_by_power.svg",
    "report.html", "ro-crate-metadata.json",
}  # fmt: skip


def found(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.slow
def test_a_run_leaves_a_whole_folder(capsys, tmp_path):
    assert entry.main(["run", *PAIR, f"out={tmp_path / 'one'}"]) == 0
    assert found(tmp_path / "one") == LEFT
    assert found(tmp_path) == {"one"}
    shown = capsys.readouterr()
    assert "Two teams: 2 worlds of 10 weeks" in shown.out
    assert "worlds" not in shown.err  # what is done in a moment says nothing of how far it is


@pytest.mark.slow
def test_several_points_have_a_folder_and_a_line_each(capsys, tmp_path, monkeypatch):
    def drawn(_: object, folder: Path, name: str, pixels: bool) -> None:  # drawing takes most of the time; the test above draws
        for kind in ("png", "svg"):
            (folder / f"{name}.{kind}").touch()

    monkeypatch.setattr(figure_style, "save_figure", drawn)
    assert entry.main(["run", *PAIR, f"out={tmp_path}", "-m", "context.demand=0.2,0.8"]) == 0
    assert [found(folder) for folder in tmp_path.iterdir()] == [LEFT, LEFT]
    records = [yaml.safe_load((folder / "config.yaml").read_text()) for folder in tmp_path.iterdir()]
    assert {record["config"]["context"]["demand"] for record in records} == {0.2, 0.8}
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["1 of 2 context.demand=0.2", "2 of 2 context.demand=0.8"]


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_with_no_room_for_figures_costs_no_number(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(figure_style, "save_figure", full)
    assert entry.main(["run", *PAIR, f"out={tmp_path / 'one'}"]) == 0
    assert "icsim: no room for the figures (No space left on device); all numbers are kept" in capsys.readouterr().err
    drawn = {f"{name}.{kind}" for name in ("measures", "network", "trust_by_power") for kind in ("png", "svg")}
    assert found(tmp_path / "one") == LEFT - drawn
    assert "the disk had no room" in (tmp_path / "one" / "report.html").read_text(encoding="utf-8")


def test_a_full_disk_is_one_line_and_leaves_nothing(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet.pq.ParquetWriter, "write_table", full)
    assert entry.main(["run", *PAIR, f"out={tmp_path / 'one'}"]) == 2
    shown = capsys.readouterr()
    said = "one: cannot write results: No space left on device; make room and repeat the command, or choose another folder"
    assert said in shown.err
    assert shown.out == ""
    assert found(tmp_path) == set()


@pytest.mark.slow
def test_ctrl_c_leaves_nothing(capsys, tmp_path, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(figure_style, "save_figure", stop)
    assert entry.main(["run", *PAIR, f"out={tmp_path / 'one'}"]) == 130
    assert capsys.readouterr().err.splitlines()[-1].startswith("icsim: stopped")
    assert found(tmp_path) == set()


def test_a_place_for_results_that_cannot_be_written_costs_no_simulation(capsys, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("icsim.engine.simulate.simulate", lambda *_: pytest.fail("simulated"))
    assert entry.main(["run", *PAIR, f"out={tmp_path / 'file' / 'one'}"]) == 2
    assert "cannot write results" in capsys.readouterr().err
