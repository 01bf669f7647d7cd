"""A study's folder says what it holds and how it was made, and gives the same numbers again."""

import hashlib
import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from icsim.base.version import __version__
from icsim.base.yaml_io import read_yaml
from icsim.commands import entry
from icsim.results.ro_crate import CRATE, CrateOrigin, changed_files, write_crate

SMALLEST = Path(__file__).parents[1] / "theory" / "valid" / "smallest.yaml"
EFFORT = ["budget.draws=8", "budget.replicates=4", "budget.max_replicates=8", "budget.robustness_draws=0", "budget.scope_draws=0"]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    data = read_yaml(SMALLEST) | {"id": "dosed"}
    data["secondary"] = [{"measure": "morale", "week": 6, "dose": "recognition", "expect": "inverted_u"}]
    (folder / "dosed.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    assert entry.main(["test", str(SMALLEST), str(folder / "dosed.yaml"), "seed=5", *EFFORT, f"out={folder / 'study'}"]) == 0
    return folder / "study"


@pytest.fixture
def study(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "study", copy_function=shutil.copy2))


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    capsys.readouterr()
    assert entry.main(list(args)) == 2
    line = capsys.readouterr().err
    assert line.startswith("icsim: ")
    assert line.count("\n") == 1
    return line


def by_id(folder: Path) -> dict[str, dict[str, Any]]:
    data = json.loads((folder / CRATE).read_text(encoding="utf-8"))
    assert data["@context"] == "https://w3id.org/ro/crate/1.1/context"
    found = {one["@id"]: one for one in data["@graph"]}
    assert len(found) == len(data["@graph"])
    return found


