"""`icsim import`: rows become drafts, what is left open is refused by name, what is wrong is said and writes nothing."""

import csv
import shlex
from pathlib import Path

import pytest
from draft_tables import CHOSEN, HEAD, ROW, chosen, table

from icsim.commands import entry
from icsim.drafts.configurations import COLUMNS, TEXTS, is_column
from icsim.drafts.draft import MappedPhrase
from icsim.drafts.nearest import nearest
from icsim.drafts.sheet import MOST_ROWS, read_sheet
from icsim.drafts.vocabulary import MEASURE
from icsim.drafts.write_drafts import MAPPING, NOT_MAPPED
from icsim.theory.load_theory import load_theory, placeholders
from icsim.theory.theory_cases import load_cases


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], path: Path, *args: str) -> list[str]:
    before = sorted(Path().rglob("*"))
    assert entry.main(["import", str(path), *args]) == 2
    assert sorted(Path().rglob("*")) == before, "something was written"
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if not line.startswith("icsim: ")] == []
    return [line.removeprefix("icsim: ") for line in lines]


def test_a_row_with_everything_chosen_is_a_theory_ready_to_run(here: Path) -> None:
    chosen(here, doi="10.1000/x", quote="“We knew who did what” (p. 3)", sources="4", confidence="Very low")
    assert entry.main(["import", "cmos.csv"]) == 0
    (case,) = load_cases(["cmos/mine.yaml"], [])
    theory = case.theory
    assert theory.source.citation == "A B (2020)"
    assert (theory.source.sources, theory.source.confidence) == (4, "very_low")
    assert theory.as_written is not None
    assert theory.as_written.reasoning == "trust"
    assert theory.arms["with"]["leadership.team.clarifying_complexity.structure"] == 0.9
    assert [(one.measure, one.expect) for one in theory.resource] == [("enacted.structure", "up")]
    assert [(one.measure, one.expect, one.week) for one in theory.outcome] == [("collaboration", "up", 8), ("waiting", "none", 8)]


