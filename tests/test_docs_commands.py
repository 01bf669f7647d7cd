"""Every command that a page of the documentation shows is one that icsim understands; Python is run by the tests named here."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from icsim.base.resources import conf_dir
from icsim.commands import entry

DOCS = Path(__file__).resolve().parents[1] / "docs"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPEN = re.compile(r"…|\bNAME\b|\bPATH\b|\bTHEORY\b|\$file|\bROW\b")  # something is left for the reader to fill in
ELSEWHERE = {  # pages whose blocks other tests run from first to last
    "another_review", "first_theory", "first_sweep", "first_class", "adding", "mesa", "one_sitting",
}  # fmt: skip
RUN_BY = {  # who runs the Python of a page
    "mesa": "model/test_mesa.py", "one_sitting": "test_one_sitting.py", "sweeps": "sweep/test_open_table.py",
}  # fmt: skip
READ = {"test", "run", "sweep", "scoreboard", "mechanisms", "trace", "calibrate"}  # commands that know --cfg job
LEFT_OUT = {"teach", "report", "new"}  # they serve, or need a study: their words are tested beside their commands


def commands() -> list[tuple[str, str]]:
    """Every command of a page that leaves nothing open: the page, and the command."""
    found = []
    for path in sorted(DOCS.glob("*.md")):
        if path.stem in ELSEWHERE:
            continue
        for kind, text in BLOCK.findall(path.read_text(encoding="utf-8")):
            if kind in ("", "console", "bash"):
                lines = re.findall(r"^(?:\$ )?(icsim .*)$", text.replace("\\\n", " "), re.MULTILINE)
                found += [(path.stem, line) for line in lines if not OPEN.search(line)]
    return found


COMMANDS = commands()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DOCS / "first", "first")
    shutil.copy(DOCS / "first" / "sharing.yaml", "mine.yaml")
    shutil.copy(conf_dir() / "place" / "pair.yaml", "my_place.yaml")
    Path("survey.csv").write_text(
        "measure,of,week,mean,n,sd,discrepancy\ntrust,,26,0.45,40,0.2,0.1\nfairness,,26,0.5,40,0.2,0.05\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), COMMANDS, ids=[f"{page}-{n}" for n, (page, _) in enumerate(COMMANDS)])
def test_a_command_is_understood(page: str, command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, name, *words = shlex.split(command.partition("    ")[0], comments=True)  # what stands beside it is told, not typed
    if name in LEFT_OUT:
        pytest.skip(f"icsim {name} is tested beside its command")
    multirun = "-m" in words
    more = ["--cfg", "job"] if name in READ and not multirun and "--check" not in words else []
    if multirun or "engine=slurm" in words or "engine=dask" in words:
        pytest.skip("many runs, or other machines: tested in tests/sweep")
    assert entry.main([name, *words, *more]) == 0, capsys.readouterr().err


def test_there_are_commands_and_every_page_with_python_is_run_by_a_test() -> None:
    assert len(COMMANDS) >= 30
    for path in DOCS.glob("*.md"):
        kinds = {kind for kind, _ in BLOCK.findall(path.read_text(encoding="utf-8"))}
        if "python" in kinds and path.stem in RUN_BY:
            assert path.name in (Path(__file__).parent / RUN_BY[path.stem]).read_text(encoding="utf-8")
