"""Situations from public reports of neighbouring projects and from files that people of this work exchange: what comes out."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_kit import Command

POINTS = ("sweep", "place=pair", "design=file", "--cfg", "job", "-p", "design.kind")


def shown(icsim: Command, *args: str) -> tuple[Any, str]:
    """What `--cfg job` prints, read again, and what was said beside it."""
    code, out, err = icsim(*args)
    assert code == 0, err
    return yaml.safe_load(out), err


def refused(icsim: Command, *args: str) -> str:
    code, _, err = icsim(*args)
    assert code == 2, err
    assert err.startswith("icsim: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("run", "place=p_octal.yaml", "-p", "place.organisations.health.horizon"), 52),
        (("sweep", "experiment=exp_octal.yaml", "-p", "weeks"), 52),
        (("sweep", "experiment=exp_octal.yaml", "-p", "replicates"), 10),
        (("sweep", "experiment=exp_place.yaml", "-p", "place.name"), "pair"),
        (("run", "place=Größe.yaml", "-p", "place.name"), "pair"),
        (("run", "place=pair", "out=results/demand=0.5", "-p", "out"), "results/demand=0.5"),
        (("run", "place=pair", "out=Anna's run", "-p", "out"), "Anna's run"),
        (("run", "place=pair", "out='Anna run'", "-p", "out"), "Anna run"),
        (("run", "place=pair", "out=a,b (copy) {1}", "-p", "out"), "a,b (copy) {1}"),
        (("run", "place=pair", "out=C:\\Users\\Ann's\\out\\", "-p", "out"), "C:\\Users\\Ann's\\out\\"),
        (("run", "place=pair", "out=2024", "-p", "out"), "2024"),
        (("run", "+place=pair", "-p", "place.name"), "pair"),
        (("run", "place=pair", 'timeline=[{"week": 8, "set": {"context.demand": 0.4}}]', "-p", "timeline"),
         [{"week": 8, "set": {"context": {"demand": 0.4}}}]),
        (("test", "t_dollar.yaml", "-p", "weeks"), 260),
        (("test", "t_relplace.yaml", "-p", "weeks"), 260),
    ],
)  # fmt: skip
def test_is_read_as_it_is_meant(args: tuple[str, ...], meant: object, cases: Path, icsim: Command) -> None:
    command, *words = args
    assert shown(icsim, command, *words[:1], "--cfg", "job", *words[1:]) == (meant, "")


def test_a_home_folder_is_found_behind_an_equals_sign(icsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert shown(icsim, "run", "place=pair", "out=~/run", "--cfg", "job", "-p", "out") == ("/somewhere/run", "")


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (("run", "place=p_comma.yaml"), ["p_comma.yaml, line 15, column 60: ", "write 0.75"]),
        (("test", "t_comma.yaml"), ["t_comma.yaml, line 10, column ", "write 0.9"]),
        (("test", "t_weekcomma.yaml"), ["t_weekcomma.yaml, line 16, column 34", "write 1.3"]),
        (("test", "t_colon.yaml"), ["t_colon.yaml, line 2, column 13", "put the text that has a colon in quotes"]),
        (("test", "t_null.yaml"), ["t_null.yaml: title: empty; give a text"]),
        (("run", "place=p_latin1.yaml"), ["p_latin1.yaml, line 5: not UTF-8; save it as UTF-8"]),
        (("run", "place=p_year.yaml"), ["place.source.date: 2022 is not allowed", "as in '2022'"]),
        (("run", "place=pair", "hydra.run.dir=X"), ["hydra.run.dir: has no effect in icsim run; write out=PATH"]),
        (("sweep", "place=pair", "hydra/sweeper=basic"), ["hydra/sweeper: has no effect in icsim sweep"]),
        (("run", "-m", "place=pair,place", "hydra.job.name=x"), ["hydra.job.name: has no effect in icsim run -m; leave it out"]),
        (("sweep", "experiment=hydra_sweep.yaml"), ["hydra: has no effect in an experiment", "design.axes"]),
        (("test", "t_noplace.yaml"), ["nowhere.yaml is neither at ", " nor at "]),
        (("run", "place=pair", "timeline.0.week=3"), ["timeline.0.week=3: is a part of a list", "timeline=[{week: 8, …}]"]),
        (("run", "-m", "place=pair,place", "--cfg", "job"), ["prints one configuration, and -m gives 2; leave -m out"]),
        (("run", "place=pair", "context.demand=0,5"), ["write 0.5 for a number with decimals"]),
        (("run", "place=pair", "weeks='52'"), ["weeks: '52' is not allowed", "as in 52"]),
        (("run", "place=pair", "context.demand=~a"), ["context.demand=~a: ", "write \"context.demand='~a'\""]),
        (("run", "place=pair", "~foo"), ["~foo: takes nothing away"]),
        (("run", "place=pair", "context@x=default"), ["no key has an @ here; write context="]),
        (("run", "--config-name", "config"), ["icsim run PATH/config.yaml"]),
        (("run", "p_ok.yaml"), ["did you mean place=p_ok.yaml?"]),
        (("run", "place=p_ok"), ["did you mean p_ok.yaml?"]),
        (("test", "mine"), ["mine is no theory", "did you mean mine.yaml?"]),
        (("run", "place=pair", "out=\x1b[31mred"), ["out=\\x1b[31mred: holds a sign that commands a terminal"]),
        (("rerun", "nowhere", "99999999999999999999999"), ["is not understood; give the folder of a sweep and a number"]),
    ],
)  # fmt: skip
def test_is_one_line_with_what_to_do(args: tuple[str, ...], parts: list[str], cases: Path, icsim: Command) -> None:
    said = refused(icsim, *args)
    assert all(part in said for part in parts), said
    assert not any(word in said for word in ("Exception", "Lexer", "mismatched input", "viable", "defaults list", "OmegaConf"))
    assert len(said) < 420


@pytest.mark.parametrize(
    ("table", "columns", "label"),
    [
        ("d_semi.csv", [("context.demand", (0.2, 0.5)), ("context.power_imbalance", (0.3, 0.8))], ""),
        ("excel_de.csv", [("context.demand", (0.2, 0.5)), ("context.power_imbalance", (0.3, 0.8))], ""),
        ("pandas_index.csv", [("context.demand", (0.2, 0.5)), ("context.power_imbalance", (0.3, 0.8))], ""),
        ("d_pd.parquet", [("context.demand", (0.2, 0.5))], ""),
        ("d_upper.CSV", [("context.demand", (0.2,)), ("context.power_imbalance", (0.3,))], ""),
        ("melodie_scenarios.csv", [("context.demand", (0.2, 0.5)), ("context.power_imbalance", (0.8, 0.8))], "id"),
        ("d_latin1.csv", [("context.demand", (0.2, 0.5))], "Größe"),
    ],
)
def test_a_table_of_points_is_read(
    table: str, columns: list[object], label: str, cases: Path, icsim: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    from icsim.config.compose import compose
    from icsim.sweep.designs import design_points

    found: Any = design_points({"kind": "file", "path": table}, compose("run", ["place=pair"]).place_file)
    assert [(axis.path, values) for axis, values in zip(found.axes, found.columns, strict=True)][: len(columns)] == columns
    assert list(found.labels) == [label] * bool(label)
    said = capsys.readouterr().err
    assert said.count("\n") == bool(label)
    assert label in said
    assert shown(icsim, *POINTS, f"design.path={table}")[0] == "file"


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        ("d_nest.parquet", ["the column context.demand holds values of type list", "give numbers or words"]),
        ("d_na.csv", ["d_na.csv, row 2, context.power_imbalance: empty, or NA; give every point every value"]),
        ("d_numtext.csv", ["d_numtext.csv, row 3, context.demand: high is not allowed; give a number from 0 to 1"]),
    ],
)
def test_a_table_that_says_too_little_is_one_line(table: str, parts: list[str], cases: Path, icsim: Command) -> None:
    said = refused(icsim, *POINTS, f"design.path={table}")
    assert all(part in said for part in parts), said


def test_a_file_is_found_beside_the_one_that_names_it(cases: Path, icsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    away = cases.parent / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    assert shown(icsim, "test", str(cases / "t_relplace.yaml"), "--cfg", "job", "-p", "weeks")[0] == 260
    said = refused(icsim, "test", str(cases / "t_noplace.yaml"))
    assert str(cases / "nowhere.yaml") in said
    assert str(away / "nowhere.yaml") in said


def test_a_lesson_behind_host_is_a_lesson(icsim: Command) -> None:
    said = refused(icsim, "teach", "--host", "box4", "save=/nowhere/page.html")
    assert "save: /nowhere is not there" in said
    assert "host" not in said


def test_list_has_help_wherever_it_is_asked_for(icsim: Command) -> None:
    for words in (["--help"], ["levers", "--help"], ["-h", "levers"]):
        code, out, _ = icsim("list", *words)
        assert code == 0
        assert "topics: places" in out


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of four worlds whose points have a label."""
    from icsim.commands import entry

    folder = tmp_path_factory.mktemp("swept")
    (folder / "points.csv").write_text("id,context.demand\nlow,0.2\nhigh,0.5\n")
    words = ["design=file", f"design.path={folder / 'points.csv'}", "weeks=2", "replicates=2", "measures=[trust]", "report=false"]
    assert entry.main(["sweep", "place=pair", *words, f"out={folder / 'made'}"]) == 0
    return folder / "made"


