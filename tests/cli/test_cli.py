import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from icsim import __version__
from icsim.base.errors import UserError, raise_all
from icsim.commands import entry, names, one_run, test
from icsim.config.provenance import provenance_record
from icsim.config.settings import validate

PAIR = ["place=pair", "replicates=1", "weeks=2"]


def python(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def refused(capsys, *args: str) -> str:
    assert entry.main(args) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("icsim: ")
    assert shown.err.count("\n") == 1
    return shown.err


@pytest.mark.parametrize(
    ("args", "words", "rest"),
    [
        ([], [], []),
        (["box4", "place=pair"], ["box4"], ["place=pair"]),
        (["box4", "box*", "mine.yaml", "a.b=1", "-m"], ["box4", "box*", "mine.yaml"], ["a.b=1", "-m"]),
        (["--cfg", "job", "place=pair"], [], ["--cfg", "job", "place=pair"]),
        (["box4", "~timeline", "word"], ["box4"], ["~timeline", "word"]),
    ],
)
def test_words_reach_up_to_the_first_override_or_option(args, words, rest):
    assert entry.split_words_and_overrides(args) == (words, rest)


def test_help_and_version(capsys):
    assert entry.main(["--help"]) == entry.main([]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in names.COMMANDS)
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out == f"icsim {__version__}\n"


@pytest.mark.parametrize("command", ["run", "test"])
def test_help_of_a_command_lists_the_groups(capsys, command):
    assert entry.main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "leadership: balanced, " in shown
    assert ("budget: full, quick, standard" in shown) == (command == "test")
    assert "theory" not in shown.split("config groups")[1].split("single values")[0]


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["run", "place=~nobody-of-this-name"], "~: no home folder of that name is known here; write the whole path"),
        (["teach", ""], "'': an empty word stands among the others; take it out, or give what it should be"),
        (["rnu"], f"rnu is no command; allowed: {', '.join(names.COMMANDS)}; did you mean run?"),
        (["run", "pair"], "did you mean place=pair?"),
        (["run", "--mutlirun"], "--mutlirun is no option; see icsim run --help; did you mean --multirun?"),
        (["run", "--cfg", "jobs"], "invalid choice: 'jobs'"),
        (["run", "place=pair", "stray"], "stray: cannot be read as key=value"),
        (["run", "--cfg", "job", "context.demnd=1"], "did you mean context.demand?"),
        (["run", "--cfg", "job", "-p", "leadership.teem"], "no such key; did you mean team?"),
        (["test"], "no theory; name one or more of icsim list theories"),
        (["list", "levrs"], "did you mean levers?"),
        (["list", "levers", "visoin"], "did you mean inspiring_intent.vision?"),
        (["list", "--all"], "--all is not understood"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(capsys, args, part):
    assert part in refused(capsys, *args)


@pytest.mark.slow
def test_cfg_prints_what_gives_the_same_settings(capsys):
    assert entry.main(["run", "place=pair", "context.demand=0.3", "--cfg", "job"]) == 0
    values = yaml.safe_load(capsys.readouterr().out)
    assert validate("run", values).context["demand"] == 0.3
    assert entry.main(["run", "place=pair", "--cfg", "job", "-p", "context.prior_ties"]) == 0
    assert capsys.readouterr().out == "1.0\n"
    assert entry.main(["run", "--cfg", "hydra"]) == 0
    assert "job_logging" in capsys.readouterr().out


@pytest.mark.slow
def test_every_point_of_a_multirun_is_checked_first_and_has_its_own_folder(capsys, monkeypatch):
    made = []
    monkeypatch.setattr(
        one_run, "simulate_and_write", lambda point, into, named: made.append((point.context["demand"], into))
    )
    assert entry.main(["run", *PAIR, "-m", "context.demand=0.1,0.9"]) == 0
    assert [demand for demand, _ in made] == [0.1, 0.9]
    assert len({into for _, into in made}) == 2
    assert all(into.parent == Path("results/runs") and into.name.startswith("pair-") for _, into in made)
    assert "context.demand: 9 is not allowed" in refused(capsys, "run", *PAIR, "-m", "context.demand=0.1,9")
    assert len(made) == 2


@pytest.mark.slow
def test_out_is_the_folder_of_one_run_and_above_those_of_several(monkeypatch):
    made = []
    monkeypatch.setattr(one_run, "simulate_and_write", lambda point, into, named: made.append(into))
    entry.main(["run", *PAIR, "out=here"])
    entry.main(["run", *PAIR, "out=here", "-m", "seed=1,2"])
    assert made[0] == Path("here")
    assert {path.parent for path in made[1:]} == {Path("here")}


def test_test_hands_over_theories_and_overrides(monkeypatch):
    given = []
    monkeypatch.setattr(test, "run_theories", lambda words, points, full: given.append((words, points, full)))
    assert entry.main(["test", "box4", "mine.yaml", "weeks=3", "budget=quick"]) == 0
    assert entry.main(["test", "box4", "weeks=3", "full=true"]) == 0
    assert given == [(["box4", "mine.yaml"], [["weeks=3", "budget=quick"]], False), (["box4"], [["weeks=3"]], True)]


@pytest.mark.parametrize(
    "topic", ["places", "mechanisms", "levers", "context", "measures", "events", "parameters", "rules", "settings"]
)
def test_lists_are_tables_of_one_line_a_row(capsys, topic):
    assert entry.main(["list", topic]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 5
    assert lines[0].startswith("name")


def test_list_alone_says_what_can_be_listed(capsys):
    assert entry.main(["list"]) == 0
    assert entry.main(["list", "theories"]) == 0
    assert "mechanisms  7" in capsys.readouterr().out


def test_a_list_narrows_down_to_words(capsys):
    entry.main(["list", "levers", "vision"])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["name", "inspiring_intent.vision"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "found"),
    [("t6_5", "t6_5"), ("drives phys", "box4"), ("LOYALTY_STRAIN", "box3"), ("two loyalties", "box3"), ("working with", "box4")],
)
def test_a_theory_is_found_by_its_name_and_by_what_it_says_and_measures(capsys, word, found):
    assert entry.main(["list", "theories", word]) == 0
    named = [line.split()[0] for line in capsys.readouterr().out.splitlines()][1:]
    assert found in named
    assert "box7" not in named


@pytest.mark.slow
@pytest.mark.parametrize("command", ["test", "trace"])
def test_a_theory_is_checked_where_only_the_configuration_is_shown(tmp_path, capsys, command):
    (tmp_path / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    assert entry.main([command, str(tmp_path / "mine.yaml"), "--cfg", "job"]) == 2
    assert "mine.yaml: title: missing" in capsys.readouterr().err
    assert entry.main([command, "box4", "budget=quick", "--cfg", "job", "-p", "budget"]) == 0
    assert "draws: 32" in capsys.readouterr().out


def test_a_table_is_drawn_in_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    entry.main(["list", "context", "demand"])
    assert "demand" in capsys.readouterr().out


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["list", "levers"], ["list", "places"], ["list", "theories"], ["rnu"]]
)
def test_what_must_be_quick_imports_nothing_heavy(args):
    done = python("-X", "importtime", "-m", "icsim", *args)
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    heavy = {"numba", "mesa", "hydra", "omegaconf", "pydantic", "numpy", "pandas", "matplotlib", "rich"}
    assert "argparse" not in imported or args[0] != "--help"
    assert not imported & heavy
    assert "icsim" in imported


