"""`icsim teach` as it is typed: what it prints, what it refuses, and how it ends."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError

import pytest

from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.commands import teach
from icsim.commands.entry import main
from icsim.teach.api import TeachApi
from icsim.teach.lessons import lesson_catalogue, load_lesson
from icsim.teach.request_limits import NotFound
from icsim.teach.serving import start_server


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "lesson: nothing is unknown; allowed: "),
        (["box4", "box1"], "box1: one word too many; give at most one lesson"),
        (["place=pear"], "place: pear is not known; allowed: "),
        (["place=pair", "context.demand=2"], "context.demand: 2 is not allowed; give a number from 0 to 1"),
        (["port=99999"], "port: 99999 is not allowed; give a whole number from 0 to 65535"),
        (["pairs=2"], "pairs: 2 is not allowed; give a whole number from 16 to 1000"),
        (["prot=8000"], "did you mean port?"),
        (["place=pair,place", "-m"], "one page at a time; leave -m out"),
        (["--port"], "--port: no number; write --port 8765"),
        (["--hots"], "--hots is no option"),
        (["weeks=900", "place=pair"], "weeks: 900 is not allowed; give a whole number from 1 to 520"),
        (["place=pair", "weeks=8", "host=203.0.113.9", "port=0"], "give an address of this machine, such as host=127.0.0.1"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teach", *words]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["teach", "place=pair", f"port={port}", "open=off"]) == 2
    assert capsys.readouterr().err == f"icsim: port: {port} is taken; close what uses it, or take another with port={port + 1}\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["starlette", "uvicorn", "segno"])
def test_what_is_missing_is_told_with_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in [
        one
        for one in sys.modules
        if one in ("icsim.teach.serving.start_server", "icsim.teach.serving.server") or one.partition(".")[0] == name
    ]:
        monkeypatch.delitem(sys.modules, module)

    class Missing:
        def find_spec(self, wanted: str, path: object = None, target: object = None) -> None:
            if wanted.partition(".")[0] == name:
                raise ModuleNotFoundError(f"No module named {wanted!r}", name=wanted)

    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert main(["teach", "place=pair", "weeks=8"]) == 2
    assert capsys.readouterr().err == f'icsim: teach: {name} is not installed; pip install "icsim[teach]"\n'


def test_a_lesson_of_ones_own_is_opened_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(load_lesson, "_OWN", {})
    monkeypatch.chdir(tmp_path)
    assert main(["new", "lesson", "mine"]) == 0
    assert teach.opening_link(["mine.yaml"], []) == "lesson=mine"
    assert lesson_catalogue.list_lessons()[0]["name"] == "mine"
    assert lesson_catalogue.lesson_for_page("mine")["story"]
    (tmp_path / "twin.yaml").write_text((tmp_path / "mine.yaml").read_text("utf-8").replace("name: mine", "name: box4"), "utf-8")
    for word, said in (
        ("twin.yaml", "twin.yaml: name: box4 is a lesson that comes with icsim; give yours another name"),
        ("none.yaml", "lesson: none.yaml: No such file or directory; give the path of a lesson file"),
    ):
        assert main(["teach", word]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == f"icsim: {said}"


def test_a_request_never_opens_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "lesson", "mine"]) == 0
    for name in ("mine.yaml", str(tmp_path / "mine.yaml"), "mine"):
        with pytest.raises(NotFound):
            lesson_catalogue.lesson_for_page(name)
        with pytest.raises(UserError):
            TeachApi(16).worlds(f"lesson={name}")


@pytest.mark.slow
def test_a_file_of_a_place_is_refused_and_the_help_does_not_offer_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.yaml"
    own.write_text((conf_dir() / "place" / "pair.yaml").read_text("utf-8"), "utf-8")
    assert main(["teach", f"place={own}"]) == 2
    assert "a file, and the page takes none; choose a place by name, or make one with its form" in capsys.readouterr().err
    assert main(["teach", "--help"]) == 0
    said = capsys.readouterr().out
    assert "icsim teach path/to/lesson.yaml" in said
    assert "place=path" not in said
    assert main(["run", "--help"]) == 0
    assert "place=path/to/file.yaml" in capsys.readouterr().out


def test_options_are_keys() -> None:
    assert teach._as_keys(["--host", "--port", "9000", "--no-open"]) == ["host=0.0.0.0", "port=9000", "open=off"]
    assert teach._as_keys(["--host", "192.168.1.5", "place=pair"]) == ["host=192.168.1.5", "place=pair"]
    assert teach._as_keys(["--host=::", "--port=1"]) == ["host=::", "port=1"]
    assert teach._as_keys(["--host", "place=pair"]) == ["host=0.0.0.0", "place=pair"]


def test_what_is_set_goes_into_the_link() -> None:
    words = ["place=pair", "seed=7", "weeks=30", "port=9000", "context.demand=0.9", "+rules=hero"]
    assert teach.opening_link([], words) == "set=context.demand=0.9&set=place=pair&set=rules=hero&replicate=7&weeks=30"
    assert teach.opening_link(["box4"], ["host=0.0.0.0"]) == "lesson=box4"
    with pytest.raises(UserError, match="place: pear is not known"):
        teach.opening_link([], ["place=pear"])


def test_a_classroom_is_told_its_address_and_shown_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_server, "addresses_of_this_machine", lambda: ["192.168.1.7", "10.42.0.1"])
    alone = start_server.startup_lines("127.0.0.1", 8765, "lesson=box4", terminal=True)
    assert alone == ["icsim teach: http://127.0.0.1:8765/?lesson=box4", "Ctrl-C ends it"]
    assert all(start_server.is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "127.0.0.5"))
    everybody = start_server.startup_lines("0.0.0.0", 8765, "", terminal=True)
    assert everybody[1] == "for the class, on the same network: http://192.168.1.7:8765/"
    assert "▄" in everybody[2]
    assert everybody[3] == "or, for phones on another of its networks, such as its hotspot: http://10.42.0.1:8765/"
    assert len({len(line) for line in re.sub(r"\x1b\[[0-9;]*m", "", everybody[2]).splitlines()}) == 1
    assert "▄" not in "\n".join(start_server.startup_lines("0.0.0.0", 8765, "", terminal=False))
    assert start_server.startup_lines("192.168.1.9", 80, "", terminal=False)[1].endswith("http://192.168.1.9:80/")
    assert start_server.page_url("::1", 80, "") == "http://[::1]:80/"


@pytest.mark.slow
def test_sigterm_ends_it_while_it_works_and_somebody_is_connected() -> None:
    """A client holds its connection, another one's question would take long: exit code 0, and nothing on stderr."""
    command = [sys.executable, "-m", "icsim", "teach", "place=pair", "weeks=10", "port=0", "open=off", "pairs=16"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        port = int(re.search(r":(\d+)/", process.stdout.readline())[1])  # type: ignore[index]
        with socket.create_connection(("127.0.0.1", port)) as idle, socket.create_connection(("127.0.0.1", port)) as busy:
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert idle.recv(100).startswith(b"HTTP/1.1 200")
            busy.sendall(b"GET /api/many?set=place=place&weeks=520&pairs=400 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest.endswith("icsim teach: closed\n")
    assert [line for line in errors.splitlines() if not line.startswith("icsim: compiling")] == []


@pytest.mark.slow
def test_sigterm_ends_it_in_peace_while_many_move_sliders_and_more_are_idle() -> None:
    """Those whose answer is still to come are told so, or cut off, without a traceback for each."""
    command = [sys.executable, "-m", "icsim", "teach", "place=pair", "weeks=10", "port=0", "open=off", "pairs=16"]
    move = "GET /api/worlds?set=place=place&weeks=520&replicate={}&brief=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process, ExitStack() as held:
        assert process.stdout is not None
        process.stdout.readline()
        port = int(re.search(r":(\d+)/", process.stdout.readline())[1])  # type: ignore[index]
        for _ in range(30):
            held.enter_context(socket.create_connection(("127.0.0.1", port)))
        for n in range(24):
            own = (f"127.0.0.{2 + n}", 0) if sys.platform == "linux" else None
            line = held.enter_context(socket.create_connection(("127.0.0.1", port), source_address=own))
            line.sendall(move.format(n).encode())
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest.endswith("icsim teach: closed\n")
    assert [line for line in errors.splitlines() if not line.startswith("icsim: compiling")] == []


@pytest.mark.slow
@pytest.mark.parametrize(("first", "warned"), [("slider_workers._begin_tracker()", False), ("pass", True)])
def test_what_a_killed_process_leaves_is_cleared_up_without_a_warning(first: str, warned: bool) -> None:
    code = "import multiprocessing, os\nfrom icsim.teach import slider_workers\n"
    code += f"{first}\nkept = multiprocessing.get_context('spawn').Semaphore()\nos._exit(0)"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ("resource_tracker" in made.stderr) == warned


@pytest.mark.slow
def test_it_serves_until_ctrl_c_and_ends_in_peace() -> None:
    command = [sys.executable, "-m", "icsim", "teach", "place=pair", "weeks=10", "port=0", "open=off", "pairs=16"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "icsim teach: getting the engine ready…\n"
        address = process.stdout.readline().removeprefix("icsim teach: ").strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?set=place=pair&weeks=10", address)
        assert process.stdout.readline() == "Ctrl-C ends it\n"
        base, _, query = address.partition("?")
        with urllib.request.urlopen(f"{base}api/worlds?{query}", timeout=30) as answer:
            assert json.load(answer)["weeks"] == 10
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(f"{base}api/worlds?x=1", timeout=30)
        assert refused.value.code == 400
        refused.value.close()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest == "icsim teach: closed\n"
    assert [line for line in errors.splitlines() if not line.startswith("icsim: compiling")] == []
