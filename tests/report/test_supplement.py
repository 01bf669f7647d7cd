"""`icsim export`: every number of the verdicts, one text in several forms, and no table of what was edited."""

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tried_theories import case, tried

from icsim.commands import entry
from icsim.report.supplement import write_supplement as writer
from icsim.report.supplement.contents import supplement
from icsim.report.supplement.write_supplement import NO_WORD, markdown
from icsim.report.theory.part_writer import JudgedPart, write_part
from icsim.report.theory.verdict_json import verdict_file
from icsim.report.theory.verdict_words import criteria_rows
from icsim.report.theory.write_study import write_theory_study
from icsim.results.chains import ChainRecord
from icsim.results.read_study import read_study
from icsim.results.theory_study import TheoryStudy, plan_study, run_study
from icsim.results.values import Estimate

OTHER = {"citation": "Best A, et al. (2012) Milbank Q 90", "doi": "10.1111/x", "confidence": "low"}


pytestmark = pytest.mark.slow  # figures are drawn


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    cases = [case(folder), case(folder, id="other", title="Either | or", source=OTHER)]
    planned = TheoryStudy(tuple(cases), folder / "study", plan_study(cases, "icsim test smallest other").command)

    def work(made: Any, part: Path) -> None:
        one = tried(made, outcome=np.where(np.arange(64) % 2, 0.2, -0.2))
        write_part(JudgedPart(part, one, verdict_file(one, planned.source)))

    run_study(planned, work, lambda done, made: None)
    write_theory_study(planned)
    return planned.folder


@pytest.fixture
def study(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "study"))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_tables_hold_the_numbers_of_the_verdicts(study: Path) -> None:
    assert entry.main(["export", str(study)]) == 0
    found = read_study(study, "export")
    verdicts, clauses = rows(study / "supplement" / "verdicts.csv"), rows(study / "supplement" / "clauses.csv")
    assert [row["theory"] for row in verdicts] == ["smallest", "other"]
    for row, one in zip(verdicts, found.theories, strict=True):
        assert float(row["held"]) == one.verdict.shares.expected.value
        assert row["verdict"] == one.verdict.verdict_text
        assert row["content_hash"] == one.content_hash
    assert [row["doi"] for row in verdicts] == ["", "10.1111/x"]
    flat = [(one.id, clause) for one in found.theories for clause in one.clauses]
    assert len(clauses) == len(flat)
    for row, (name, clause) in zip(clauses, flat, strict=True):
        assert (row["theory"], row["clause"]) == (name, clause.clause)
        assert float(row["effect"]) == clause.effect.value
        assert float(row["smallest_effect"]) == clause.smallest_effect


def test_the_text_has_every_table_what_it_rests_on_and_its_sources(study: Path) -> None:
    content = supplement(read_study(study, "export"))
    text = markdown(content)
    assert "Either \\| or" in text
    assert "Best A, et al. (2012) Milbank Q 90, doi:10.1111/x" in text
    assert "The model is made from: Sims S" in text
    assert "Made by: icsim test smallest other" in text
    of_theories = ["smallest", "smallest", "other", "other"]
    assert [table.title.split(":")[0] for table in content.tables] == ["Verdicts", *of_theories, "What the words mean"]
    assert content.tables[-1].rows == tuple(criteria_rows())
    for table in content.tables:
        assert {len(row) for row in table.rows} == {len(table.head)}


def test_the_text_says_what_was_compared_what_came_and_what_to_be_aware_of(study: Path) -> None:
    found = read_study(study, "export")
    one = found.theories[0]
    warned = one.sentences[0].model_copy(update={"about": "warning", "text": "the arms differ in 2 things"})
    one = one.model_copy(update={"sentences": (*one.sentences, warned)})
    content = supplement(found.model_copy(update={"theories": (one,)}))
    (table,) = [table for table in content.tables if table.title == "smallest: what was compared"]
    assert table.head == ("what is set", "with", "without")
    (lever, *_) = one.comparison.labels.values()
    assert (lever, "0.9", "0.1") in table.rows
    assert ("place", one.comparison.place, one.comparison.place) in table.rows
    assert {row[0] for row in table.rows} >= {*one.comparison.context, "weeks"}
    assert f"smallest: {one.lines('verdict')[0]}." in content.notes
    assert "smallest, to be aware of: the arms differ in 2 things." in content.notes


