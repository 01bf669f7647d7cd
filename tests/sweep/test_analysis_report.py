"""The report of a sweep: all that it promises is there, again the same, and what is wrong is one line."""

import csv
import io
import json
import re
import shutil
from contextlib import redirect_stdout

import numpy as np
import pytest
from made_up import AXES, made_up, ranges
from test_analysis_discovery import boxed

from icsim.commands import entry
from icsim.commands.report import parse_list
from icsim.report.sweep.surface_section import nested
from icsim.report.sweep.write_report import PAGE
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.results.sweep import Analysis, Surface

TINY = ("place=pair", "weeks=16", "replicates=2", "measures=[ownership,served]", "design=saltelli", "design.base_samples=16")
OVER = ("design.axes.context.demand=null", "design.axes.rules.fairness=[any_voice,instrumental]")


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A real study of 64 points."""
    folder = tmp_path_factory.mktemp("swept") / "study"
    assert entry.main(["sweep", *TINY, *OVER, f"out={folder}"]) == 0
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A study with a box in it."""
    folder = tmp_path_factory.mktemp("planted") / "study"
    made_up(folder, boxed, *ranges(*AXES), "design=lhs", "design.points=400", replicates=2)
    return folder


@pytest.mark.slow
def test_a_sweep_ends_with_its_report(swept):
    report = swept / "report"
    told = json.loads((report / "analysis.json").read_text())
    assert set(told["files"]) | {"analysis.json"} == {path.name for path in report.iterdir()}
    assert {"study", "sensitivity"} <= set(told["sections"])
    parts = told["sections"]["sensitivity"]["parts"]
    assert set(parts) == {"sensitivity_ownership_w16", "sensitivity_served_w16"}
    for name, part in parts.items():
        assert {path.suffix for path in report.glob(f"{name}.*")} == {".csv", ".png", ".svg"}
        assert [one["path"] for one in part["data"]["axes"]]
        assert part["data"]["units"] == 16
    page = (report / PAGE).read_text()
    assert NOT_A_FORECAST in page
    assert "icsim sweep place=pair" in page
    for name, part in parts.items():
        assert f'id="{name}"' in page
        assert part["sentences"][1].split("(")[0] in page


@pytest.mark.slow
def test_the_page_asks_for_nothing_from_anywhere(swept):
    page = (swept / "report" / PAGE).read_text()
    assert page.count("data:image/png;base64,") == len(list((swept / "report").glob("*.png"))) >= 2
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert not re.search(r"https?://", page)


@pytest.mark.slow
def test_tables_hold_numbers_in_full(swept):
    part = json.loads((swept / "report/analysis.json").read_text())["sections"]["sensitivity"]["parts"]["sensitivity_served_w16"]
    with (swept / "report/sensitivity_served_w16.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head[:5] == ["axis", "path", "counts", "outcome", "total"]
    assert [float(row[4]) for row in rows] == [one["value"] for one in part["data"]["axes"]]


@pytest.mark.slow
def test_a_repeated_sweep_leaves_its_report_alone_and_the_report_is_the_same_again(swept, tmp_path, capsys):
    before = {path: path.stat().st_mtime_ns for path in swept.rglob("*")}
    assert entry.main(["sweep", *TINY, *OVER, f"out={swept}"]) == 0
    assert f"report: {swept / 'report' / PAGE}" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in swept.rglob("*")} == before
    for name in ("one", "two"):
        assert entry.main(["report", str(swept), f"out={tmp_path / name}"]) == 0
    for path in (tmp_path / "one").iterdir():
        if path.name not in (PAGE, "analysis.json"):  # which say where they went
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.fixture(scope="module")
def asked(planted, tmp_path_factory):
    """Its report with a condition, and what the terminal got."""
    out = tmp_path_factory.mktemp("asked") / "report"
    with redirect_stdout(io.StringIO()) as said:
        assert entry.main(["report", str(planted), "where=trust < 0.4", f"out={out}"]) == 0
    return out, said.getvalue()


