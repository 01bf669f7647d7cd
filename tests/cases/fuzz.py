"""Spoilt files of every kind that a user can hand in: a command says one line and ends with 0 or 2, soon, in bounded memory.

    python tests/cases/fuzz.py 1000 --seed 1

Each input is made from its number alone, so that one that fails can be made again: python tests/cases/fuzz.py --only 17 --seed 1
"""

import argparse
import contextlib
import csv
import io
import json
import multiprocessing
import os
import random
import re
import resource
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SECONDS, SLOW = 2.0, "slow"  # of a processor's time: others may be at work on the machine
HANGS = 600.0  # seconds of the clock after which a process is ended; on a busy machine one of a processor may take a minute
MEGABYTES = 500.0
LONGEST = 5000  # letters of a complaint
HERE = Path(__file__).parent / "inputs"

WEIRD: list[Any] = [
    None, True, False, 0, -1, 1, 2, 10**30, -(10**30), 0.5, -0.0, 1e308, float("nan"), float("inf"), "", " ", "null", "off",
    "0,5", "a" * 5000,
    "${oc.env:HOME}", "${weeks}", "${", "\x1b[31mred\x07", "\u202ertl", "二つ", "\U0001f600", "../../etc/passwd", "pair",
    "trust", "lead", "a.b.c", "a/b", "2022-01-01", "1:30", "=", "~", [], {}, [[]], [{}], [None], {"": 1}, {"a": {"b": {"c": 1}}},
    [1] * 300, {str(n): n for n in range(300)}, "up", "off\n---\nb", "{x}", "[1", "'", '"', "$x_2$", "%s", "{0}", "\t", "\ud800",
]  # fmt: skip
SNIPPETS = [
    ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "#", "&a ", "*a", "!x ", "|", ">", "%", "@", "`", "\t", "\n", "\r", "\0", "\x1b",
    "\x85", "\ufeff", "---\n", "...\n", "<<: *a", "? ", "0,75", "052", "1e999", "9" * 400, "null", "~", "=", "${oc.env:HOME}", "é",
    "[" * 500, "{a: " * 100, "- " * 200, "\n" * 50, " " * 300, ";", '""', "NaN", "-", "/", "\\", "x: &x [*x]\n",
    "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is called, sound ones to begin with, and the command that reads one."""

    ending: str
    sound: Callable[[], Sequence[bytes]]
    words: Callable[[str], list[str]]
    name: str = "given"

    @property
    def called(self) -> str:
        """The name of its file."""
        return self.name + self.ending


@dataclass(frozen=True)
class Outcome:
    """What came of an input; `fault` is empty where all is well."""

    number: int
    kind: str
    code: int
    fault: str
    said: str
    seconds: float


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


def _cfg(*words: str) -> list[str]:
    return [*words, "--cfg", "job", "-p", "weeks"]


KINDS = {
    "theory": Kind(".yaml", lambda: [*_templates("theory"), *_shipped("theory")], lambda path: _cfg("test", path)),
    "place": Kind(
        ".yaml", lambda: [*_shipped("place"), *_files(HERE / "p_ok.yaml")], lambda path: _cfg("run", f"place={path}", "leader={}")
    ),
    "experiment": Kind(".yaml", _experiments, lambda path: _cfg("sweep", f"experiment={path}")),
    "targets": Kind(".yaml", lambda: _shipped("calibration"), lambda path: _cfg("calibrate", f"targets={path}")),
    "survey": Kind(".csv", _surveys, lambda path: _cfg("calibrate", "place=pair", "weeks=52", f"targets={path}")),
    "points": Kind(".csv", _points, lambda path: _cfg("sweep", "place=pair", "design=file", f"design.path={path}")),
    "parquet": Kind(".parquet", _parquet, lambda path: _cfg("sweep", "place=pair", "design=file", f"design.path={path}")),
    "lesson": Kind(".yaml", lambda: [*_templates("teach"), *_shipped("lesson")], lambda path: _cfg("teach", path)),
    "verdicts": Kind(".json", _verdicts, lambda path: _cfg("scoreboard", f"statements_from={path}")),
    "mechanisms": Kind(".json", lambda: [_schema_like("mechanisms")], lambda path: _cfg("scoreboard", f"variance_from={path}")),
    "record": Kind(".yaml", _records, lambda path: ["run", path, "--cfg", "job", "-p", "weeks"]),
    "study": Kind(".json", lambda: [_schema_like("sweep_study")], lambda path: ["rerun", path, "0"], "study"),
}


@cache
def sound(kind: str) -> tuple[bytes, ...]:
    """Sound files of a kind."""
    return tuple(KINDS[kind].sound())


def spoilt(kind: str, chance: random.Random) -> bytes:
    """A file of a kind with something wrong, or several things."""
    data = chance.choice(sound(kind))
    ways: list[Callable[[bytes, random.Random], bytes]] = [_signs, _lines, _bytes]
    if KINDS[kind].ending in (".yaml", ".json"):
        ways += [_nodes] * 5
    if KINDS[kind].ending == ".csv":
        ways += [_cells] * 5
    if kind == "parquet":
        ways = [_bytes, _columns, _columns, _columns]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(ways)(data, chance)
    return data


def _signs(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(SNIPPETS) + text[at + chance.choice((0, 0, 1, 3)) :]
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), errors="replace")


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    way = chance.randrange(5)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(at, chance.choice(lines))
    elif way == 2:
        lines = lines[:at]
    elif way == 3:
        lines[at] = chance.choice((b"  ", b"\t", b"- ")) + lines[at]
    else:
        chance.shuffle(lines)
    return b"\n".join(lines)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data or b"x")
    for _ in range(chance.choice((1, 3, 20))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(len(made) + 1)]) if chance.random() < 0.3 else bytes(made)