def test_the_text_says_what_stands_beside_the_verdict_and_how_links_hang_together(study: Path) -> None:
    found = read_study(study, "export")
    (first, *_) = found.theories
    told = {"chain": "follows other", "subgroups": "worse off: nurses", "route": "a route of 2 steps", "sign": "found imposed (I)"}
    more = [first.sentences[0].model_copy(update={"about": about, "text": text}) for about, text in told.items()]
    one = first.model_copy(update={"sentences": (*first.sentences, *more)})
    chain = ChainRecord(
        links=("other", "smallest"), held=(60, 50), all_held=48, share=Estimate(value=0.75, low=0.6, high=0.8), without=3,
        settings=64,
    )  # fmt: skip
    notes = supplement(found.model_copy(update={"theories": (one,)}), chains=[chain]).notes
    assert "smallest, where it stands: follows other." in notes
    assert "smallest, who loses: worse off: nurses." in notes
    assert "smallest, route: a route of 2 steps." in notes
    assert "smallest, where its sign comes from: found imposed (I)." in notes
    assert f"smallest, role: {one.lines('role')[0].rstrip('.')}." in notes
    assert [line for line in notes if line.startswith("smallest, through the reasoning: ")]
    assert notes[-1].startswith("Chain other → smallest: of 64 settings other held in 60, smallest held in 50, all links in")


def test_word_holds_the_same_tables(study: Path, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    assert entry.main(["export", str(study), f"out={tmp_path / 'paper'}"]) == 0
    made = docx.Document(str(tmp_path / "paper" / "supplement.docx"))
    content = supplement(read_study(study, "export"))
    cells = [tuple(tuple(cell.text for cell in row.cells) for row in table.rows) for table in made.tables]
    assert cells == [(table.head, *table.rows) for table in content.tables]
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert [line for line in (*content.notes, *content.method, *content.sources) if line not in text] == []


def test_without_python_docx_the_other_files_are_written_and_the_extra_is_named(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(writer, "import_module", absent)
    assert entry.main(["export", str(study)]) == 0
    assert NO_WORD in capsys.readouterr().out
    written = sorted(path.name for path in (study / "supplement").iterdir())
    assert written == ["checklists.md", "clauses.csv", "supplement.md", "verdicts.csv"]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    capsys.readouterr()
    assert entry.main(["export", *args]) == 2
    line = capsys.readouterr().err
    assert line.startswith("icsim: ")
    assert line.count("\n") == 1
    return line


@pytest.mark.parametrize("name", ["verdicts.json", "parts/other/verdict.json"])
def test_a_number_that_was_edited_is_refused_and_nothing_is_written(
    study: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    data = json.loads((study / name).read_text(encoding="utf-8"))
    one = data["theories"][1] if "theories" in data else data
    one["verdict"]["shares"]["expected"]["value"] = 0.97
    (study / name).write_text(json.dumps(data), encoding="utf-8")
    assert f"{study / name} was changed after" in refused(capsys, str(study))
    assert not (study / "supplement").exists()


@pytest.mark.parametrize("name", ["verdicts.json", "parts/other/verdict.json"])
def test_the_page_of_a_study_in_which_a_number_was_edited_is_not_made_anew(
    study: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (study / "report.html").write_text("gone", encoding="utf-8")
    assert entry.main(["report", str(study)]) == 0  # the page itself is what is made anew
    page = (study / "report.html").read_bytes()
    edit(study / name, '"draws": 64', '"draws": 65')
    capsys.readouterr()
    assert entry.main(["report", str(study), f"out={study / 'new'}"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"report: {study / name} was changed after" in line
    assert (study / "report.html").read_bytes() == page
    assert not (study / "new").exists()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('"schema": 5', '"schema": 99', "has schema 99"),
        ('"theories"', '"theory"', "theor"),
        ("{", "", "is no JSON"),
        ('"draws": 64', '"draws": "many"', "draws"),
    ],
)
def test_a_spoilt_file_is_one_line(study: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, part: str) -> None:
    path = study / "verdicts.json"
    path.write_text(re.sub(r'"sealed": "\w+",', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    edit(path, old, new)
    assert part in refused(capsys, str(study))
    assert not (study / "supplement").exists()


def test_what_is_no_finished_study_is_one_line(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no folder" in refused(capsys, str(tmp_path / "nowhere"))
    assert "holds no study of theories" in refused(capsys, str(study / "parts"))
    (tmp_path / "swept" / "table").mkdir(parents=True)
    assert "holds a sweep, of which icsim report tells" in refused(capsys, str(tmp_path / "swept"))
    assert "export: nothing is no folder" in refused(capsys)
    assert "export: to=x is not understood" in refused(capsys, str(study), "to=x")
    (study / "verdicts.json").unlink()
    assert "is not finished; go on with: icsim test smallest other" in refused(capsys, str(study))
