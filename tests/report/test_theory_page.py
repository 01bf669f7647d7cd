"""The report as a page and as files, from theories whose worlds are made up."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from tried_theories import case, tried

from icsim.report.theory.part_writer import JudgedPart, write_part
from icsim.report.theory.report_page import grouped
from icsim.report.theory.verdict_json import verdict_file
from icsim.report.theory.write_study import write_theory_study
from icsim.results.theory_study import TheoryStudy, plan_study, run_study
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.theory.verdict import ReasoningOutcomeCell

DOCS = Path(__file__).parents[2] / "docs" / "verdicts.md"
NEVER = ("dose", "doses", "tier", "tiers", "arm", "arms", "clamp", "clamped", "logit", "lane", "lanes", "probability of")
VOID = {"meta", "img", "br"}


class Reader(HTMLParser):
    """Checks that tags are closed in order, and keeps what a reader sees and what a browser would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.asked: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.asked += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]
        if tag == "img":
            self.pictures.append(given.get("alt") or "")
            self.text.append(given.get("alt") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "code"):
            self.text.append(data)


def two(folder: Path) -> TheoryStudy:
    cases = [case(folder), case(folder, id="other", title="<b>Another</b>", role="X")]
    return plan_study(cases, "icsim test smallest other", alone=True)


def carried(planned: TheoryStudy) -> list[VerdictFile]:
    def work(made, part):
        one = tried(made, outcome=np.where(np.arange(64) % 2, 0.2, -0.2))
        write_part(JudgedPart(part, one, verdict_file(one, planned.source)))

    run_study(planned, work, lambda done, made: None)
    return write_theory_study(planned)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    planned = two(folder)
    planned = TheoryStudy(planned.cases, folder / "out", planned.command)
    carried(planned)
    return folder / "out"


@pytest.fixture(scope="module")
def reader(whole: Path) -> Reader:
    read = Reader()
    read.feed((whole / "report.html").read_text(encoding="utf-8"))
    read.close()
    assert read.open == []
    return read


@pytest.mark.slow
def test_the_page_asks_for_nothing_from_anywhere(reader: Reader, whole: Path) -> None:
    assert reader.asked
    assert all(value.startswith(("data:image/svg+xml;base64,", "#")) for value in reader.asked)
    assert not re.search(r"@import|url\(|<script|<link", (whole / "report.html").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_every_figure_has_words_for_those_who_do_not_see_it(reader: Reader) -> None:
    assert len(reader.pictures) == 4
    assert all(len(alt) > 40 for alt in reader.pictures)


@pytest.mark.slow
def test_the_page_speaks_in_words_of_the_field(reader: Reader) -> None:
    text = " ".join(reader.text)
    found = [word for word in NEVER if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    assert found == []
    assert not re.search(r"\b(enacted\.|context\.|leadership\.|reasoning_1)", text)


@pytest.mark.slow
def test_the_page_says_what_it_is_and_how_to_get_it_again(reader: Reader, whole: Path) -> None:
    text = " ".join(reader.text)
    page = (whole / "report.html").read_text(encoding="utf-8")
    for said in ("A theory explored, not a forecast of any real system.", "no evidence on service users", "First seed", "numba"):
        assert said in text
    assert "icsim test smallest other" in page
    assert "<b>Another" not in page
    assert "&lt;b&gt;Another" in page


def test_findings_come_with_contradictions_first_and_boxes_before_them(tmp_path: Path) -> None:
    made = [
        ("plain", "P", "first_table", {}),
        ("holds", "X", "first_table", {}),
        ("fails", "X", "first_table", {"outcome": -0.2}),
        ("box9", "I", "box, first_table", {}),
    ]
    found = []
    for name, role, origin, how in made:
        source = {"where": "w", "mechanism": "fairness", "provenance": origin}
        found.append(verdict_file(tried(case(tmp_path, id=name, role=role, source=source), **how), "s"))
    assert [[one.id for one in group] for _, group in grouped(found)] == [["box9"], ["fails", "holds"], ["plain"]]


@pytest.mark.slow
def test_a_part_holds_everything(whole: Path) -> None:
    names = {path.name for path in (whole / "parts" / "smallest").iterdir()}
    figures = {f"{name}.{kind}" for name in ("forest", "trajectories") for kind in ("png", "svg")}
    assert names == figures | {
        "verdict.json", "theory.yaml", "section.html", "effects.parquet", "parameter_sets.parquet", "with", "without",
    }  # fmt: skip
    assert max(names - {"with", "without"}) == "verdict.json"  # what tells that a part is whole comes last


@pytest.mark.slow
def test_the_table_gives_the_verdict_again(whole: Path) -> None:
    """All key clauses in the same draw, from rows of theory x clause x draw."""
    table = pq.read_table(whole / "clauses.parquet").to_pydict()
    verdicts = VerdictsFile.from_file(whole, "test")
    assert set(table["theory"]) == {"smallest", "other"}
    for found in verdicts.theories:
        rows = zip(table["theory"], table["part"], table["draw"], table["direction"], strict=True)
        own = [(part, draw, kind) for theory, part, draw, kind in rows if theory == found.id]
        held = {draw: all(kind == 1 for part, other, kind in own if other == draw and part != "secondary") for _, draw, _ in own}
        assert np.mean(list(held.values())) == pytest.approx(found.verdict.shares.expected.value)
        assert found.verdict.patterns[ReasoningOutcomeCell.NO_RESULT].value == pytest.approx(0.5)


@pytest.mark.slow
def test_the_settings_of_a_draw_lie_beside_its_effects(whole: Path) -> None:
    table = pq.read_table(whole / "parts" / "smallest" / "parameter_sets.parquet")
    assert table.num_rows == 64
    assert len(set(table["fairness.gain"].to_pylist())) == 64


@pytest.mark.slow
def test_the_documented_columns_are_those_that_are_written(whole: Path) -> None:
    """The table of `clauses.parquet` in docs/verdicts.md lists all columns, and no other."""
    body = DOCS.read_text(encoding="utf-8").partition("### `clauses.parquet`")[2]
    columns = pq.read_schema(whole / "clauses.parquet").names
    assert re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE) == columns