def _nodes(data: bytes, chance: random.Random) -> bytes:
    """Another value or another key somewhere in it."""
    try:
        tree = yaml.load(data, yaml.CSafeLoader)
    except Exception:
        return data
    places = list(_places(tree))
    for _ in range(chance.choice((1, 1, 2))):
        if not places:
            break
        parent, key = chance.choice(places)
        value = chance.choice(WEIRD)
        with contextlib.suppress(KeyError, IndexError, TypeError):
            way = chance.randrange(4)
            if way == 0 and isinstance(parent, dict):
                parent[chance.choice((f"{key}x", "", "a.b", "1", "\x1b", str(key).upper()))] = parent.pop(key)
            elif way == 1:
                del parent[key]
            elif way == 2 and isinstance(parent, dict):
                parent[str(chance.choice(WEIRD))[:40]] = value
            else:
                parent[key] = value
    if data[:1] == b"{":
        return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode(errors="replace")
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True).encode(errors="replace")


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield tree, key
        yield from _places(tree[key])


def _cells(data: bytes, chance: random.Random) -> bytes:
    rows = [line.split(",") for line in data.decode("utf-8", errors="replace").splitlines()]
    if not rows:
        return data
    for _ in range(chance.choice((1, 2))):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = str(chance.choice(WEIRD))
        if chance.random() < 0.2:
            row.append(str(chance.choice(WEIRD)))
    out = io.StringIO()
    csv.writer(out, delimiter=chance.choice(",;\t|,,")).writerows(rows)
    return out.getvalue().encode(chance.choice(("utf-8", "latin-1", "utf-16")), errors="replace")


def _columns(data: bytes, chance: random.Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    values: list[Any] = [
        pa.array([0.2, 0.5]), pa.array([1, None]), pa.array(["a", "b"]), pa.array([True, False]), pa.array([b"x", b"\xff"]),
        pa.array([[1], [2]]), pa.array([{"a": 1}, None]), pa.array([None, None]), pa.array([1, 2], pa.timestamp("ns")),
        pa.array([1, 2], pa.decimal128(30)), pa.array(["a", "b"]).dictionary_encode(), pa.array([0.1, float("nan")]),
        pa.array([0.1, 0.9], pa.float16()), pa.array([1, 2], pa.uint64()), pa.array(["\x1b[31m", "二"]),
        pa.array([1, 2], pa.date32()),
    ]  # fmt: skip
    names = ["context.demand", "context.urgency", "place", "timeline", "seed", "", "row", "\x1b", "demand", "rules.trust"]
    picked = chance.sample(names, chance.randrange(1, 4))
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([chance.choice(values) for _ in picked], names=picked), out)
    return out.getvalue()


