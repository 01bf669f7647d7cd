"""Results of every kind are planted, and each sentence of each face is held to what was planted."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text
from tried_theories import case, tried

from icsim.commands import entry
from icsim.report.citation import references
from icsim.report.page import BarSlice, whole_parts
from icsim.report.theory import forest_figure
from icsim.report.theory.report_page import report_page
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import overview, print_theories
from icsim.report.theory.verdict_json import verdict_file
from icsim.report.theory.verdict_words import CRITERIA, MOVED, WORDS, clause_word, criteria_rows
from icsim.results.ro_crate import CrateOrigin, write_crate
from icsim.results.theory_study import StudyRequest
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.statistics.effect_shares import Band
from icsim.theory.routes import Route
from icsim.theory.theory_result import TheoryResult

DOCS = Path(__file__).parents[2] / "docs"
DRAWS, SMALLEST = 64, 0.05
TWO = [{"measure": "clarity", "week": 8, "expect": "up"}, {"measure": "territoriality", "week": 8, "expect": "down"}]
INTENT, CLARITY, PATCH = "reasoning_1_intent", "outcome_1_clarity", "outcome_2_territoriality"
UP = {INTENT: 1.0, CLARITY: 1.0, PATCH: -1.0}  # the way each is expected to go
LABELS = {INTENT: "intent to work together", CLARITY: "clarity", PATCH: "guards its own patch"}


def some(share: float, yes: float, no: float) -> np.ndarray:
    return np.where(np.arange(DRAWS) < round(share * DRAWS), yes, no)


PLANTED: dict[str, dict[str, Any]] = {
    "all came": {INTENT: 0.2, CLARITY: 0.2, PATCH: -0.2},
    "part came": {INTENT: 0.2, CLARITY: 0.2, PATCH: 0.0},
    "only the reasoning": {INTENT: 0.2, CLARITY: 0.0, PATCH: 0.0},
    "only an outcome": {INTENT: 0.0, CLARITY: 0.2, PATCH: 0.0},
    "none moved": {INTENT: 0.01, CLARITY: -0.02, PATCH: 0.0},
    "one reversed": {INTENT: 0.2, CLARITY: 0.2, PATCH: 0.2},
    "reasoning reversed": {INTENT: -0.2, CLARITY: 0.2, PATCH: -0.2},
    "not arrived": {"resource": 0.0},
    "noisy": {INTENT: some(0.5, 0.2, 0.0), CLARITY: some(0.7, 0.2, -0.2), PATCH: some(0.3, -0.2, 0.0)},
    "nearly all": {INTENT: 0.2, CLARITY: some(0.83, 0.2, 0.0), PATCH: -0.2},
    "all but two": {INTENT: 0.2, CLARITY: some(62 / 64, 0.2, 0.0), PATCH: -0.2},
    "no value": {CLARITY: np.nan},
}
WORD = {
    "all came": "supported", "part came": "unresolved", "only the reasoning": "unresolved", "only an outcome": "unresolved",
    "none moved": "no effect", "one reversed": "contradicted", "reasoning reversed": "contradicted", "not arrived": "not tested",
    "noisy": "unresolved", "nearly all": "not settled", "all but two": "at least leaning", "no value": "no value",
}  # fmt: skip


@cache
def made(kind: str) -> tuple[TheoryResult, VerdictFile]:
    """Made once for all tests: neither can be changed."""
    with TemporaryDirectory() as folder:
        result = tried(case(Path(folder), outcome=TWO), **({"outcome": 0.2, PATCH: -0.2} | PLANTED[kind]))
        return result, verdict_file(result, "source")


def directions(kind: str) -> dict[str, np.ndarray]:
    """What was planted, counted by hand: 1 as expected, 0 within the smallest effect, -1 the other way."""
    effects = {"outcome": 0.2, INTENT: 0.2, CLARITY: 0.2, PATCH: -0.2} | PLANTED[kind]
    sizes = {name: UP[name] * np.broadcast_to(effects[name], (DRAWS,)) for name in UP}
    return {name: np.where(size > SMALLEST, 1, np.where(size < -SMALLEST, -1, 0)) for name, size in sizes.items()}


def together(kind: str) -> dict[str, int]:
    rows = np.stack(list(directions(kind).values()))
    every, other, nothing = (rows == 1).all(axis=0), (rows == -1).any(axis=0), (rows == 0).all(axis=0)
    counts = {"expected": every, "opposite": other, "negligible": nothing, "partly": ~(every | other | nothing)}
    return {name: int(where.sum()) for name, where in counts.items()}


READABLE = [kind for kind in PLANTED if kind not in ("not arrived", "no value")]


@pytest.mark.parametrize("kind", PLANTED)
def test_the_word_is_that_of_what_was_planted(kind: str) -> None:
    _, found = made(kind)
    assert found.verdict.verdict_text == WORD[kind]
    assert found.lines("verdict")[0].startswith(f"{WORD[kind]}: ")


@pytest.mark.parametrize("kind", READABLE)
def test_shares_are_those_planted_and_add_up(kind: str) -> None:
    _, found = made(kind)
    shares = found.verdict.shares
    values = {name: getattr(shares, name).value for name in together(kind)}
    assert values == pytest.approx({name: count / DRAWS for name, count in together(kind).items()})
    assert sum(values.values()) == pytest.approx(1.0)
    counts = [int(n) for n in re.findall(r" in (\d+)(?:;|$)", found.lines("kinds")[0])]
    assert sum(counts) == DRAWS
    assert sorted(counts) == sorted(n for n in together(kind).values() if n)


@pytest.mark.parametrize("kind", READABLE)
def test_each_verb_of_the_headline_is_true_of_its_clause(kind: str) -> None:
    """`rose` without a count only where it rose in 80 of 100 settings or more, and so on; a count is the count."""
    _, found = made(kind)
    line = found.lines("verdict")[0].partition("; all key clauses together")[0]
    for clause, way in directions(kind).items():
        came, stayed, other = MOVED["up" if UP[clause] > 0 else "down"]
        said = re.findall(rf"“{LABELS[clause]}” ([^“;]*?)(?=, “| and “|;|$)", line)
        if found.verdict.verdict_text == "no effect":
            assert not said
            continue
        (text,) = said
        shares = {1: float(np.mean(way == 1)), 0: float(np.mean(way == 0)), -1: float(np.mean(way == -1))}
        if " in " in text:
            assert f"{came} in {int(np.sum(way == 1))}" in text
            assert (f"{other} in {int(np.sum(way == -1))}" in text) == bool(np.any(way == -1))
        else:
            assert shares[{came: 1, f"{stayed} by as much as counts": 0, other: -1}[text]] >= 0.8


@pytest.mark.parametrize("kind", PLANTED)
def test_no_effect_and_contradicted_are_said_only_where_they_are_true(kind: str) -> None:
    """On every face: headline, terminal, page and file."""
    result, found = made(kind)
    counts = together(kind) if kind in READABLE else dict.fromkeys(("expected", "negligible", "opposite", "partly"), 0)
    faces = {
        "file": found.verdict.verdict_text,
        "sentence": found.lines("verdict")[0].partition(":")[0],
        "terminal": re.sub(r"\(.*\)", "", overview([found])[1].partition("imposed (I)")[2]),
        "page": unescape(re.search(r'class="verdict"><strong>(.*?)</strong>', theory_section(found, []))[1]).lower(),  # type: ignore[index]
    }
    for face, text in faces.items():
        assert ("no effect" in text) == (counts["negligible"] >= 0.8 * DRAWS), face
        assert ("contradicted" in text) == (counts["opposite"] >= 0.8 * DRAWS), face
        assert WORD[kind] in text, face
    assert result.verdict.shares.draws == sum(counts.values())


@pytest.mark.parametrize("kind", PLANTED)
def test_no_face_joins_words_with_or(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = made(kind)
    print_theories([found], tmp_path, 0, full=True)
    print_theories([found, found], tmp_path, 0)
    page = unescape(re.sub(r"<[^>]+>", " ", report_page([found, found], [theory_section(found, [])], "icsim test")))
    told = capsys.readouterr().out + page + found.to_json()
    words = "|".join(WORDS)
    assert not re.search(rf"({words}) or ({words})", told, flags=re.IGNORECASE)


@pytest.mark.parametrize("kind", ["nearly all", "noisy", "all came", "all but two"])
def test_what_is_not_settled_names_what_is_excluded(kind: str) -> None:
    result, found = made(kind)
    left, out = set(result.verdict.bands), set(found.verdict.excluded)
    assert left | out == set(WORDS)
    assert not left & out
    assert bool(found.lines("excluded")) == (len(left) > 1)
    if len(left) > 1:
        assert all(band in found.lines("excluded")[0] for band in out)
        assert found.lines("why")
        assert ("not settled (excluded: " in overview([found])[1]) == (left != {"supported", "leaning"})
    two = re.search(r"(?:excluded|excluded yet), (.*) are left", " ".join(found.lines("excluded")))
    assert (set(two[1].split(" and ")) if two else None) == (left if len(left) == 2 else None)


def test_the_headline_names_what_came_and_what_did_not() -> None:
    _, found = made("part came")
    assert found.lines("verdict")[0].startswith(
        "unresolved: “intent to work together” rose and “clarity” rose; “guards its own patch” did not fall by as much as counts; "
        "all key clauses"
    )
    assert "some came and some did not in 64" in found.lines("kinds")[0]


def test_the_pattern_never_says_that_nothing_came_where_something_did() -> None:
    for kind in READABLE:
        _, found = made(kind)
        for text in found.lines("pattern"):
            assert not re.search(r"did not (move|follow)|neither the|nothing", text)


def test_the_legend_of_the_page_and_the_docs_is_the_table_of_the_judge() -> None:
    _, found = made("all came")
    page = unescape(report_page([found], [], ""))
    docs = (DOCS / "verdicts.md").read_text(encoding="utf-8")
    for word, criterion in criteria_rows():
        assert criterion in page
        assert f"| {word} | {criterion} |" in docs
    assert {*WORDS, "not settled", "not tested", Band.NO_VALUE} <= set(CRITERIA)


def test_every_slice_of_a_bar_is_told_and_they_fill_it(tmp_path: Path) -> None:
    """The bar of all clauses together has a slice for what came in part."""
    from tried_theories import look  # the smallest theory's other looks

    base = case(tmp_path, outcome=TWO)
    other = look(base, "variant", "trust: symmetric", outcome=0.0)
    found = verdict_file(tried(base, looked=(other,), **{PATCH: -0.2}), "source")
    section = theory_section(found, [])
    labels = re.findall(r'aria-label="(every key clause came[^"]*)"', section)
    assert [
        sum(int(n) for n in re.findall(rf"(\d+) of {of}", label)) for of, label in zip((64, 8), labels, strict=True)
    ] == [64, 8]
    assert "every key clause came as expected 64 of 64" in labels[0]
    assert "some came and some did not 8 of 8" in labels[1]


def test_parts_of_a_bar_are_rounded_so_that_they_add_up() -> None:
    third = [BarSlice(kind, 1.0 / 3.0, kind) for kind in "abc"]
    assert sorted(whole_parts(third)) == [33, 33, 34]
    assert whole_parts([BarSlice("a", 0.995, "a"), BarSlice("b", 0.005, "b")]) in ([99, 1], [100, 0])


def routed(folder: Path, route: dict[str, Route], **effects: Any) -> VerdictFile:
    made = tried(case(folder, outcome=TWO), **({"outcome": 0.2, PATCH: -0.2} | effects))
    return verdict_file(
        replace(made, routes={one.column: route.get(one.column, Route(one, 1, ("morale",), False)) for one in made.case.asked}), "s"
    )


def test_no_route_is_a_word_of_its_own_and_never_evidence_against(tmp_path: Path) -> None:
    asked = next(one for one in case(tmp_path, outcome=TWO).asked if one.column == CLARITY)
    none = Route(asked, None, (), False, ({"sector": "acute"},), ("morale", "trust"))
    found = routed(tmp_path, {CLARITY: none}, **{CLARITY: 0.0})
    assert (found.verdict.verdict_text, found.verdict.bands, found.verdict.excluded) == ("no route in the model", (), ())
    text = " ".join(line.text for line in found.sentences)
    assert not re.search("no effect|contradicted|unresolved|leaning|supported", text)
    assert "speaks neither for it nor against it" in found.lines("verdict")[0]
    (line,) = found.lines("route")
    assert "the same measure can be reached of: sector acute; of everybody one can reach: morale, trust" in line
    assert "no route in the model" in overview([found])[1]
    section = unescape(theory_section(found, []))
    assert "No route in the model" in section
    assert "no effect" not in section


@pytest.mark.parametrize(("size", "small"), [(0.004, True), (-0.0000062, True), (0.006, False), (0.2, False)])
def test_a_route_that_carries_next_to_nothing_is_said_apart(tmp_path: Path, size: float, small: bool) -> None:
    asked = next(one for one in case(tmp_path, outcome=TWO).asked if one.column == CLARITY)
    way = Route(asked, 4, ("lever.recognition", "morale", "clarity"), False)
    found = routed(tmp_path, {CLARITY: way}, **{CLARITY: size})
    told = f"a route of 2 steps (recognises effort → morale → clarity) carries {size:.7f}".rstrip("0").replace("-", "−")
    assert bool([line for line in found.lines("route") if told in line]) == small
    assert found.verdict.verdict_text != "no route in the model"


def test_a_way_ends_at_its_measure_even_where_it_comes_by_there_before(tmp_path: Path) -> None:
    """Trust of some, through what they hear, to trust of others: both ends are called the same; the file counts as the text."""
    asked = next(one for one in case(tmp_path, outcome=TWO).asked if one.column == CLARITY)
    way = Route(asked, 2, ("lever.recognition", "clarity", "morale", "clarity"), False)
    found = routed(tmp_path, {CLARITY: way}, **{CLARITY: 0.001})
    (line,) = found.lines("route")
    assert "a route of 3 steps (recognises effort → clarity → morale → clarity) carries" in line
    assert [one.route.steps for one in found.clauses if one.route is not None and one.clause == CLARITY] == [3]


def test_what_was_compared_is_said_on_every_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = made("all came")
    one = found.comparison
    assert [(arm.name, dict(arm.values)) for arm in one.arms] == [
        ("with", {"leadership.team.inspiring_intent.recognition": "0.9"}),
        ("without", {"leadership.team.inspiring_intent.recognition": "0.1"}),
    ]
    assert "0.9 against 0.1" in one.sentence
    assert "8 weeks, 64 settings of the rules' numbers with 4 replicates each" in one.sentence
    print_theories([found], tmp_path, 0, full=True)
    shown = capsys.readouterr().out
    assert re.search(r"what is set +with +without\n.*recognises effort +0\.9 +0\.1\n", shown)
    assert one.sentence.rstrip(".") in shown
    section = unescape(theory_section(found, []))
    assert one.sentence in section
    assert re.search(r"recognises effort</th>\s*<td[^>]*>0\.9</td>\s*<td[^>]*>0\.1</td>", section)


def test_a_finished_study_gets_its_page_anew_from_its_data_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = made("part came")
    folder = tmp_path / "study"
    part = folder / "parts" / found.id
    part.mkdir(parents=True)
    VerdictsFile(note="", command="icsim test mine.yaml", theories=(found,)).write(folder)
    StudyRequest(command="icsim test mine.yaml", theories=(found.id,)).write(folder)
    found.write(part)
    written = [path for path in folder.rglob("*") if path.is_file()]
    write_crate(folder, CrateOrigin("", "", "icsim test mine.yaml", [], [], [part / found.FILE]), written)
    assert entry.main(["report", str(folder)]) == 0
    assert f"report: {folder / 'report.html'}" in capsys.readouterr().out
    page = unescape((folder / "report.html").read_text(encoding="utf-8"))
    assert "“clarity” rose; “guards its own patch” did not fall by as much as counts" in page
    assert entry.main(["report", str(folder), "where=trust < 1"]) == 2
    assert "where: " in capsys.readouterr().err


def test_the_summary_comes_first_and_the_report_cites_software_and_review() -> None:
    _, found = made("part came")
    section = unescape(theory_section(found, ["forest"]))
    summary, _, rest = section.partition("</div>\n<h3>") if "</div>\n<h3>" in section else section.partition("Method: what was")
    assert 'class="summary"' in summary
    assert "Unresolved" in summary
    assert 'src="forest.png"' in summary
    assert "What it rests on" in summary
    assert 'src="forest.png"' not in rest
    cff = (DOCS.parent / "CITATION.cff").read_text(encoding="utf-8")
    for line in references(found.versions["icsim"]):
        assert line in section
    assert all(name in cff for name in ("10.5334/ijic.5936", "What does Success Look Like for Leaders of Integrated Health and"))
    assert "10.5334/ijic.5936" in section


@pytest.mark.parametrize("kind", [*PLANTED, "no route"])
def test_the_picture_of_clauses_has_the_words_of_the_table(kind: str) -> None:
    """Beside each bar stands what `clause_word` says of the record, and no word of its own."""
    result, _ = made("none moved" if kind == "no route" else kind)
    if kind == "no route":
        result = replace(result, routes={one.column: Route(one, None, (), False, (), ()) for one in result.case.asked})
    found = verdict_file(result, "source")
    written = [text.get_text() for text in forest_figure.draw(result).findobj(Text)]
    words = [clause_word(clause) for clause in found.clauses if clause.shares.draws]
    known = {*CRITERIA, "not settled"}
    assert sorted(text for text in written if text in known and text != Band.NO_VALUE) == sorted(
        word for word in words if word and word != Band.NO_VALUE
    )
    assert not any(re.search(rf"({'|'.join(WORDS)}) or ", text) for text in written)
