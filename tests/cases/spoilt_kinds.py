"""What the fuzzer spoils: every kind of file, folder and line of words that a user can hand in, and the commands that read one."""

import io
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from case_kit import SOUND
from spoiling import SNIPPETS, WEIRD, spoilt

HERE = Path(__file__).parent / "inputs"
SMALLEST = Path(__file__).parents[1] / "theory" / "valid" / "smallest.yaml"
FEW = ("budget=quick", "budget.draws=8", "budget.replicates=2", "budget.max_replicates=2", "budget.robustness_draws=0")
STUDIES: dict[str, tuple[str, ...]] = {
    "run": ("run", "place=pair", "weeks=4", "replicates=2"),
    "sweep": (
        "sweep", "place=pair", "design=grid", "design.axes.context.demand=[0.2,0.5]", "weeks=4", "replicates=2", "measures=[trust]",
    ),
    "test": ("test", str(SMALLEST), *FEW, "budget.scope_draws=0"),
    "trace": ("trace", str(SMALLEST)),
    "mechanisms": (
        "mechanisms", "place=pair", "weeks=4", *FEW[:-1], "budget.robustness_draws=2", "budget.robustness_replicates=2",
    ),
    "scoreboard": ("scoreboard", str(SMALLEST), "rivals=[hero]", *FEW),
}  # fmt: skip
MAKE = """
import json, sys
from icsim.commands import entry
for name, words in json.loads(sys.argv[1]).items():
    assert entry.main([*words, f"out={sys.argv[2]}/{name}"]) == 0, name
"""


def make_studies(folder: Path) -> None:
    """Studies of all kinds, the smallest that there are, below a folder: what the fuzzer spoils a part of."""
    words = [sys.executable, "-c", MAKE, json.dumps(STUDIES), str(folder)]
    made = subprocess.run(words, capture_output=True, check=False, cwd=folder, text=True)
    if made.returncode:
        raise RuntimeError(made.stderr[-2000:])


class Kind(Protocol):
    """A kind of input."""

    def sound(self, folder: Path) -> Iterator[list[str]]:
        """Put some with nothing wrong below a folder, one after the other: the words of the commands that read them."""

    def spoilt(self, folder: Path, chance: random.Random) -> list[str]:
        """Put one with something wrong there."""


@dataclass(frozen=True)
class OneFile:
    """A kind of file: how it ends, sound ones to begin with, and the command that reads one."""

    ending: str
    given: Callable[[], Sequence[bytes]]
    words: Callable[[str], list[str]]
    name: str = "given"

    def sound(self, folder: Path) -> Iterator[list[str]]:
        path = folder / (self.name + self.ending)
        for data in _once(self.given):
            path.write_bytes(data)
            yield self.words(str(path))

    def spoilt(self, folder: Path, chance: random.Random) -> list[str]:
        path = folder / (self.name + self.ending)
        path.write_bytes(spoilt(chance.choice(_once(self.given)), Path(path.name).suffix, chance))
        return self.words(str(path))


@dataclass(frozen=True)
class StudyFolder:
    """What a command wrote, with one part of it spoilt or gone, and the commands that read it."""

    study: str
    words: Sequence[Callable[[str], list[str]]]

    def sound(self, folder: Path) -> Iterator[list[str]]:
        for words in self.words:
            yield words(str(_copied(folder, self.study)))

    def spoilt(self, folder: Path, chance: random.Random) -> list[str]:
        copy = _copied(folder, self.study)
        parts = sorted(path for path in copy.rglob("*") if path.suffix in READ and path.is_file())
        for path in chance.sample(parts, chance.choice((1, 1, 1, 2))):
            if chance.random() < 0.07:
                path.unlink()
            elif chance.random() < 0.03:
                path.unlink()
                path.mkdir()
            else:
                path.write_bytes(spoilt(path.read_bytes(), path.suffix, chance))
        return chance.choice(self.words)(str(copy))


READ = (".json", ".jsonl", ".yaml", ".parquet", ".md")  # endings of what a command reads again of its own


@dataclass(frozen=True)
class TypedWords:
    """A line of words with something wrong in one of them; nothing is computed."""

    lines: Sequence[Sequence[str]]

    def sound(self, folder: Path) -> Iterator[list[str]]:
        yield from (_shown(line) for line in self.lines)

    def spoilt(self, folder: Path, chance: random.Random) -> list[str]:
        words = list(chance.choice(self.lines))
        for _ in range(chance.choice((1, 1, 2))):
            at, way = chance.randrange(1, len(words)), chance.randrange(6)
            key, equals, _ = words[at].partition("=")
            if way == 0:
                words[at] = _with_snippet(words[at], chance)
            elif way == 1 and equals:
                words[at] = f"{key}={_as_text(chance.choice(WEIRD))}"
            elif way == 2:
                words.insert(at, _as_text(chance.choice(WEIRD)))
            elif way == 3:
                words[at] = chance.choice(("+", "++", "~", "-", "--", "@")) + words[at]
            elif way == 4 and len(words) > 2:
                del words[at]
            else:
                words[at] = f"{key}{chance.choice(('.x', '.0', '.', '@x', 'x', ':', '/a', '[0]'))}{equals}0.5"
        return _shown(words)