@pytest.mark.slow
def test_a_condition_adds_a_section_and_another_report_takes_its_files_away(planted, asked, tmp_path):
    out, said = shutil.copytree(asked[0], tmp_path / "report"), asked[1]
    assert "A box tells where: " in said
    ends = (".png", ".svg", "_box.csv", "_tree.csv", "_peeling.csv", "_peeling.png", "_peeling.svg")
    assert {path.name for path in out.glob("where_*")} == {f"where_trust_w16{end}" for end in ends}
    data = json.loads((out / "analysis.json").read_text())["sections"]["where"]["parts"]["where_trust_w16"]["data"]
    assert data["boxes"][0]["real"] is True
    assert {edge["path"] for edge in data["boxes"][0]["edges"]} == {"context.demand", "context.power_imbalance"}
    assert entry.main(["report", str(planted), f"out={out}"]) == 0
    assert not list(out.glob("where_*"))
    assert (out / "sensitivity_trust_w16.png").exists()


@pytest.mark.slow
def test_figures_are_told_apart_without_colour(asked):
    from matplotlib.image import imread

    for name in ("where_trust_w16", "sensitivity_trust_w16"):
        grey = imread(asked[0] / f"{name}.png")[..., :3] @ np.array([0.299, 0.587, 0.114])
        dark, light = (grey < 0.45).mean(), (grey > 0.95).mean()
        assert dark > 0.01
        assert light > 0.5


@pytest.mark.slow
def test_report_false_leaves_the_table_alone(tmp_path, capsys):
    assert entry.main(["sweep", *TINY, *OVER, "weeks=2", "report=false", f"out={tmp_path / 's'}"]) == 0
    assert "report: " not in capsys.readouterr().out
    assert not (tmp_path / "s/report").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "report: nothing is no folder; give the folder of a finished study"),
        (["one", "two"], "report: one two is no folder"),
        (
            ["FOLDER", "mesures=trust"],
            "mesures=trust is not understood; allowed: measures, arms, where, policies, meets, axes, out as key=value",
        ),
        (["FOLDER", "measures="], "measures: empty; give measures=["),
        (["FOLDER", "measures=trust", "measures=trust"], "measures: is there twice"),
        (["FOLDER", "measures=[ownership,trst]"], "measures: trst is not in the table; allowed: ownership, served"),
        (["FOLDER", "where=served"], "where: served is no condition"),
        (["FOLDER", "out=FOLDER"], "holds other files"),
        (["nowhere"], "nowhere: no study.json there; give the folder that icsim sweep wrote"),
        (["FOLDER", "--all"], "--all is not understood"),
    ],
)
def test_what_is_wrong_is_one_line(swept, capsys, words, part):
    before = {path: path.stat().st_mtime_ns for path in swept.rglob("*")}
    assert entry.main(["report", *(word.replace("FOLDER", str(swept)) for word in words)]) == 2
    shown = capsys.readouterr().err
    assert part in shown
    assert shown.count("\n") == 1
    assert {path: path.stat().st_mtime_ns for path in swept.rglob("*")} == before


def test_lists_keep_selections_whole():
    given = "[trust, fairness[profession=nurse,tier=team]_w52]"
    assert parse_list(given) == ["trust", "fairness[profession=nurse,tier=team]_w52"]
    assert parse_list("trust,served") == ["trust", "served"]
    assert parse_list("fairness[tier=team]") == ["fairness[tier=team]"]
    assert parse_list(None) is None


@pytest.mark.slow
def test_the_report_as_data_is_read_back_and_what_is_missing_is_null(swept):
    path = swept / "report" / Analysis.FILE
    assert Analysis.from_file(path, "report").to_json() == path.read_text(encoding="utf-8")
    gap = Surface(series="x", axes=(), values=(), averaged=(), means=nested(np.array([[1.5, np.nan]])), half_widths=(), smooth=None)
    assert json.loads(gap.model_dump_json())["means"] == [[1.5, None]]
