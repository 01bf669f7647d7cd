"""The page "How to add …" is followed to the letter in a copy of icsim, and every command knows what was added."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "adding.md"
BLOCK = re.compile(r"^```\{code-block\} (\w+)\n:caption: (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COPIED = ("src", "conf", "experiments", "pyproject.toml")
LESSON = "conf/lesson/grudges.yaml"

THEORY = """\
id: candour
title: A leader who owns up to mistakes is held less against
source: {where: made up for a test, mechanism: owning_mistakes, provenance: discussion}
role: imposed
as_written: {context: A ward., resource: The leader admits mistakes., reasoning: A grudge wears off., outcome: Trust stays.}
context: {place: ward, weeks: 20}
arms:
  owned: {leadership.team.owning_mistakes.apology: 0.9, leadership.team.appeal: 0.5}
  denied: {leadership.team.owning_mistakes.apology: 0.1}
contrast: owned - denied
resource: [{measure: enacted.apology, expect: up}]
reasoning: [{measure: grudge, week: 12, expect: down}]
outcome: [{measure: trust_in_leader, week: 20, expect: none}]
"""

# Everything in one process, so that the week is compiled once.
SCRIPT = """
import asyncio, contextlib, gzip, io, json, sys
from icsim.commands.entry import main

def command(line):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(line)
    return {"code": code, "said": said.getvalue()}

def ask(app, path, query):
    answer = {}
    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}
    async def send(message):
        answer.setdefault("status", message.get("status"))
        answer["body"] = answer.get("body", b"") + message.get("body", b"")
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(),
             "query_string": query.encode(), "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1),
             "server": ("127.0.0.1", 80), "root_path": ""}
    asyncio.run(app(scope, receive, send))
    body = answer["body"]
    return {"status": answer["status"], "told": json.loads(gzip.decompress(body) if body[:2] == b"\\x1f\\x8b" else body)}

