"""One name for the sources that make numbers: what was made under the same name need not be made again.

Everything that is kept to be used again asks here: the table of a sweep, the parts of a study of theories, the report on a
table, the compiled week. A source counts by its meaning, which is its syntax tree without docstrings, or the data of a YAML
file: comments, docstrings and layout say nothing to a computer. Meanings are kept by the content of the files, so that a
source is read for its meaning once and nothing hangs on a clock.
"""

import ast
import contextlib
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import yaml

from icsim.base import yaml_io
from icsim.base.caches import store, user_folder
from icsim.base.resources import conf_dir

PACKAGE = Path(__file__).resolve().parents[1]
APART = {
    "__main__.py": "starts the command line",
    "commands": "hand words to functions of other rooms, and say what came of it",
    "drafts": "turns phrases and spreadsheets into theory files, which count as what they hold",
    "interface": "gives back to Python what others worked out, and hands words to them as commands do",
    "model": "gives Mesa the world that the engine made; nothing that is kept is read through it",
    "report": "puts into words and figures what others worked out; counts for `pages`",
    "teach": "shows worlds to a class; what it keeps are choices, and it runs the worlds again",
    "_data": "holds conf/ where icsim is installed, which counts as conf/",
}
"""What of the package makes no number that is kept, and why. All else counts, so that a new room does too."""
CONF_APART = {
    "engine": "how and where a result is made, which no number depends on",
    "lesson": "what a class is shown",
    "calibration": "settings that were matched to them are kept with a hash of their own, and count as what they are",
    "theory": "a theory's own content has a hash of its own, so that only the one that was edited is tried again",
}
"""The same of conf/. The rest of it is read while a theory is tried: its rivals, its two teams alone, its circumstances."""
ASKING = ("calibrate", "config", "results", "sweep", "theory", "trace")
"""Rooms that ask something of worlds: the compiled week knows nothing of them."""
RULES = ("rules", "week", "world")
"""Rooms that say what happens in a week; the others say how it is computed, asked and told."""
TEXTS = ("help", "source", "sources", "evidence", "label", "display", "unit", "title")
"""Keys of a catalogue that are for people."""
RUN_BY = ("llvmlite", "numba", "numpy", "SALib", "scipy")  # the last bits may hang on their versions
KNOWN = "meanings.json"
MOST = 5000  # meanings kept: those of a dozen states of the package

Sources = Iterable[tuple[str, Path]]
"""Files, each with the name that it counts under."""


@cache
def numbers() -> str:
    """Of all that makes numbers, in 24 hexadecimal digits; also of what runs it, and of the kind of processor."""
    return of(numbers_from(PACKAGE, conf_dir()))


@cache
def rules() -> str:
    """Of the rules alone, with their numbers, the week and the world, on any machine: what settings were matched under."""
    return rules_of(PACKAGE)


def rules_of(package: Path) -> str:
    """The same of any package."""
    digest = hashlib.blake2b(digest_size=12)
    for room in RULES:
        for name, file in sorted(_files(package / room, room, ())):
            digest.update(f"{name} {_rule_meaning(file)}\n".encode())
    return digest.hexdigest()


def _rule_meaning(file: Path) -> str:
    """As `meaning`, but without the texts of a catalogue, and in a form that all versions of Python share."""
    if file.suffix == ".py":
        return ast.unparse(_bare(ast.parse(file.read_bytes())))
    return repr(_without_texts(yaml_io.parse_yaml(file.read_bytes())))


def _without_texts(data: object) -> object:
    if isinstance(data, dict):
        return {key: _without_texts(value) for key, value in data.items() if key not in TEXTS}
    return [_without_texts(value) for value in data] if isinstance(data, list) else data


@cache
def pages() -> str:
    """The same, and of all that puts numbers into words and figures: for what is kept as pages."""
    return of(pages_from(PACKAGE, conf_dir()))


def compiled(also: Iterable[Path] = ()) -> str:
    """Of what decides about compiled code, and of other files that are compiled with it.

    Data count: parameters and fields are read from them, and their order becomes constants of the compiled code.
    """
    further = ((file.name, file) for file in set(also) if file.is_file() and not file.resolve().is_relative_to(PACKAGE))
    return of([*compiled_from(PACKAGE), *further])