@pytest.mark.slow
def test_a_run_that_is_only_shown_imports_no_engine():
    done = python("-X", "importtime", "-m", "icsim", "run", "--cfg", "job")
    assert done.returncode == 0
    assert not {"numba", "mesa"} & {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("icsim ", " ".join(names.COMMANDS)),
        ("icsim r", "run report rerun"),
        ("icsim list lev", "levers"),
        ("icsim run place=pa", "place=pair"),
        ("icsim test box4 budget=q", "budget=quick"),
        ("icsim trace box4 budget=q", "budget=quick"),
        ("icsim run weeks=3 context.dem", "context.demand="),
    ],
)
def test_words_are_completed(capsys, monkeypatch, line, found):
    monkeypatch.setenv("COMP_LINE", line)
    assert entry.main(["-sc", "query=bash"]) == 0
    assert capsys.readouterr().out.split() == found.split()


@pytest.mark.slow
def test_completion_knows_the_choices_of_its_command_only(capsys, monkeypatch):
    monkeypatch.setenv("COMP_LINE", "icsim run ")
    entry.main(["-sc", "query=bash"])
    found = capsys.readouterr().out.split()
    assert "place=" in found
    assert "budget=" not in found
    assert "theory=" not in found


def test_completion_installs(capsys):
    assert entry.main(["run", "-sc", "install=bash"]) == 0
    assert "hydra_bash_completion" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code", "part"),
    [
        (KeyboardInterrupt(), 130, "stopped"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/full/run.parquet"),
            2,
            "/full/run.parquet: No space left on device",
        ),
        (UserError("weeks: 0 is not allowed"), 2, "weeks: 0 is not allowed"),
    ],
)
def test_what_stops_a_command_is_one_line(capsys, monkeypatch, error, code, part):
    def stop(point, into, named):
        raise error

    monkeypatch.setattr(one_run, "simulate_and_write", stop)
    assert entry.main(["run", *PAIR]) == code
    shown = capsys.readouterr().err
    assert shown.startswith("icsim: ")
    assert part in shown
    assert shown.count("\n") == 1