@pytest.mark.slow
def test_a_label_stands_in_the_table(swept: Path, icsim: Command) -> None:
    code, out, _ = icsim("rerun", str(swept), "1")
    assert code == 0
    assert "id=high" in out


@pytest.mark.slow
def test_a_note_beside_the_parts_does_no_harm_and_a_spoilt_part_is_named(swept: Path, tmp_path: Path, icsim: Command) -> None:
    folder = tmp_path / "made"
    shutil.copytree(swept, folder)
    (folder / "table" / "notes.csv").write_text("mine")
    assert icsim("rerun", str(folder), "0")[0] == 0
    (part,) = (folder / "table").glob("*.parquet")
    part.write_bytes(part.read_bytes()[:700])
    for command in (("rerun", str(folder), "0"), ("report", str(folder))):
        said = refused(icsim, *command)
        assert f"{part}: is not what was written; repeat the command, which runs it again: icsim sweep" in said
    assert "out: " in refused(icsim, "rerun", str(swept), "0", f"out={folder}")


@pytest.mark.slow
def test_a_run_s_own_configuration_gives_the_same_run(cases: Path, icsim: Command) -> None:
    assert icsim("run", "place=p_dollar_crash.yaml", "context.demand=0.3", "weeks=2", "replicates=2", "out=a")[0] == 0
    assert icsim("run", "a/config.yaml", "out=b")[0] == 0
    for name in ("replicates.parquet", "measures.svg"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()
    assert "Cut $2m (5%) and keep $1m" in Path("a/measures.svg").read_text(encoding="utf-8")
    assert shown(icsim, "run", "a/config.yaml", "weeks=3", "--cfg", "job", "-p", "weeks")[0] == 3
    for wrong in (("run", "place=a/config.yaml"), ("sweep", "experiment=a/config.yaml"), ("test", "a/config.yaml")):
        assert "to run it again: icsim run " in refused(icsim, *wrong)
    assert "type icsim run a/config.yaml" in refused(icsim, "mechanisms", "a/config.yaml")


@pytest.mark.slow
def test_a_title_that_looks_like_a_formula_is_traced_as_it_was_typed(cases: Path, icsim: Command) -> None:
    title = "Cut $2m (5%) and keep $1m"
    code, out, err = icsim("trace", "t_dollar.yaml", "out=traced")
    assert code == 0, err
    assert f"mine  {title}\n" in out
    assert title in Path("traced/trace.svg").read_text(encoding="utf-8")
    assert title in Path("traced/report.html").read_text(encoding="utf-8")
    assert Path("traced/trace.png").stat().st_size > 10_000


@pytest.mark.slow
def test_signs_that_no_font_has_are_named(cases: Path, icsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from icsim.report import glyphs

    monkeypatch.setattr(glyphs, "_said", set())
    monkeypatch.setattr(glyphs, "_fonts_with", lambda lacking: ())
    code, _, err = icsim("run", "place=p_cjk.yaml", "weeks=1", "replicates=1", "out=made")
    assert code == 0
    assert err.count("icsim: no font of this machine has ") == 1
    assert "Glyph" not in err
    assert "二つのチーム" in Path("made/measures.svg").read_text(encoding="utf-8")


def test_a_font_that_has_a_sign_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    from icsim.report import glyphs

    made = Figure()
    plain, other = made.text(0, 0, "plain"), made.text(0, 0, "二")
    monkeypatch.setattr(glyphs, "_fonts_with", lambda lacking: (("Some Font", lacking),))
    glyphs.give_fonts(made)
    assert other.get_fontfamily() == [glyphs.OURS, "Some Font"]
    assert "Some Font" not in plain.get_fontfamily()


@pytest.mark.slow
def test_mesa_s_habits_are_met(cases: Path) -> None:
    import mesa

    from icsim import CareSystem

    parameters = {"place": "pair", "measures": [["trust"]]}
    rows = mesa.batch_run(CareSystem, parameters, iterations=3, max_steps=3, display_progress=False)
    assert len({row["seed"] for row in rows}) == 3
    assert CareSystem(Path("p_ok.yaml"), measures=()).world.title == "Two teams"