def megabytes() -> float:
    """The most memory, in MB, that this program has held since it began.

    Linux's ru_maxrss also counts what the process held before it became this program, which is all of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tried(number: int, seed: int, folder: Path, only: Sequence[str] = ()) -> Outcome:
    """What comes of the input of a number."""
    from icsim.base.plain_text import CONTROL
    from icsim.commands import crash, entry

    chance = random.Random(f"{seed}/{number}")
    kind = chance.choice(list(only or KINDS))
    path = folder / KINDS[kind].called
    path.write_bytes(spoilt(kind, chance))
    crash.crash_line = lambda error, args: "".join(traceback.format_exception(error))  # in place of a file in the user's folder
    out, err = io.StringIO(), io.StringIO()
    before = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = entry.main(KINDS[kind].words(str(path)))
        except BaseException:
            code, _ = -1, err.write(traceback.format_exc())
    seconds, said = time.process_time() - before, err.getvalue()
    lines = said.splitlines()
    faults = {
        "a fault of the program": code not in (0, 2),
        "not a line a mistake": code == 2 and (not lines or not all(line.startswith("icsim: ") for line in lines)),
        "too long": len(said) > LONGEST,
        "a sign that commands a terminal": CONTROL.search(said + out.getvalue()) is not None,
        f"more than {MEGABYTES:g} MB": megabytes() > MEGABYTES,
        SLOW: seconds > SECONDS,
    }
    return Outcome(number, kind, code, next((what for what, so in faults.items() if so), ""), said[-3000:], seconds)


def _worker(pipe: Any, seed: int, folder: Path, only: Sequence[str]) -> None:
    from icsim.commands import entry

    os.environ["NUMBA_DISABLE_JIT"] = "1"  # nothing is computed
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name, kind in KINDS.items():  # what is loaded once costs nobody's time
            for one in sound(name)[-3:]:
                path = folder / kind.called
                path.write_bytes(one)
                entry.main(kind.words(str(path)))
    while True:
        pipe.send(tried(pipe.recv(), seed, folder, only))


def run_inputs(numbers: Sequence[int], seed: int, only: Sequence[str] = ()) -> Iterator[Outcome]:
    """What comes of each, in a process that is begun anew where one ends or hangs."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        process, pipe = None, None
        for number in numbers:
            if process is None:
                pipe, other = context.Pipe()
                process = context.Process(target=_worker, args=(other, seed, Path(folder), tuple(only)), daemon=True)
                process.start()
                other.close()
            assert pipe is not None
            found = None
            with contextlib.suppress(EOFError, OSError):
                pipe.send(number)
                if pipe.poll(HANGS):
                    found = pipe.recv()
            if found is None or found.fault.startswith("more than"):
                kind = "" if found else random.Random(f"{seed}/{number}").choice(list(only or KINDS))
                found = found or Outcome(number, kind, -9, "the process ended or hung", "", HANGS)
                process.kill()
                process.join()
                process = None
            yield found
        if process is not None:
            process.kill()


def main() -> int:
    """Try so many inputs and say what fell."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("inputs", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int, help="this one again")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), default=[])
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.inputs) if given.only is None else [given.only]
    seen: Counter[str] = Counter()
    slowest = 0.0
    for found in run_inputs(numbers, given.seed, given.kind):
        seen[f"{found.kind} {found.code}"] += 1
        slowest = max(slowest, found.seconds)
        if found.fault or given.only is not None:
            seen["fell"] += bool(found.fault)
            print(f"{found.number} {found.kind}: {found.fault or found.code}, {found.seconds:.1f} s\n{found.said}", flush=True)
    fell = seen.pop("fell", 0)
    print(f"{len(numbers)} inputs, {fell} fell, slowest {slowest:.2f} s of a processor; {dict(sorted(seen.items()))}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