def numbers_from(package: Path, conf: Path) -> list[tuple[str, Path]]:
    """The sources of a package, and of the configuration tree beside it, that make numbers."""
    return [*_files(package, "icsim", APART), *_files(conf, "conf", CONF_APART)]


def pages_from(package: Path, conf: Path) -> list[tuple[str, Path]]:
    """These, and the sources of pages."""
    return [*numbers_from(package, conf), *_files(package / "report", "icsim/report", ())]


def compiled_from(package: Path) -> list[tuple[str, Path]]:
    """The sources of a package that decide about compiled code."""
    return list(_files(package, "icsim", (*APART, *ASKING)))


def of(sources: Sources) -> str:
    """A name for some sources and for what runs them: 24 hexadecimal digits."""
    import llvmlite.binding as llvm  # slow to import, as all that computes is

    digest = hashlib.blake2b(digest_size=12)
    processor = (platform.machine(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    digest.update(repr((sys.version, processor, [(name, version(name)) for name in RUN_BY])).encode())
    for line in sorted(f"{name} {meaning}\n" for name, meaning in _meanings(sources)):
        digest.update(line.encode())
    return digest.hexdigest()


def meaning(content: bytes, suffix: str) -> str:
    """What a file says to a computer: of .py the syntax tree, of .yaml the data; all of one that cannot be read."""
    try:
        if suffix == ".py":
            return ast.dump(_bare(ast.parse(content)))
        orders = [line for line in content.decode().splitlines() if line.startswith("# @package")]  # Hydra reads these
        return repr((orders, yaml_io.parse_yaml(content)))
    except (SyntaxError, ValueError, yaml.YAMLError):
        return repr(content)


def _bare(tree: ast.Module) -> ast.Module:
    """Without docstrings: those of modules, classes and functions, and those below a name."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [line for line in body if not (isinstance(line, ast.Expr) and _is_text(line.value))]
    return tree


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _files(folder: Path, name: str, apart: Iterable[str]) -> Iterator[tuple[str, Path]]:
    for file in folder.rglob("*"):
        below = file.relative_to(folder)
        if file.suffix in (".py", ".yaml", ".j2", ".gz") and below.parts[0] not in apart:
            yield f"{name}/{below.as_posix()}", file


def _meanings(sources: Sources) -> list[tuple[str, str]]:
    """Name and hash of the meaning of each file."""
    found, fresh = [], {}
    for name, file in sources:
        content = file.read_bytes()
        found.append((name, _hashed(file.suffix.encode(), content)))
        if found[-1][1] not in _known():
            fresh[found[-1][1]] = content, file.suffix
    if fresh:
        _learn(fresh)
    return [(name, _known()[key]) for name, key in found]


def _learn(fresh: dict[str, tuple[bytes, str]]) -> None:
    """Find out what some files mean, and keep it for the next process; without a folder for that, for this one."""
    from numba.core.compiler_lock import global_compiler_lock

    with global_compiler_lock:  # the parser of Python 3.11 fails when two threads parse at once
        _known().update({key: _hashed(meaning(*file).encode()) for key, file in fresh.items()})
        kept = dict(list(_known().items())[-MOST:])
        with contextlib.suppress(OSError):
            user_folder().mkdir(parents=True, exist_ok=True)
            store(user_folder() / KNOWN, json.dumps({"by": _reader(), "meanings": kept}))


@cache
def _known() -> dict[str, str]:
    """The meaning of each content that is known, both as hashes, as this reader understands them."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        held = json.loads((user_folder() / KNOWN).read_text(encoding="utf-8"))
        if held["by"] == _reader():
            return {str(key): str(value) for key, value in held["meanings"].items()}
    return {}


@cache
def _reader() -> str:
    """Of what reads meanings: Python's grammar, and the files that know what counts."""
    own = (Path(__file__), Path(yaml_io.__file__))
    return _hashed(sys.version.encode(), *(file.read_bytes() for file in own))


def _hashed(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(b"%d " % len(part) + part)
    return digest.hexdigest()