def _shown(words: Sequence[str]) -> list[str]:
    return _cfg(*words) if words[0] in ("run", "test", "sweep", "scoreboard", "mechanisms", "calibrate", "teach") else list(words)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _with_snippet(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice(SNIPPETS) + word[at + chance.choice((0, 0, 1, 3)) :]


@cache
def _once(given: Callable[[], Sequence[bytes]]) -> tuple[bytes, ...]:
    return tuple(given())


def _copied(folder: Path, study: str) -> Path:
    """A copy of a study, which lies two folders above."""
    copy = folder / study
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(folder.parent / "studies" / study, copy))


def _files(*paths: Path) -> list[bytes]:
    return [path.read_bytes() for path in paths]


def _shipped(group: str) -> list[bytes]:
    from icsim.base.resources import conf_dir

    given = _files(*sorted((conf_dir() / group).glob("*.yaml"))[:12])
    return [re.sub(rb"(?m)^(id|name): ", rb"\1: own_", one) for one in given]  # a file of one's own has a name of its own


def _templates(room: str) -> list[bytes]:
    import icsim

    return _files(Path(str(icsim.__file__)).parent / room / "template.yaml")


def _experiments() -> list[bytes]:
    from icsim.base.resources import experiments_dir

    return _files(*sorted(experiments_dir().glob("*.yaml")), HERE / "exp_place.yaml")


def _points() -> list[bytes]:
    return _files(*sorted(path for path in HERE.iterdir() if path.suffix.lower() == ".csv"))


def _surveys() -> list[bytes]:
    head = "measure,of,week,mean,n,sd,discrepancy"
    return [f"{head}\nfairness,,26,0.5,40,0.2,0.05\ntrust,,26,0.45,40,0.2,0.1\nmorale,profession=nurse,26,0.6,12,0.2,\n".encode()]


def _verdicts() -> list[bytes]:
    return [json.dumps({"schema": 3, "note": "", "command": "icsim test all", "theories": []}).encode(), _schema_like("verdicts")]


def _schema_like(name: str) -> bytes:
    """The least that a file of this kind could hold: every key there, each with some value of its type."""
    from icsim.results.schemas import published

    schema = json.loads(published()[f"{name}.schema.json"])
    plain = {"string": "text", "integer": 1, "number": 0.5, "boolean": True, "null": None}

    def made(node: dict[str, Any], depth: int = 0) -> Any:
        if "$ref" in node:
            return made(schema["$defs"][node["$ref"].rpartition("/")[2]], depth + 1)
        for key in ("const", "default"):
            if key in node:
                return node[key]
        if "enum" in node:
            return node["enum"][0]
        if "anyOf" in node:
            return None if any(one.get("type") == "null" for one in node["anyOf"]) else made(node["anyOf"][0], depth)
        if node.get("type") == "object":
            return {key: made(one, depth + 1) for key, one in node.get("properties", {}).items() if key != "sealed"}
        if node.get("type") == "array":
            return [made(one, depth + 1) for one in node.get("prefixItems", [node.get("items", {})])] if depth < 8 else []
        return plain.get(str(node.get("type")), "text")

    return json.dumps(made(schema)).encode()


def _records() -> list[bytes]:
    from icsim.config.compose import compose
    from icsim.config.provenance import provenance_record

    made = provenance_record(compose("run", ["place=pair", "weeks=26", "replicates=2"])).model_dump()
    return [yaml.safe_dump(made, sort_keys=False).encode()]


def _parquet() -> list[bytes]:
    return _files(*sorted(HERE.glob("*.parquet")))

def _settings() -> list[bytes]:
    """A few rows of the table that came with icsim, packed as it is."""
    import gzip

    from icsim.base.resources import conf_dir

    lines = gzip.decompress((conf_dir() / "matched" / "settings.csv.gz").read_bytes()).splitlines(keepends=True)
    return [gzip.compress(b"".join(lines[:6]), mtime=0)]


def _drafts() -> list[bytes]:
    return _files(*sorted((Path(__file__).parents[2] / "docs" / "another_review").glob("*.csv")))


def _books() -> list[bytes]:
    """The same tables as an Excel file has them."""
    import csv

    import openpyxl

    made = []
    for data in _drafts():
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            book.worksheets[0].append(row)
        book.save(out)
        made.append(out.getvalue())
    return made


def _cfg(*words: str) -> list[str]:
    return [*words, "--cfg", "job", "-p", "weeks"]


def _into(path: str, name: str) -> str:
    return f"out={Path(path).parent / name}"


