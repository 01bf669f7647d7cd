"""Ways to spoil a file: signs, lines, bytes, values and keys, cells, columns, what is packed."""

import contextlib
import csv
import datetime
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import yaml

SEAL = "sealed"

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


def signs(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(SNIPPETS) + text[at + chance.choice((0, 0, 1, 3)) :]
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), errors="replace")


def rows_of(data: bytes, chance: random.Random) -> bytes:
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


def some_bytes(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data or b"x")
    for _ in range(chance.choice((1, 3, 20))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(len(made) + 1)]) if chance.random() < 0.3 else bytes(made)


def nodes(data: bytes, chance: random.Random) -> bytes:
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


def cells(data: bytes, chance: random.Random) -> bytes:
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


def columns(data: bytes, chance: random.Random) -> bytes:
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

def sheet_cells(data: bytes, chance: random.Random) -> bytes:
    """Other values in an Excel file: texts, numbers, dates, formulas, merged cells, a second sheet."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    values = [one for one in WEIRD if one is None or isinstance(one, bool | int | float | str)]
    values += [datetime.date(2022, 1, 1), datetime.time(1, 30), "=SUM(A1:A9)", "=1/0", "x" * 32767]
    for _ in range(chance.choice((1, 2, 5))):
        with contextlib.suppress(ValueError):  # a sign that no Excel file can hold
            sheet.cell(chance.randrange(1, 5), chance.randrange(1, 26)).value = chance.choice(values)
    way = chance.randrange(8)
    if way == 0:
        sheet.merge_cells("A1:C2")
    elif way == 1:
        book.create_sheet("more")["A1"] = "x"
    elif way == 2:
        sheet.cell(1_000_000, 1).value = "far below"
    elif way == 3:
        sheet.cell(2, 16_000).value = "far to the right"
    out = io.BytesIO()
    with contextlib.suppress(Exception):
        book.save(out)
    return out.getvalue() or data


def packed_parts(data: bytes, chance: random.Random) -> bytes:
    """One of the files in a zip file spoilt, taken out, or far larger than it looks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen, way = chance.choice(names), chance.randrange(6)
        for name in names:
            part = old.read(name)
            if name == chosen and way == 0:
                continue
            if name == chosen:
                part = (
                    chance.choice((signs, rows_of, some_bytes))(part, chance) if way < 4
                    else ENTITIES.encode() + part.partition(b"?>")[2] if way == 4
                    else part + b" " * 50_000_000
                )
            new.writestr(name, part)
    return out.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def unpacked(data: bytes, chance: random.Random) -> bytes:
    """A packed text with something wrong inside, or far larger than it looks."""
    with gzip.open(io.BytesIO(data)) as file:
        text = file.read(100_000)  # of one that swells already, no more
    way = chance.randrange(6)
    if way == 0:
        return _swelling() if chance.random() < 0.3 else gzip.compress(b"")
    if way == 1:
        head, _, rest = text.partition(b"\n")
        return gzip.compress(b"# " + nodes(head.removeprefix(b"# "), chance) + b"\n" + rest)
    return gzip.compress(chance.choice((signs, rows_of, some_bytes, cells, cells))(text, chance))


@cache
def _swelling() -> bytes:
    """A million bytes that unpack to a thousand times as many."""
    return gzip.compress(b"\n" * 10_000_000) * 100


def table_cells(data: bytes, chance: random.Random) -> bytes:
    """A table of results with other values, types, columns, rows or notes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    at, way = chance.randrange(table.num_columns), chance.randrange(7)
    name, many = table.column_names[at], table.num_rows
    others: list[Any] = [
        pa.nulls(many), pa.array(["x"] * many), pa.array([float("nan")] * many), pa.array([1e308] * many),
        pa.array([-1] * many), pa.array([[1]] * many), pa.array([True] * many), pa.array([2**62] * many),
    ]  # fmt: skip
    if way == 0:
        table = table.drop_columns([name])
    elif way == 1:
        table = table.rename_columns([f"{one}x" if one == name else one for one in table.column_names])
    elif way == 2:
        table = table.slice(0, chance.randrange(max(many, 1)))
    elif way == 3:
        table = pa.concat_tables([table, table])
    elif way == 4:
        notes = {key: some_bytes(value, chance) for key, value in (table.schema.metadata or {}).items()}
        table = table.replace_schema_metadata(notes if chance.random() < 0.5 else None)
    else:
        table = table.set_column(at, name, chance.choice(others))
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def unsealed(data: bytes, chance: random.Random) -> bytes:
    """Values changed by one who also took the seal out, or left it there."""
    made = nodes(data, chance)
    if chance.random() < 0.3:
        return made
    try:
        tree = json.loads(made)
    except ValueError:
        return made
    if isinstance(tree, dict):
        tree.pop(SEAL, None)
    return json.dumps(tree).encode()


Way = Callable[[bytes, random.Random], bytes]
WAYS: dict[str, list[Way]] = {
    ".yaml": [nodes] * 5,
    ".json": [nodes] * 2 + [unsealed] * 3,
    ".csv": [cells] * 5,
    ".parquet": [columns, table_cells, table_cells, table_cells],
    ".xlsx": [sheet_cells] * 4 + [packed_parts] * 4,
    ".gz": [unpacked] * 8,
}
TEXTS = (".yaml", ".json", ".jsonl", ".csv", ".md", "")


def spoilt(data: bytes, ending: str, chance: random.Random) -> bytes:
    """What was sound, with something wrong, or several things."""
    ways: list[Way] = [signs, rows_of, some_bytes] if ending in TEXTS else [some_bytes]
    ways += WAYS.get(ending, [])
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        with contextlib.suppress(Exception):  # of what is spoilt already, not all can be spoilt further
            data = chance.choice(ways)(data, chance)
    return data