def test_what_was_not_chosen_is_left_open_with_what_is_near_and_refused_by_name(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table(here, ROW)
    assert entry.main(["import", "cmos.csv"]) == 0
    assert "1 draft, 0 with nothing left open" in capsys.readouterr().out
    text = Path("cmos/clear_roles.yaml").read_text(encoding="utf-8")
    assert "# Nearest by its letters: clarifying_complexity.structure (says who decides, 1.00)" in text
    assert entry.main(["test", "--check", "cmos/clear_roles.yaml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[2] for line in lines] == [
        "role", "context.place", "arms.with", "arms.without", "resource.0.measure", "resource.0.expect", "reasoning.0.measure",
        "reasoning.0.expect", "outcome.0.measure", "outcome.0.expect",
    ]  # fmt: skip


def test_the_mapping_tells_of_every_phrase_and_the_list_of_what_is_not_near_and_why(here: Path) -> None:
    table(here, ["a new partnership", "clear roles", "joint training", "mortality", "A B (2020)"])
    assert entry.main(["import", "cmos.csv", "out=drafts"]) == 0
    rows = list(csv.DictReader(Path("drafts", MAPPING).read_text(encoding="utf-8").splitlines()))
    assert [row["part"] for row in rows] == ["context", "resource", "reasoning", "outcome"]
    assert rows[1]["nearest_1"] == "clarifying_complexity.structure"
    assert [bool(row["why_not"]) for row in rows] == [False, False, True, True]
    told = Path("drafts", NOT_MAPPED).read_text(encoding="utf-8")
    assert "“mortality”: nothing in the vocabulary is near; the nearest is" in told
    assert "commitment_to_learning.team_learning, what a leader does, which no reasoning can be" in told


def test_a_choice_that_affirms_what_the_words_deny_is_told_and_one_that_agrees_is_not() -> None:
    near = tuple(nearest("no trust", [MEASURE], 1))
    for choice in ("trust up week 26", "trust of tier=team up"):
        assert "which the table expects to go up" in MappedPhrase("reasoning", "no trust", choice, near, "").turned_text
    for choice in ("trust down week 26", "clarity up"):
        assert MappedPhrase("reasoning", "no trust", choice, near, "").turned_text == ""


def test_what_says_the_opposite_is_told_in_draft_mapping_list_and_terminal(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table(here, ["staff had not worked together before", "clear roles", "no trust", "reduced waiting times", "A B (2020)"])
    assert entry.main(["import", "cmos.csv", "out=drafts"]) == 0
    said = capsys.readouterr().out
    assert "reasoning: no trust: “no” says the opposite of trust: expect it down" in said
    rows = list(csv.DictReader(Path("drafts", MAPPING).read_text(encoding="utf-8").splitlines()))
    assert [row["turned_1"] for row in rows] == ["not", "", "no", "reduced"]
    told = Path("drafts", NOT_MAPPED).read_text(encoding="utf-8")
    assert "“no trust”: “no” says the opposite of trust: expect it down." in told
    assert "“not” says the opposite of context.initial_skill: give it a low value" in told
    (draft,) = Path("drafts").glob("*.yaml")
    text = draft.read_text(encoding="utf-8")
    assert "# Beware: “reduced” says the opposite of waiting: expect it down." in text
    assert ", but the other way round)" in text


def test_where_nothing_is_left_open_or_unmapped_nothing_speaks_of_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen(here)
    assert entry.main(["import", "cmos.csv"]) == 0
    head, *_ = Path("cmos/mine.yaml").read_text(encoding="utf-8").splitlines()
    assert head == "# A draft from cmos.csv, row 2, with nothing left open: icsim test --check mine.yaml"
    assert not Path("cmos", NOT_MAPPED).exists()
    assert NOT_MAPPED not in capsys.readouterr().out
    table(here, ROW)
    assert entry.main(["import", "cmos.csv", "out=open"]) == 0
    assert "Choose what stands in <angle brackets>" in Path("open/clear_roles.yaml").read_text(encoding="utf-8").splitlines()[0]


def test_two_levers_crossed_are_an_interaction_in_which_each_arrives_in_a_contrast_of_its_own(here: Path) -> None:
    both = "working_with_power.situational = 0.9 | 0.1 x working_with_power.share = 0.9 | 0.1"
    chosen(here, set_resource=both, read_reasoning="ownership up")
    assert entry.main(["import", "cmos.csv"]) == 0
    (case,) = load_cases(["cmos/mine.yaml"], [])
    assert case.theory.contrast == "(both - first_only) - (second_only - neither)"
    assert [one.contrast for one in case.theory.resource] == ["both - second_only", "both - first_only"]
    assert case.theory.weights(case.theory.outcome[0]) == {"both": 1.0, "first_only": -1.0, "second_only": -1.0, "neither": 1.0}


def test_a_row_may_follow_another(here: Path) -> None:
    values = {**dict(zip(HEAD, ROW, strict=True)), "id": "first", **CHOSEN}
    second = values | {"id": "second", "follows": "first", "place": "", "set_resource": "working_with_power.share = 0.9 | 0.1"}
    rows = [[one.get(key, "") for key in second] for one in (values, second)]
    table(here, *rows, head=list(second))
    assert entry.main(["import", "cmos.csv"]) == 0
    theory = load_theory(Path("cmos/second.yaml"))
    assert theory.context["place"] == "pair"
    assert theory.context["leadership.team.clarifying_complexity.structure"] == 0.9


def test_rows_that_follow_each_other_are_refused_by_row_though_they_have_open_places(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[*ROW, "first", "second"], [*ROW, "second", "first"]]
    assert refused(capsys, table(here, *rows, head=[*HEAD, "id", "follows"])) == [
        "cmos.csv: row 2: follows: first follows second follows first, which goes round in a circle; take one of them out",
        "cmos.csv: row 3: follows: second follows first follows second, which goes round in a circle; take one of them out",
    ]


@pytest.mark.parametrize(
    ("place", "actors", "part"),
    [
        ("", "leaders of tier=middle", "set_actors: actors.of.tier: middle matches no leader in any place; allowed: "),
        ("pair", "leaders of tier=middle", "set_actors: actors.of.tier: middle matches no leader in "),
        ("pair", "leaders of leader=nobody/x", "set_actors: actors.of.leader: nobody/x matches no leader in "),
        ("pair", "leaders towards organisation=moon", "set_actors: actors.towards.organisation: moon matches no team in "),
    ],
)
def test_actors_whom_the_place_lacks_are_refused_though_the_row_has_open_places(
    here: Path, capsys: pytest.CaptureFixture[str], place: str, actors: str, part: str
) -> None:
    path = table(here, [*ROW, place, actors], head=[*HEAD, "place", "set_actors"])
    (line,) = refused(capsys, path)
    assert line.startswith(f"cmos.csv: row 2: {part}")


def test_check_names_actors_whom_the_place_lacks_beside_what_is_open(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table(here, [*ROW, "pair", "leaders of tier=team"], head=[*HEAD, "place", "set_actors"])
    assert entry.main(["import", "cmos.csv"]) == 0
    path = Path("cmos/clear_roles.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("{tier: team}", "{tier: middle}"), encoding="utf-8")
    assert entry.main(["test", "--check", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert any("role: <imposed" in line for line in lines)
    assert sum("actors.of.tier: middle matches no leader" in line for line in lines) == 1


def test_what_arrives_of_a_choice_and_of_one_tier_goes_the_right_way(here: Path) -> None:
    conflict = "leadership.team.balancing_perspectives.conflict = avoid | resolve"
    chosen(here, set_resource=f"{conflict}; working_with_power.share = 0.1 | 0.9")
    assert entry.main(["import", "cmos.csv"]) == 0
    theory = load_theory(Path("cmos/mine.yaml"))
    assert [(one.measure, one.expect, one.of) for one in theory.resource] == [
        ("enacted.conflict", "up", {"tier": "team"}),
        ("enacted.share", "down", {}),
    ]


TEXTS_OF_CELLS = ['say "no": yes', "a # b", "- a, {b}: [c]", "line\nbreak", "1.5", "null", "ünï “q” 'x'", "*a &b !c %d @e"]


@pytest.mark.parametrize("text", TEXTS_OF_CELLS)
def test_any_text_of_a_cell_stands_in_the_draft_as_it_is(here: Path, text: str) -> None:
    chosen(here, context=text, title=text, source=text, pages=text)
    assert entry.main(["import", "cmos.csv"]) == 0
    theory = load_theory(Path("cmos/mine.yaml"))
    plain = " ".join(text.split())
    assert theory.as_written is not None
    assert (theory.as_written.context, theory.title, theory.source.citation, theory.source.pages) == (plain,) * 4


@pytest.mark.parametrize("name", ["semicolon", "tab", "bom", "utf16"])
def test_what_spreadsheets_call_csv_is_read(here: Path, name: str) -> None:
    comma = table(here, ROW).read_text(encoding="utf-8")
    text = comma.replace(",", {"semicolon": ";", "tab": "\t"}.get(name, ","))
    path = here / f"{name}.csv"
    path.write_bytes(text.encode({"bom": "utf-8-sig", "utf16": "utf-16"}.get(name, "utf-8")))
    read = read_sheet(path)
    head, rows = read.head, read.rows
    assert (list(head), list(rows[0].cells)) == (HEAD, ROW)


def test_columns_go_by_other_names_and_in_any_case(here: Path) -> None:
    head = ["Context", "Mechanism (resource)", "Mechanism: reasoning", "OUTCOMES", "Reference"]
    table(here, ROW, head=head)
    assert entry.main(["import", "cmos.csv"]) == 0


def test_what_is_there_already_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(here, ROW)
    assert entry.main(["import", "cmos.csv"]) == 0
    capsys.readouterr()
    assert "cmos is there already and stays as it is" in refused(capsys, path)[0]


BAD = {
    "empty": ("", "is empty; give a head of column names"),
    "blank": ("\n\n  \n", "is empty; give a head of column names"),
    "head_only": (",".join(HEAD), "has a head and no rows"),
    "no_head": ("\n".join([",".join(ROW)] * 2), "row 1 is not the head: give a first row with the names of columns"),
    "missing_column": ("context,resource,reasoning,source\na,b,c,d", "column outcome: missing; the first row has to name"),
    "twice": ("context,context,resource,reasoning,outcome,source\na,a,b,c,d,e", "column context: is there twice"),
    "misspelt": ("context,resorce,reasoning,outcome,source\na,b,c,d,e", "column resorce: unknown; allowed: id, title"),
    "formula": (",".join(HEAD) + "\na,=A1,c,d,e", "row 2, column B: =A1 is a formula; give the text itself"),
    "too_wide": (",".join(HEAD) + "\na,b,c,d,e,f", "row 2, column F: stands in a column without a name"),
    "empty_cell": (",".join(HEAD) + "\na,b,,d,e", "row 2: reasoning: empty; give what those who receive it make of it"),
    "open_quote": (",".join(HEAD) + '\na,"b,c,d,e', "unexpected end of data"),
    "nul": (",".join(HEAD) + "\na,b\0,c,d,e", "is no text"),
    "bell": (",".join(HEAD) + "\na,b\x07,c,d,e", "row 2, column B: b\\x07 holds a sign that commands a terminal; take it out"),
    "long": (",".join(HEAD) + f"\na,{'b' * 5000},c,d,e", "row 2, column B: has 5,000 letters; allowed: up to 4,000"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_table_is_one_line_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text, part = BAD[name]
    path = here / "cmos.csv"
    path.write_text(text, encoding="utf-8")
    lines = refused(capsys, path)
    assert part in lines[0]
    assert name == "no_head" or len(lines) == 1 + (name == "misspelt")


def test_what_is_allowed_is_said_once_and_long_names_are_shortened(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "cmos.csv").write_text(f"context,{'a' * 3000},b,c\n1,2,3,4\n", encoding="utf-8")
    lines = refused(capsys, here / "cmos.csv")
    assert len(lines) == 4
    assert [line.count("allowed: id, title") for line in lines] == [1, 0, 0, 0]
    assert max(map(len, lines)) < 450


def test_cells_and_columns_that_are_wrong_are_told_together(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "cmos.csv").write_text(",".join([*HEAD, "colour"]) + "\na,=A1,c,d,e,red\n", encoding="utf-8")
    column, cell = refused(capsys, here / "cmos.csv")
    assert "column colour: unknown" in column
    assert "column B: =A1 is a formula" in cell


def test_ten_thousand_rows_are_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = refused(capsys, table(here, *[ROW] * 10_000))
    assert line == f"cmos.csv: has 10,000 rows; allowed: up to {MOST_ROWS}; give fewer, or several files"


@pytest.mark.parametrize("data", [b"caf\xe9,x\n1,2", b"\xff\xfe\x00", b"PK\x03\x04rest"])
def test_bytes_that_are_no_text_are_one_line(here: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (here / "cmos.csv").write_bytes(data)
    assert len(refused(capsys, here / "cmos.csv")) == 1


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("set_resource", "clear roles", "row 2: set_resource: clear roles is not understood; give LEVER = WITH | WITHOUT"),
        ("set_resource", "a = 1 | 2 x b = 1 | 2 x c = 1 | 2", "crosses 3 levers; an interaction is of two"),
        ("set_context", "context.demand", "row 2: set_context: context.demand is not understood; give PATH = VALUE"),
        ("set_context", "context.demand = [1]", "[1] is no number and no word"),
        ("read_outcome", "trust rises", "row 2: read_outcome: trust rises is not understood; give MEASURE up week 52"),
        ("read_reasoning", "trust up week soon", "trust up week soon is not understood"),
        ("read_reasoning", f"trust up week {'9' * 5000}"[:3900], "999… is not understood; give MEASURE up week"),
        ("id", "My theory", "row 2: id: My theory is no id; give a word of small letters"),
        ("id", "box4", "row 2: id: box4 is also that of a theory that comes with icsim"),
    ],
)
def test_what_was_chosen_is_read_or_refused(
    here: Path, capsys: pytest.CaptureFixture[str], key: str, value: str, part: str
) -> None:
    (line,) = refused(capsys, chosen(here, **{key: value}))
    assert part in line


def test_all_mistakes_of_all_rows_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = [*HEAD, "id", "read_outcome"]
    rows = [[*ROW, "one", "x"], ["", *ROW[1:], "one", "trust up"], [*ROW, "Two", "trust up"]]
    lines = refused(capsys, table(here, *rows, head=head))
    assert [line.split(": ")[1] for line in lines] == ["row 2", "row 3", "row 3", "row 4"]
    assert "id: one is also that of row 2" in lines[2]


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("role", "emergnt", "role: emergnt is not allowed; give one of: imposed"),
        ("place", "nowhere", "place: nowhere is not known; allowed: central_governance"),
        ("weeks", "x", "weeks: x is not allowed; give a whole number"),
        ("weeks", "9" * 400, "9... is not allowed; give a whole number"),
        ("sources", "9" * 400, "sources: "),
        ("sources", "few", "sources: few is not allowed"),
        ("confidence", "some", "confidence: some is not allowed"),
        ("set_context", "context.demand = 7", "set_context: context.demand: 7 is not allowed; give a number from 0 to 1"),
        ("set_context", "place = pair", "set_context: place = pair stands in a column of its own, place"),
        ("set_context", "context.demand = 0.1; context.demand = 0.2", "set_context: context.demand is there twice"),
        ("set_context", "{a = 1", "set_context: context.{a: is no path"),
        ("read_reasoning", "claity up week 4", "read_reasoning: reasoning.0.measure: claity is unknown"),
        ("read_outcome", "waiting up week 90", "read_outcome: outcome.0.week: 90 comes after the end"),
        ("read_outcome", "waiting of sector=x up week 8", "read_outcome: outcome.0.of"),
        ("follows", "nobody", "follows: nobody is neither beside it nor comes with icsim"),
    ],
)
def test_what_only_the_model_can_judge_is_told_of_its_row_and_column_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str], key: str, value: str, part: str
) -> None:
    (line,) = refused(capsys, chosen(here, **{key: value}))
    assert line.startswith("cmos.csv: row 2: ")
    assert part in line


def test_what_a_cell_and_what_the_model_refuses_are_told_together(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever mends a table mends it once: a row's form, its place and theory that it follows, and the other rows."""
    bad = {
        "set_actors": "managers of x", "doi": "abc", "confidence": "quite", "role": "imposd", "follows": "nobody_here",
        "set_resource": "explanation = 0.9 | 0.1", "place": "plaza", "weeks": "12x", "set_context": "context.demnd = 2",
        "read_outcome": "trus up week 500",
    }  # fmt: skip
    values = {**dict(zip(HEAD, ROW, strict=True)), **CHOSEN, **dict.fromkeys(bad, "")}
    rows = [values | bad | {"id": "one"}, {**values, **CHOSEN, "id": "B 7", "read_outcome": "waiting up week 500"}]
    path = table(here, *([row[key] for key in [*values, "id"]] for row in rows), head=[*values, "id"])
    lines = refused(capsys, path)
    told = [line.split(": ")[1:3] for line in lines]
    assert {what for row, what in told if row == "row 2"} == set(bad)
    assert [what for row, what in told if row == "row 3"] == ["id", "read_outcome"]
    assert [row for row, _ in told] == sorted(row for row, _ in told)


def test_an_open_resource_beside_a_chosen_circumstance_is_no_mistake(here: Path) -> None:
    """What stands in for the resource while the rest is judged is itself a circumstance; nothing is told of it."""
    assert entry.main(["import", str(chosen(here, set_resource=""))]) == 0


def test_of_each_thing_that_is_told_what_is_dropped_or_turned_is_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ["heavy demand and no trust between partners", "leader avoids conflict",
         "staff do not feel safe and lose trust in their leader", "more joint work; fewer complaints", "A B (2020)", "nobody"],
        ["a new partnership", "clear roles", "staff are dissatisfied", "staff stop attending joint meetings", "A B", "teams"],
    ]  # fmt: skip
    assert entry.main(["import", str(table(here, *rows, head=[*HEAD, "actors"]))]) == 0
    out, told = capsys.readouterr().out, Path("cmos", NOT_MAPPED).read_text(encoding="utf-8")
    for face in (out, told):
        assert "“no” says the opposite of context.initial_trust: give it a low value" in face
        conflict = "balancing_perspectives.conflict: set it low with the resource, and high without"
        assert f"it is near to “conflict avoided”, which says the opposite of {conflict}" in face
        assert "“not” says the opposite of safety: expect it down; “lose” says the opposite of trust_in_leader" in face
        assert "“stop” says the opposite of attendance: expect it down" in face
        assert "“dissatisfied” says the opposite of morale: expect it down" in face
        assert "nobody" not in face
    assert "outcome: fewer complaints: nothing in the vocabulary is near" in out
    assert "outcome: “fewer complaints”: nothing in the vocabulary is near" in told
    drafts = "".join(one.read_text(encoding="utf-8") for one in Path("cmos").glob("*.yaml"))
    assert "# Not mapped: “fewer complaints”: nothing" in drafts


def test_a_misspelt_lever_is_refused_and_what_is_left_open_beside_it_is_not(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = refused(capsys, chosen(here, role="", read_outcome="", set_resource="clarifying_complexity.strcture = 0.9 | 0.1"))
    assert len(lines) == 2
    assert "row 2: set_resource: arms.with.clarifying_complexity.strcture: is no path" in lines[0]


def test_each_mistake_is_of_its_own_row(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = {**dict(zip(HEAD, ROW, strict=True)), **CHOSEN}
    rows = [values | {"id": "one", "weeks": "x"}, values | {"id": "two"}, values | {"id": "three", "place": "nowhere"}]
    lines = refused(capsys, table(here, *([*row.values()] for row in rows), head=list(rows[0])))
    assert [line.split(": ")[1:3] for line in lines] == [["row 2", "weeks"], ["row 4", "place"]]


@pytest.mark.parametrize("name", ["null", "true", "off"])
def test_an_id_that_yaml_reads_as_something_else_stays_a_word(here: Path, name: str) -> None:
    chosen(here, id=name)
    assert entry.main(["import", "cmos.csv"]) == 0
    assert load_theory(Path("cmos", f"{name}.yaml")).id == name


def test_a_small_sign_in_a_title_leaves_nothing_open(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen(here, title="p < 0.05 > 0")
    assert entry.main(["import", "cmos.csv"]) == 0
    assert "1 draft, 1 with nothing left open" in capsys.readouterr().out


def test_the_command_that_comes_next_can_be_pasted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen(here)
    assert entry.main(["import", "cmos.csv", "out=drafts v2"]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    *words, pattern = shlex.split(line.removeprefix("then: "))
    assert words == ["icsim", "test", "--check"]
    assert pattern == "drafts v2/*.yaml"


def test_a_title_above_the_head_is_one_line_with_the_row_of_the_head(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comma = table(here, ROW).read_text(encoding="utf-8")
    for above in ("Configurations, of my review\n", "My review\n\n"):
        for sign in ",;|":
            (here / "cmos.csv").write_text(above + comma.replace(",", sign), encoding="utf-8")
            (line,) = refused(capsys, here / "cmos.csv")
            assert f"row 1 is not the head: it is row {above.count(chr(10)) + 1}, so take out" in line


def test_vertical_bars_are_read_and_other_signs_are_asked_to_be_changed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comma = table(here, ROW).read_text(encoding="utf-8")
    path = here / "cmos.csv"
    path.write_text(comma.replace(",", "|"), encoding="utf-8")
    assert read_sheet(path, None, is_column).head == tuple(HEAD)
    path.write_text(comma.replace(",", "^"), encoding="utf-8")
    (line,) = refused(capsys, path)
    assert "its names are not told apart; save it with commas, semicolons, tabs, vertical bars between them" in line


def test_every_draft_with_open_places_is_yaml_whose_open_places_are_known(here: Path) -> None:
    table(here, ROW, [*ROW[:4], "C D (2021)"])
    assert entry.main(["import", "cmos.csv"]) == 0
    from icsim.base.yaml_io import read_yaml

    paths = sorted(Path("cmos").glob("*.yaml"))
    assert [path.stem for path in paths] == ["clear_roles", "row_3"]
    for path in paths:
        assert len(list(placeholders(read_yaml(path)))) == 10


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "import: nothing is no table"),
        (["a.csv", "b.csv"], "import: a.csv b.csv is no table"),
        (["nowhere.csv"], "nowhere.csv: No such file or directory; give the path of a .csv or .xlsx file"),
        (["old.xls"], "old.xls: is no table that is read here"),
        (["."], ".: is no table that is read here"),
        (["cmos.csv", "sheet=One"], "sheet: cmos.csv has no sheets; leave it out"),
        (["cmos.csv", "to=x"], "import: to=x is not understood"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], args: list[str], part: str) -> None:
    table(here, ROW)
    Path("old.xls").write_bytes(b"\xd0\xcf")
    assert entry.main(["import", *args]) == 2
    error = capsys.readouterr().err
    assert part in error
    assert error.count("\n") == 1


def test_help_names_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["import", "--help"]) == 0
    said = capsys.readouterr().out
    assert [key for key in (*COLUMNS, *TEXTS) if f"  {key} " not in said and f"{key}," not in said] == []


def test_who_acts_is_a_slot_of_its_own_in_words_and_as_chosen(here: Path) -> None:
    chosen(here, actors="ward managers", set_actors="leaders of tier=team towards sector=social_care own staff")
    assert entry.main(["import", "cmos.csv"]) == 0
    actors = load_theory(Path("cmos/mine.yaml")).actors
    assert actors is not None
    assert actors.model_dump() == {
        "as_written": "ward managers", "who": "leaders", "of": {"tier": "team"}, "towards": {"sector": "social_care"},
        "staff": "own",
    }  # fmt: skip


def test_who_acts_in_words_alone_is_left_open_with_what_is_near(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen(here, actors="the chief executive")
    assert entry.main(["import", "cmos.csv"]) == 0
    assert "1 draft, 0 with nothing left open" in capsys.readouterr().out
    text = Path("cmos/mine.yaml").read_text(encoding="utf-8")
    assert "# Nearest by its letters: leaders of tier=system" in text
    assert "who: <leaders, teams or nobody>" in text.replace("'", "")
    (row,) = [one for one in csv.DictReader(Path("cmos", MAPPING).read_text().splitlines()) if one["part"] == "actors"]
    assert (row["phrase"], row["nearest_1"]) == ("the chief executive", "leaders of tier=system")


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("the boss", "row 2: set_actors: the boss is not understood; give leaders, teams or nobody"),
        ("leaders of tier=system", "row 2: set_actors: actors.of.tier: system matches no leader in pair"),
        ("leaders partner", "row 2: set_actors: actors.staff: partner, but all of the teams of pair are the actors' own staff"),
        ("nobody", "row 2: set_actors: actors.who: nobody, but the arms set what leaders do"),
    ],
)
def test_an_actor_who_is_not_there_or_never_set_is_told_by_its_row(
    here: Path, capsys: pytest.CaptureFixture[str], cell: str, line: str
) -> None:
    path = chosen(here, set_actors=cell)
    (told,) = refused(capsys, path)
    assert line in told