KINDS: dict[str, Kind] = {
    "theory": OneFile(".yaml", lambda: [*_templates("theory"), *_shipped("theory")], lambda path: _cfg("test", path)),
    "version": OneFile(".yaml", lambda: [SOUND.encode()], lambda path: _cfg("compare", path, str(SMALLEST))),
    "traced": OneFile(".yaml", lambda: [SOUND.encode(), *_shipped("theory")], lambda path: _cfg("trace", path)),
    "rested on": OneFile(".yaml", lambda: [SOUND.encode(), *_shipped("theory")], lambda path: ["evidence", path]),
    "place": OneFile(
        ".yaml", lambda: [*_shipped("place"), *_files(HERE / "p_ok.yaml")], lambda path: _cfg("run", f"place={path}", "leader={}")
    ),
    "experiment": OneFile(".yaml", _experiments, lambda path: _cfg("sweep", f"experiment={path}")),
    "targets": OneFile(".yaml", lambda: _shipped("calibration"), lambda path: _cfg("calibrate", f"targets={path}")),
    "survey": OneFile(".csv", _surveys, lambda path: _cfg("calibrate", "place=pair", "weeks=52", f"targets={path}")),
    "settings": OneFile(".csv.gz", _settings, lambda path: _cfg("test", str(SMALLEST), f"settings={path}")),
    "points": OneFile(".csv", _points, lambda path: _cfg("sweep", "place=pair", "design=file", f"design.path={path}")),
    "parquet": OneFile(".parquet", _parquet, lambda path: _cfg("sweep", "place=pair", "design=file", f"design.path={path}")),
    "drafts": OneFile(".csv", _drafts, lambda path: ["import", path, _into(path, "drafts")]),
    "Excel": OneFile(".xlsx", _books, lambda path: ["import", path, _into(path, "drafts")]),
    "lesson": OneFile(".yaml", lambda: [*_templates("teach"), *_shipped("lesson")], lambda path: _cfg("teach", path)),
    "verdicts": OneFile(".json", _verdicts, lambda path: _cfg("scoreboard", f"statements_from={path}")),
    "mechanisms": OneFile(".json", lambda: [_schema_like("mechanisms")], lambda path: _cfg("scoreboard", f"variance_from={path}")),
    "record": OneFile(".yaml", _records, lambda path: ["run", path, "--cfg", "job", "-p", "weeks"]),
    "study": OneFile(".json", lambda: [_schema_like("sweep_study")], lambda path: ["rerun", path, "0"], "study"),
    "words": TypedWords(
        (
            ("run", "place=pair", "context.demand=0.5", "weeks=26", "timeline=[{week: 8, crisis: {size: 0.5}}]"),
            ("run", "place=neighbourhood", "leadership.team.working_with_power.share=0.9", "rules=hero", "out=some where"),
            ("test", "box1", "budget=quick", "context.demand=0.5", "settings=prior"),
            ("sweep", "place=pair", "design=grid", "design.axes.context.demand=[0.2,0.5]", "replicates=4", "arms={a: {}, b: {}}"),
            ("sweep", "experiment=tipping", "design.points=16", "measures=[trust,morale]"),
            ("scoreboard", "box1", "rivals=[hero]", "budget=quick"),
            ("mechanisms", "place=pair", "weeks=12", "budget=quick"),
            ("calibrate", "targets=field", "place=pair", "weeks=52"),
            ("teach", "box4", "context.demand=0.5"),
            ("list", "levers"), ("list", "parameters", "trust"), ("find", "role", "clarity", "kind=lever"),
            ("evidence", "box1"), ("rerun", "nowhere", "0"), ("verify", "nowhere", "sample=2"), ("export", "nowhere", "out=x"),
            ("report", "nowhere", "where=trust_w260 < 0.4 and morale between 0.1 and q75", "axes=[context.demand]"),
        )
    ),
    "run's folder": StudyFolder("run", (lambda path: ["report", path], lambda path: ["verify", path, "sample=1"])),
    "sweep's folder": StudyFolder(
        "sweep",
        (
            lambda path: ["report", path],
            lambda path: ["rerun", path, "1"],
            lambda path: ["verify", path, "sample=1"],
            lambda path: [*STUDIES["sweep"], "report=false", f"out={path}"],
        ),
    ),
    "test's folder": StudyFolder(
        "test",
        (
            lambda path: ["report", path],
            lambda path: ["export", path],
            lambda path: ["evidence", str(SMALLEST), f"study={path}"],
            lambda path: _cfg("scoreboard", f"statements_from={path}"),
        ),
    ),
    "trace's folder": StudyFolder("trace", (lambda path: ["report", path],)),
    "mechanisms' folder": StudyFolder(
        "mechanisms", (lambda path: ["report", path], lambda path: _cfg("scoreboard", f"variance_from={path}"))
    ),
    "scoreboard's folder": StudyFolder("scoreboard", (lambda path: ["report", path],)),
}  # fmt: skip
