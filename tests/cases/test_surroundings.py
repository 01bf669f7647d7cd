"""The same commands in every terminal, language, folder and environment that people have: nothing fails, figures are the same."""

import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from case_kit import PLAINLY, process
from commands_one_after_another import WRITTEN
from commands_one_after_another import __file__ as all_commands

RUN = ("run", "place=pair", "weeks=1", "replicates=2")
RESULTS = ("summary.json", "config.yaml", "measures.png", "network.svg", "replicates.parquet")
BLACK_TEX = "text.usetex: True\nfigure.facecolor: black\naxes.facecolor: black\nfont.size: 40\nsavefig.dpi: 20\n"
PLAIN_C = {"LANG": "C", "LC_ALL": "C"}
OLD_C = PLAIN_C | {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # without what Python does to help
# What has nothing to do with one another goes together, for all commands are run in each.
ENVIRONMENTS: dict[str, dict[str, str | None]] = {
    "a dumb terminal and an older Windows": {"TERM": "dumb", "PYTHONIOENCODING": "cp1252"},
    "ascii and no place for what is temporary": {"PYTHONIOENCODING": "ascii", "TMPDIR": "/nowhere", "TZ": ":Foo/Bar,,M9"},
    "no language and no home": OLD_C
    | {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None, "ICSIM_CACHE_DIR": None, "MPLCONFIGDIR": None},
    "forty columns and a home that is not there": {"COLUMNS": "40", "LINES": "10"}
    | {"HOME": "/proc/nowhere", "ICSIM_CACHE_DIR": None, "XDG_CACHE_HOME": None, "MPLCONFIGDIR": None},
    "a cache that cannot be written": {"ICSIM_CACHE_DIR": "/proc/cache"},
    "a cache that is a file": {"ICSIM_CACHE_DIR": None, "XDG_CACHE_HOME": __file__, "MPLCONFIGDIR": None},
    "nothing but a path": dict.fromkeys([name for name in os.environ if name not in ("PATH", "PYTHONPATH", *PLAINLY)]),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run in the surroundings of the tests."""
    folder = tmp_path_factory.mktemp("plain")
    made = process(cwd=folder, program=shlex.quote(all_commands))
    assert made.returncode == 0, made.stderr
    return folder / "made"


def check(made: subprocess.CompletedProcess[bytes], out: Path, plain: Path) -> None:
    """All there, to the byte what it is elsewhere; nothing that only a programmer reads."""
    assert made.returncode == 0, made.stderr
    assert b"Traceback" not in made.stdout + made.stderr
    assert b"Warning" not in made.stderr
    assert b"atplotlib" not in made.stderr
    for name in RESULTS:
        assert (out / name).stat().st_size > 100
    for name in ("measures.png", "network.svg"):
        assert (out / name).read_bytes() == (plain / name).read_bytes()


def check_all(folder: Path, plain: Path, **more: str | None) -> None:
    """`list`, `run`, `sweep`, `report`, `trace`, `test` and `teach`, in a folder."""
    folder.mkdir(exist_ok=True)
    check(process(cwd=folder, program=shlex.quote(all_commands), **more), folder / "made", plain)
    assert all((folder / name).stat().st_size > 100 for name in WRITTEN)
    assert (folder / "traced/trace.png").read_bytes() == (plain.parent / "traced/trace.png").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_all_commands_do_the_same_in(name: str, plain: Path, tmp_path: Path) -> None:
    check_all(tmp_path / "here", plain, **ENVIRONMENTS[name])


@pytest.mark.slow
@pytest.mark.parametrize("where", ["MPLCONFIGDIR", "the folder"])
def test_what_a_user_has_set_for_figures_has_no_part_in_ours(where: str, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(BLACK_TEX)
    settings = {"MPLCONFIGDIR": str(tmp_path)} if where == "MPLCONFIGDIR" else {}
    check_all(tmp_path, plain, **settings)


@pytest.mark.slow
@pytest.mark.parametrize("content", [bytes(range(128, 256)) * 3, "font.family: Größe".encode("latin-1"), None])
def test_settings_that_matplotlib_cannot_read_have_no_part_in_ours(content: bytes | None, plain: Path, tmp_path: Path) -> None:
    """None: a pipe, which nobody writes to."""
    here = tmp_path / "here"
    here.mkdir()
    os.mkfifo(here / "matplotlibrc") if content is None else (here / "matplotlibrc").write_bytes(content)
    check(process(*RUN, "out=made", cwd=here, MPLBACKEND="nosuch"), here / "made", plain)


def test_a_folder_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    made = process(*RUN, cwd=gone, before=f"rmdir {shlex.quote(str(gone))};")
    assert made.returncode == 2
    assert made.stderr.splitlines()[-1].startswith(b"icsim: the folder in which this was started is not there any more")


@pytest.mark.slow
def test_paths_have_spaces_umlauts_and_quotes(plain: Path, tmp_path: Path) -> None:
    here = tmp_path / "Anna's Ordner für Größe (neu)"
    check_all(here, plain, **PLAIN_C)
    check(process(*RUN, "out=mein Lauf, ü=1", cwd=here, **PLAIN_C), here / "mein Lauf, ü=1", plain)


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    made = process("run", before="shopt -u extglob;", after="$'place=Gr\\xf6\\xdfe.yaml'", cwd=tmp_path)
    assert made.returncode == 2
    assert made.stderr.count(b"\n") == 1
    assert b"holds bytes that are no text" in made.stderr


@pytest.mark.slow
@pytest.mark.parametrize("after", [">&-", "2>&-", ">&- 2>&-", ">&- 2>&- <&-", "2>/dev/full"])
def test_streams_may_be_closed(after: str, plain: Path, tmp_path: Path) -> None:
    check(process(*RUN, "out=made", cwd=tmp_path, after=after), tmp_path / "made", plain)


def test_a_full_disk_behind_the_output_is_one_line() -> None:
    made = process("list", "levers", after=">/dev/full")
    assert made.returncode == 2
    assert made.stderr.startswith(b"icsim: ")
    assert b"No space left on device" in made.stderr
    assert made.stderr.count(b"\n") == 1


@pytest.mark.slow
def test_no_terminal_and_no_session(plain: Path, tmp_path: Path) -> None:
    check_all(tmp_path, plain, before="setsid", after="</dev/null 2>&1 | cat")


@pytest.mark.slow
@pytest.mark.parametrize(("term", "columns"), [("dumb", "40"), ("xterm-256color", "40"), ("", "200"), ("unheard-of", "1")])
def test_a_terminal_of_any_kind(term: str, columns: str, plain: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    surroundings = {**os.environ, **PLAINLY, "TERM": term, "COLUMNS": columns, "LINES": "24"}
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with subprocess.Popen([sys.executable, "-m", "icsim", *RUN, "out=made"], cwd=tmp_path, env=surroundings, **streams) as made:
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            said += more
    os.close(ours)
    check(subprocess.CompletedProcess((), made.returncode, said, b""), tmp_path / "made", plain)
    assert b"Two teams" in said or int(columns) < 40


@pytest.mark.slow
@pytest.mark.parametrize("words", [("list", "levers"), ("sweep", "--help"), ("run", "place=pair", "--cfg", "job")])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-16"])
def test_what_is_printed_never_fails(words: tuple[str, ...], encoding: str) -> None:
    made = process(*words, **OLD_C | {"PYTHONIOENCODING": encoding})
    assert made.returncode == 0
    assert made.stderr == b""
    assert len(made.stdout) > 500
