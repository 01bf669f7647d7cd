"""Reading YAML as people mean it: `off` is a word, `1e-3` and `052` are numbers, a key given twice is a mistake.

Files come from anybody, so none may be so large, so deep or so often repeated by aliases that reading it takes all there is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.base.plain_text import commanding, visible
from icsim.base.streams import refuse_pipe

BYTES, DEPTH, NODES, DIGITS = 4 * 2**20, 64, 400_000, 300
"""Of a file: its size, how far lists and mappings stand within each other, how much it is with every alias written out; and of a
whole number in it."""
ENDINGS = (".yaml", ".yml")
FILES = (*ENDINGS, ".csv", ".parquet")
RECORD = "config"
RECORD_KEYS = {"icsim", "command", "content_hash", RECORD}  # of the config.yaml beside a result
NAMES_A_FILE = ("place", "path")  # keys whose text may be the path of a file
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # either of two classes, of which stubs know one; C is ten times faster


def is_yaml_file(text: str) -> bool:
    """Whether a word names a YAML file, rather than one of icsim's own things."""
    return text.lower().endswith(ENDINGS)


class YamlError(ValueError):
    """What is wrong with a YAML file, in one line that begins with its path."""


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2's idea of booleans and numbers, no dates, keys that are words, and no silent duplicates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own class attribute, replaced rather than shared
        first: [
            (tag, pattern) for tag, pattern in rules if tag.rsplit(":", 1)[-1] not in ("bool", "int", "float", "timestamp")
        ]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def get_single_data(self) -> object:
        """What the file holds, once it is known to be of a bearable size."""
        node = self.get_single_node()
        if node is not None:
            _expanded_size(node, {})
        return None if node is None else self.construct_document(node)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, object]:
        """A mapping of words, each there once."""
        before, seen = None, set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault("a key is a list or a mapping; give a word", key)
            if not key.tag.endswith((":str", ":merge")):
                raise _fault(_no_word(key, value, before), key)
            if key.value in seen:
                raise _fault(f"the key {key.value!r} is given twice; leave one of them out", key)
            seen.add(key.value)
            before = value
        mapping: dict[str, object] = super().construct_mapping(node, deep)
        return mapping

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """A decimal number, whatever zeros it begins with."""
        if len(node.value) > DIGITS:
            raise _fault(f"a number of more than {DIGITS} digits; put it in quotes if it is a text", node)
        return int(node.value)


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


_resolve("bool", "true|True|false|False", "tTfF")
_resolve("int", "[-+]?[0-9]+", "-+0123456789")
_resolve(
    "float",
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    "-+.0123456789",
)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


class _Fault(yaml.MarkedYAMLError):
    """YAML, but none that is read here; says what to do."""


def _fault(problem: str, at: Any) -> _Fault:  # Any: a node or an event of either parser
    return _Fault(problem=problem, problem_mark=at.start_mark)


def _no_word(key: yaml.ScalarNode, value: yaml.Node, before: yaml.Node | None) -> str:
    """A key that is a number, as in `power: 0,75`, or true, or nothing."""
    whole = before.value if isinstance(before, yaml.ScalarNode) else ""
    if re.fullmatch("[0-9]+", key.value) and re.fullmatch("-?[0-9]+", whole) and not value.value:
        return f"{whole},{key.value} is read as two things; write {whole}.{key.value}, or [{whole}, {key.value}] for both"
    return f"the key {key.value or 'nothing'} is no word; write it in quotes, or give a word"