def test_a_crate_has_what_the_profile_demands_and_every_reference_leads_somewhere(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c d.png").write_bytes(b"x")
    paths = [tmp_path / "b" / "c d.png", tmp_path / "a.json"]
    write_crate(tmp_path, CrateOrigin("A", "B", "icsim test a", [("first seed", "5")], ["C (2020)"], paths), paths)
    found = by_id(tmp_path)
    assert found[CRATE]["about"] == {"@id": "./"}
    assert found[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = found["./"]
    assert root["@type"] == "Dataset"
    assert len(root["datePublished"]) == len("2026-11-30")
    assert root["hasPart"] == [{"@id": "a.json"}, {"@id": "b/c d.png"}]
    assert found["a.json"]["sha256"] == hashlib.sha256(b"{}").hexdigest()
    assert found["#icsim"]["version"] == __version__
    assert found["#run"]["name"] == "icsim test a"
    text = (tmp_path / CRATE).read_text(encoding="utf-8")
    references = [value for one in json.loads(text)["@graph"] for key, value in one.items() if isinstance(value, dict)]
    assert [one["@id"] for one in references if one["@id"] not in found and not one["@id"].startswith("https:")] == []
    assert changed_files(tmp_path, "verify") == []


@pytest.mark.slow
def test_the_crate_of_a_study_lists_every_file_with_command_versions_seeds_and_hashes(study: Path) -> None:
    found = by_id(study)
    there = {path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()}
    assert {name for name, one in found.items() if one["@type"] == "File"} == there - {CRATE}
    named = {one["name"]: one["value"] for one in found.values() if one["@type"] == "PropertyValue"}
    verdicts = json.loads((study / "verdicts.json").read_text(encoding="utf-8"))
    assert named["first seed"] == "5"
    assert named["content hash of dosed"] == verdicts["theories"][1]["content_hash"]
    assert named["version of numpy"] == verdicts["theories"][0]["versions"]["numpy"]
    assert found["#run"]["name"] == verdicts["command"]
    assert changed_files(study, "verify") == []


@pytest.mark.slow
def test_a_sample_run_again_is_the_same_to_the_bit(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["verify", str(study), "sample=3"]) == 0
    said = capsys.readouterr().out
    assert "smallest: 9 effects in settings 0, 4, 7 are the same to the bit" in said
    assert "dosed: 12 effects in settings 0, 4, 7 are the same to the bit" in said
    assert "as the study wrote them: 3" in said
    assert "parts/dosed/ (" in said
    assert "not compared" not in said


@pytest.mark.slow
def test_what_lies_in_a_study_and_was_not_compared_is_named(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["export", str(study)]) == 0
    altered(study, "supplement/supplement.md")
    (study / "notes.txt").write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert entry.main(["verify", str(study), "sample=1"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("not compared")]
    assert "notes.txt, supplement/ (" in line


def altered(study: Path, name: str) -> None:
    path = study / name
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "verdicts.json", "parts/dosed/theory.yaml", "parts/smallest/effects.parquet"])
def test_a_file_that_was_changed_or_is_gone_is_named(study: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    altered(study, name)
    assert f"{study / name} was changed after the study wrote it" in refused(capsys, "verify", str(study))
    (study / name).unlink()
    line = refused(capsys, "verify", str(study))
    assert "is not finished; go on with" in line if name == "verdicts.json" else f"{study / name} is not there" in line


@pytest.mark.slow
def test_an_effect_that_is_not_what_the_worlds_give_is_named_even_if_the_crate_was_made_to_fit(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = study / "parts" / "smallest" / "effects.parquet"
    table = pq.read_table(path)
    effects = table["effect"].to_pylist()
    effects[7] += 1e-15
    pq.write_table(table.set_column(table.column_names.index("effect"), "effect", pa.array(effects)), path)
    text = (study / CRATE).read_text(encoding="utf-8")
    was = next(one["sha256"] for name, one in by_id(study).items() if name == "parts/smallest/effects.parquet")
    (study / CRATE).write_text(text.replace(was, hashlib.sha256(path.read_bytes()).hexdigest()), encoding="utf-8")
    line = refused(capsys, "verify", str(study))
    assert "smallest: 1 of 12 effects differ" in line
    assert "in setting 7" in line


@pytest.mark.slow
def test_an_edited_verdict_is_not_exported_even_if_both_files_were_edited(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("verdicts.json", "parts/dosed/verdict.json"):
        path = study / name
        path.write_text(path.read_text(encoding="utf-8").replace('"preliminary": true', '"preliminary": false'), encoding="utf-8")
    assert "was changed after icsim wrote it" in refused(capsys, "export", str(study))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "parts/dosed/theory.yaml", "parts/smallest/forest.png", "clauses.parquet"])
def test_a_study_is_not_exported_once_any_file_of_it_was_edited(
    study: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    altered(study, name)
    assert f"{study / name} was changed after the study wrote it; make the study again: icsim test" in refused(
        capsys, "export", str(study)
    )
    assert not (study / "supplement").exists()


@pytest.mark.slow
def test_a_study_without_its_crate_is_not_exported_even_if_seals_were_taken_off(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("verdicts.json", "parts/dosed/verdict.json", "parts/smallest/verdict.json"):
        data = json.loads((study / name).read_text(encoding="utf-8"))
        for one in data.get("theories", [data]):
            one.pop("sealed", None)
            one["verdict"]["preliminary"] = False
        data.pop("sealed", None)
        (study / name).write_text(json.dumps(data), encoding="utf-8")
    (study / CRATE).unlink()
    for command in ("export", "verify"):
        line = refused(capsys, command, str(study))
        assert f"{study / CRATE} is not there, so nothing tells whether files were changed; make the study again" in line


@pytest.mark.slow
def test_a_crate_that_does_not_tell_of_a_verdict_is_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads((study / CRATE).read_text(encoding="utf-8"))
    data["@graph"] = [one for one in data["@graph"] if one["@id"] != "parts/dosed/verdict.json"]
    (study / CRATE).write_text(json.dumps(data), encoding="utf-8")
    assert "does not tell of parts/dosed/verdict.json" in refused(capsys, "export", str(study))


@pytest.mark.slow
def test_a_study_made_again_tries_the_parts_anew_that_were_edited(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "parts/smallest/theory.yaml"
    was = (study / name).read_bytes()
    altered(study, name)
    words = shlex.split(json.loads((study / "verdicts.json").read_text(encoding="utf-8"))["command"])[1:]
    assert entry.main([*words[:-1], f"out={study}"]) == 0
    assert "1 of 2 found already done" in capsys.readouterr().out
    assert (study / name).read_bytes() == was
    assert changed_files(study, "verify") == []


@pytest.mark.slow
def test_a_page_made_anew_by_report_is_the_studys_own(study: Path) -> None:
    altered(study, "report.html")
    assert entry.main(["report", str(study)]) == 0
    assert changed_files(study, "verify") == []


@pytest.mark.slow
def test_numbers_behind_are_told_of_the_theory_that_the_study_tried_and_of_no_other(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SMALLEST.read_text(encoding="utf-8")
    mine = tmp_path / "smallest.yaml"
    mine.write_text(text.replace("title: ", "title: Reworded. "), encoding="utf-8")
    assert entry.main(["evidence", str(mine), f"study={study}"]) == 0
    mine.write_text(text.replace("0.9", "0.8"), encoding="utf-8")
    line = refused(capsys, "evidence", str(mine), f"study={study}")
    assert "holds another version of smallest: arms." in line
    assert "was 0.9 there and is 0.8 in smallest.yaml" in line
    assert "did not try box1, but smallest, dosed" in refused(capsys, "evidence", "box1", f"study={study}")
    altered(study, "parts/smallest/effects.parquet")
    assert "effects.parquet was changed" in refused(capsys, "evidence", str(SMALLEST), f"study={study}")


@pytest.mark.slow
@pytest.mark.parametrize(("text", "part"), [("{", "is no RO-Crate"), ('{"@graph": 3}', "is no RO-Crate"), ("[]", "is no RO-Crate")])
def test_a_spoilt_crate_is_one_line(study: Path, capsys: pytest.CaptureFixture[str], text: str, part: str) -> None:
    (study / CRATE).write_text(text, encoding="utf-8")
    assert part in refused(capsys, "verify", str(study))


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname"])
def test_a_crate_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / CRATE).write_text(json.dumps({"@graph": [{"@type": "File", "@id": name, "sha256": "0"}]}), encoding="utf-8")
    with pytest.raises(Exception, match="lies outside the folder"):
        changed_files(tmp_path, "verify")


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "verify: nothing is no folder"),
        (["nowhere"], "verify: nowhere is no folder"),
        (["x", "sample=0"], "sample: 0 is not allowed; give a whole number of 1 or more"),
        (["x", "samples=2"], "verify: samples=2 is not understood"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(capsys: pytest.CaptureFixture[str], args: list[str], part: str) -> None:
    assert part in refused(capsys, "verify", *args)


@pytest.mark.slow
def test_a_sweep_is_a_crate_too_and_rows_of_it_are_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sweep"
    words = ["place=pair", "weeks=3", "replicates=2", "design.axes.context.demand=[0.2,0.8]", "report=false", f"out={folder}"]
    assert entry.main(["sweep", *words]) == 0
    found = by_id(folder)
    assert {name for name, one in found.items() if one["@type"] == "File"} >= {"study.json"}
    assert any(name.startswith("table/") for name in found)
    assert found["#run"]["name"].startswith("icsim sweep")
    assert entry.main(["sweep", *words]) == 0
    capsys.readouterr()
    assert entry.main(["verify", str(folder), "sample=2"]) == 0
    assert capsys.readouterr().out.count("are the same to the bit") == 2
    (table,) = (folder / "table").glob("*.parquet")
    altered(folder, f"table/{table.name}")
    assert f"{table} was changed after the study wrote it" in refused(capsys, "verify", str(folder))