def test_of_very_many_mistakes_the_first_are_told_and_how_many_more_there_are(capsys, monkeypatch):
    monkeypatch.setattr(entry, "dispatch", lambda args: raise_all([f"cell {n}: bad" for n in range(900)]))
    assert entry.main(["list"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == entry.MOST + 1
    assert lines[0] == "icsim: cell 0: bad"
    assert lines[-1] == f"icsim: and {900 - entry.MOST} more like these; mend these first"


def test_a_reader_that_has_seen_enough_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m icsim list parameters | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("name")
    assert done.stderr == ""


def test_the_record_says_how_to_make_a_result_again():
    from icsim.config.compose import compose

    settings = compose("run", PAIR)
    made = provenance_record(settings)
    assert validate("run", made.config) == settings
    assert made.content_hash == settings.content_hash()
    assert set(made.versions) >= {"python", "numba", "numpy"}


def test_a_fault_nobody_foresaw_is_one_line_and_a_file(capsys, monkeypatch, tmp_path):
    def fails(words, rest):
        raise KeyError(75)

    monkeypatch.setattr("icsim.commands.list.main", fails)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert entry.main(["list", "levers"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("icsim: KeyError: 75: this is a fault of icsim, not yours; ")
    assert said.count("\n") == 1
    (kept,) = tmp_path.glob("icsim-*.log")
    assert str(kept) in said
    text = kept.read_text(encoding="utf-8")
    assert "icsim list levers" in text
    assert "raise KeyError(75)" in text


def test_a_fault_is_shown_where_no_file_can_be_written(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("icsim.commands.list.main", lambda words, rest: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    assert entry.main(["list"]) == 70
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "all of it stands above" in said


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_never_fails_for_an_encoding(encoding):
    done = python("-m", "icsim", "list", "measures", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr


def test_closed_output_is_as_if_it_went_nowhere():
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m icsim list levers >&- 2>&-; echo $?"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0\n"


def test_list_has_a_help_of_its_own(capsys):
    assert entry.main(["list", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "levers" in shown.partition("topics: ")[2]


def test_a_file_whose_name_begins_with_a_dash_is_named_with_the_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-mine.yaml").write_text("id: mine\n", encoding="utf-8")
    assert entry.main(["test", "--check", "-mine.yaml"]) == 2
    assert capsys.readouterr().err == "icsim: -mine.yaml: begins as an option does; give the file as ./-mine.yaml\n"


@pytest.mark.parametrize("words", [["full=maybe"], ["full="], ["full=true", "full=false"]])
def test_full_is_true_or_false(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["test", "box4", *words]) == 2
    assert "not understood; allowed: full=true or full=false" in capsys.readouterr().err