commands, questions, out = json.loads(sys.stdin.read())
found = [command(line) for line in commands]
from icsim.teach.api import TeachApi
from icsim.teach.serving.server import application
app = application(TeachApi(1))
found += [ask(app, *question) for question in questions]
open(out, "w").write(json.dumps(found))
"""


def blocks() -> Iterator[tuple[str, str, str]]:
    """Language, file and text of every block of the page, in its order."""
    yield from BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def applied(before: str, patch: str) -> str:
    """A text with the changes of a block: its hunks, parted by @@; one of new lines only goes to the end."""
    for hunk in re.split(r"^@@\n", patch, flags=re.MULTILINE):
        lines = hunk.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("-", " "))
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in ("+", " "))
        assert before.count(old) == 1 or not old, f"not there once:\n{old}"
        before = before.replace(old, new) if old else before + new
    return before


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """icsim with what the page adds."""
    root = tmp_path_factory.mktemp("icsim")
    for name in COPIED:
        kind = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        kind(ROOT / name, root / name, **({"ignore": shutil.ignore_patterns("__pycache__")} if (ROOT / name).is_dir() else {}))
    template = (ROOT / "src/icsim/teach/template.yaml").read_text(encoding="utf-8")  # what `icsim new lesson grudges` writes
    (root / LESSON).write_text(template.replace("my_lesson", "grudges"), encoding="utf-8")
    for kind, name, text in blocks():
        file = root / name
        if kind != "diff":
            assert not file.exists(), name
        file.write_text(applied(file.read_text(encoding="utf-8"), text) if kind == "diff" else text, encoding="utf-8")
    (root / "candour.yaml").write_text(THEORY, encoding="utf-8")
    return root


def ran(root: Path, script: str, given: str = "") -> str:
    """What a script prints in the copy."""
    own = {"PYTHONPATH": str(root / "src"), "ICSIM_CACHE_DIR": str(root / "cache")}
    surroundings = {**os.environ, **own, "NUMBA_OPT": "0"}  # it is run for so few weeks that compiling for speed takes longer
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=surroundings, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_table_of_the_page_names_the_files_that_its_blocks_change() -> None:
    text = PAGE.read_text(encoding="utf-8")
    changed: dict[str, set[str]] = {name: set() for name in ("state", "measure", "lever", "mechanism", "place", "lesson")}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        changed[part.splitlines()[0].split()[-1]] |= {name for _, name, _ in BLOCK.findall(part)}
    assert {what: len(files) for what, files in changed.items()} == {
        "state": 4, "measure": 1, "lever": 3, "mechanism": 3, "place": 1, "lesson": 1,
    }  # fmt: skip


@pytest.mark.slow
def test_lists_know_what_was_added(copy: Path) -> None:
    script = "import json,sys; from icsim.commands.entry import main; [main(line) for line in json.load(sys.stdin)]"
    topics = ("mechanisms", "levers", "measures", "parameters", "places", "lessons")
    said = ran(copy, script, json.dumps([["list", topic] for topic in topics]))
    rows = ("owning_mistakes ", "owning_mistakes.apology ", "appeal ", "grudge ", "fairness.grudge_fading ", "ward ", "grudges ")
    for row in rows:
        assert f"\n{row}" in said, row


@pytest.mark.slow
def test_every_command_knows_what_was_added(copy: Path) -> None:
    ward = ["place=ward", "weeks=12"]
    small = ["budget=quick", "budget.robustness_draws=2", "budget.robustness_replicates=2"]
    few = ["budget.draws=8", "budget.replicates=2", "budget.max_replicates=2"]
    commands = [
        ["run", *ward, "leadership=owning_mistakes", "replicates=2", "out=run"],
        ["sweep", *ward, "design=mechanisms", "replicates=1", "measures=[grudge]", "report=false", "out=sweep"],
        ["test", "candour.yaml", *small, *few, "out=test"],
        ["mechanisms", *ward, *small, "budget.draws=8", "out=mechanisms"],
    ]
    twins = "set=place=ward&a=leadership.team.owning_mistakes.level=0.9&b=leadership.team.appeal=1.0&weeks=12&replicate=1"
    questions = [("/api/start", ""), ("/api/worlds", twins), ("/api/worlds", "lesson=grudges&replicate=1&weeks=12")]
    ran(copy, SCRIPT, json.dumps([commands, questions, str(copy / "found.json")]))
    *told, start, twin, lesson = json.loads((copy / "found.json").read_text(encoding="utf-8"))
    assert [one["code"] for one in told] == [0] * len(commands), [one["said"] for one in told]

    design = json.loads((copy / "sweep" / "study.json").read_text(encoding="utf-8"))["design"]
    assert design["generators"] == ["E=ABC", "F=BCD", "G=ACD", "H=ABD"]
    assert design["fraction"]["resolution"] == 4
    clauses = json.loads((copy / "test" / "verdicts.json").read_text(encoding="utf-8"))
    assert "grudge" in json.dumps(clauses)
    found = json.loads((copy / "mechanisms" / "mechanisms.json").read_text(encoding="utf-8"))
    assert [one["mechanism"] for one in found["outcomes"][0]["mechanisms"]][-1] == "owning_mistakes"
    assert "Each of the eight mechanisms" in told[3]["said"]
    assert "256 combinations" in told[3]["said"]

    assert start["told"]["mechanisms"][-1]["short"] == "candour"
    assert "ward" in [place["name"] for place in start["told"]["places"]]
    assert "grudge" in [measure["name"] for measure in start["told"]["measures"]]
    assert "grudges" in [one["name"] for one in start["told"]["lessons"]]
    assert (twin["status"], lesson["status"]) == (200, 200), (twin["told"], lesson["told"])
    differs = twin["told"]["difference"] if "difference" in twin["told"] else json.dumps(twin["told"])
    assert "candour" in differs  # the short name, as its slider has it
    assert "grudge" in [one["name"] for one in twin["told"]["measures"]]
