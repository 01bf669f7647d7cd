"""Runs, traces, the mechanisms and scoreboards: each folder says how it was made, has a page, and gives the same numbers again."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icsim.commands import entry
from icsim.results.ro_crate import CRATE, list_anew

SMALLEST = str(Path(__file__).parents[1] / "theory" / "valid" / "smallest.yaml")
MADE = {
    "run": (["run", "place=pair", "weeks=20", "replicates=5"], "report.html"),
    "trace": (["trace", SMALLEST], "report.html"),
    "mechanisms": (
        ["mechanisms", "place=pair", "weeks=12", "budget.draws=8", "budget.robustness_draws=3", "budget.robustness_replicates=2"],
        "report.html",
    ),
    "scoreboard": (
        ["scoreboard", SMALLEST, "rivals=[hero]", "budget.draws=8", "budget.replicates=2", "budget.max_replicates=2"],
        "scoreboard.html",
    ),
}
TABLES = {
    "run": ("replicates.parquet", 2, "values differ, the first is"),
    "mechanisms": ("combinations.parquet", 8, "384 of 1920 means differ, the first is 0, combination 0"),
    "scoreboard": ("models/default/parts/smallest/effects.parquet", -1, "effects differ, the first is"),
}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def all_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for name, (words, _) in MADE.items():
        assert entry.main([*words, f"out={folder / name}"]) == 0
    return folder


@pytest.fixture
def made(all_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(all_made, tmp_path / "made", copy_function=shutil.copy2))


@pytest.mark.parametrize("name", MADE)
def test_the_crate_tells_command_versions_seed_settings_and_every_file(made: Path, name: str) -> None:
    graph = json.loads((made / name / CRATE).read_text(encoding="utf-8"))["@graph"]
    (run,) = (one for one in graph if one["@type"] == "CreateAction")
    assert run["name"].startswith(f"icsim {name}")
    told = {one["name"] for one in graph if one["@type"] == "PropertyValue"}
    assert {"first seed", "first structure seed", "source hash of icsim", "version of numpy"} <= told
    assert any(one.startswith("content hash of ") for one in told)
    listed = {one["@id"] for one in graph if one["@type"] == "File"}
    there = {path.relative_to(made / name).as_posix() for path in (made / name).rglob("*") if path.is_file()}
    assert there - listed == {CRATE}
    assert listed <= there


@pytest.mark.parametrize("name", MADE)
def test_a_sample_is_the_same_to_the_bit(made: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["verify", str(made / name), "sample=2"]) == 0
    said = capsys.readouterr().out
    assert "are the same to the bit" in said
    assert "not compared" not in said


@pytest.mark.parametrize("name", TABLES)
def test_an_altered_number_is_found_even_where_the_crate_was_altered_with_it(
    made: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, column, part = TABLES[name]
    path = made / name / file
    table = pq.read_table(path)
    at = column % table.num_columns if name != "scoreboard" else table.column_names.index("effect")
    values = [1.0 if value is None else value + 1.0 for value in table[at].to_pylist()]
    pq.write_table(table.set_column(at, table.column_names[at], pa.array(values)), path)
    capsys.readouterr()
    assert entry.main(["verify", str(made / name)]) == 2
    assert "was changed after the study wrote it" in capsys.readouterr().err
    list_anew(made / name, file)
    assert entry.main(["verify", str(made / name)]) == 2
    assert part in capsys.readouterr().err


@pytest.mark.parametrize("name", MADE)
def test_the_page_is_made_anew_from_what_is_stored_alone(made: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = made / name / MADE[name][1]
    before = page.read_text(encoding="utf-8")
    assert "To get all of it again" in before
    assert "no forecast" in before or "not a forecast" in before
    assert "data:image/svg+xml" in before
    page.unlink()
    assert entry.main(["report", str(made / name)]) == 0
    assert page.read_text(encoding="utf-8") == before
    assert f"report: {page}" in capsys.readouterr().out
    assert entry.main(["report", str(made / name), f"out={made / 'elsewhere'}"]) == 0
    assert (made / "elsewhere" / page.name).read_text(encoding="utf-8") == before
    capsys.readouterr()
    assert entry.main(["report", str(made / name), "axes=[context.demand]"]) == 2
    assert f"was written by icsim {name}, whose report takes no such key; allowed: out=PATH" in capsys.readouterr().err


def test_the_page_of_a_trace_says_what_the_terminal_says(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads((made / "trace" / "trace.json").read_text(encoding="utf-8"))
    page = (made / "trace" / "report.html").read_text(encoding="utf-8").replace("&#34;", '"').replace("&#39;", "'")
    assert data["pair"]["text"] in page
    assert all(one["text"] in page for one in data["captions"])


def test_an_edited_result_gets_no_page(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made / "mechanisms" / "mechanisms.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"week": 12', '"week": 13'), encoding="utf-8")
    assert entry.main(["report", str(made / "mechanisms")]) == 2
    assert "was changed after icsim wrote it" in capsys.readouterr().err