def _expanded_size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """Nodes below one, counted as often as aliases name them. Depth is bounded by `_check_depth`, so this may call itself."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = -1
        below = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
        sizes[id(node)] = 1 + sum(_expanded_size(part, sizes) for part in below)
    if sizes[id(node)] < 0:
        raise _fault("an alias stands within what it names; write out what is meant", node)
    if sizes[id(node)] > NODES:
        raise _fault(f"with its aliases written out it holds more than {NODES} values; shorten it", node)
    return sizes[id(node)]


def _check_depth(text: str) -> None:
    """Before anything that calls itself reads it: some ten thousand brackets would end the process."""
    deepest = 1 + text.count("[") + text.count("{") + max(map(len, re.findall(r"^[ \t?:-]*", text, re.MULTILINE)))
    depth = 0
    for event in yaml.parse(text, _Base) if deepest > DEPTH else ():
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise _fault(f"more than {DEPTH} levels; make it flatter", event)


CURES = {
    "mapping values are not allowed": "a second colon on one line; put the text that has a colon in quotes",
    "cannot start any token": "a sign that no text begins with; put the text in quotes (or, for a tab, indent with spaces)",
    "undefined alias": "a text that begins with *; put it in quotes",
    "could not determine a constructor": "a text that begins with !; put it in quotes",
    "could not find expected ':'": "a line without a colon; write key: value, and indent what goes on with a text",
    "expected a single document": "a second document after ---; give one file each",
    "expected <block end>": "a line that is indented unlike those above it, or a text after a closing quote; mend that",
    "did not find expected key": "a line that is indented unlike those above it, or a text after a closing quote; mend that",
    "found unexpected end of stream": "a quote that is not closed; close it",
    "did not find expected ',' or": "a bracket that is not closed, or a comma that is missing; mend that",
    "while scanning an anchor": "a text that begins with &; put it in quotes",
}
"""What the parser says, as far as it is known what people then have written."""


def yaml_problem(error: yaml.MarkedYAMLError) -> str:
    """What is wrong, and what to do."""
    if isinstance(error, _Fault):
        return str(error.problem)
    raw = f"{error.context or ''} {error.problem or ''}".strip()
    return "not YAML: " + next((cure for sign, cure in CURES.items() if sign in raw), visible(error.problem or raw))


def mark_text(error: yaml.MarkedYAMLError) -> str:
    """Where it is, with the file as Hydra names it."""
    return " ".join(str(error.problem_mark).split()).removeprefix("in ")


def parse_yaml(content: str | bytes) -> object:
    """The data in the text of a YAML file. Raises PyYAML's errors, or ValueError for bytes that are no UTF-8."""
    text = content if isinstance(content, str) else content.decode("utf-8")
    _check_depth(text)
    return yaml.load(text, _Loader)


def read_yaml(path: Path) -> PlainDict:
    """The mapping in a YAML file; an empty file is an empty mapping."""
    try:
        data = parse_yaml(_text(path))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise YamlError(f"{path}{where}: {yaml_problem(error)}") from error
    except yaml.YAMLError as error:
        raise YamlError(f"{path}: not YAML: {' '.join(str(error).split())}; save it as plain text in UTF-8") from error
    if (found := commanding(data)) is not None:
        raise YamlError(f"{path}: {found[:60]!r} holds a sign that commands a terminal; take it out")
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise YamlError(f"{path}: holds a {type(data).__name__} where a mapping of keys is expected; write key: value")
    return data


def _text(path: Path) -> str:
    refuse_pipe(path)
    with path.open("rb") as file:
        data = file.read(BYTES + 1)
    if len(data) > BYTES:
        raise YamlError(f"{path}: is larger than {BYTES // 2**20} MiB; give a shorter file")
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        if packed := how_packed(data):
            raise YamlError(f"{path}: is packed ({packed}); unpack it first") from error
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(f"{path}, line {line}: not UTF-8; save it as UTF-8 (in a text editor: save as, encoding)") from error


PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"(\xb5/\xfd": "zstd"}


def how_packed(data: bytes) -> str | None:
    """The name of what made a file smaller, by its first bytes; None where none of the usual did.

    Not zip: Excel's files are that, too, and to unpack one would be no cure.
    """
    return next((name for first, name in PACKED.items() if data.startswith(first)), None)


def read_user_yaml(path: Path, what: str, instead: str = "") -> PlainDict:
    """The mapping in a user's file, with the files that it names found. UserError where there is none to read.

    `instead`: what could be given in place of a path.
    """
    try:
        data = read_yaml(path)
    except YamlError as error:
        raise UserError(f"{what}: {error}; mend the file") from error
    except OSError as error:
        hint = instead or f"give the path of a {what} file"
        raise UserError(f"{what}: {path}: {error.strerror or error}; {hint}") from error
    if what != RECORD and data.keys() >= RECORD_KEYS:
        raise UserError(f"{what}: {path} is what a run left beside its results; to run it again: icsim {data['command']} {path}")
    _find_named_files(data, path)
    return data


def _find_named_files(data: object, beside: Path) -> None:
    for mapping in _mappings(data):
        for key in NAMES_A_FILE:
            given = mapping.get(key)
            if isinstance(given, list):
                mapping[key] = [_found(one, beside) for one in given]
            elif isinstance(given, str):
                mapping[key] = _found(given, beside)


def _mappings(data: object) -> Iterator[dict[str, object]]:
    if isinstance(data, dict):
        yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _mappings(part)


def _found(given: object, beside: Path) -> object:
    """A relative path as it is found from here: beside the file that names it, or else in the working folder."""
    if not isinstance(given, str) or not given.lower().endswith(FILES) or Path(given).expanduser().is_absolute():
        return given
    near = beside.parent / given
    if near.exists():
        return str(near)
    if not Path(given).exists():
        raise UserError(f"{beside}: {given} is neither at {near} nor at {Path(given).absolute()}; give a path from one of the two")
    return given
