"""Puts the page's modules into one classic script, for a page from a disk: a browser does not let modules import each other there.

It is no general bundler. It knows the few forms of import and export that the page's modules use, and refuses every other.
"""

import posixpath
import re
from collections.abc import Mapping

from icsim.teach.serving import static_files

NAMED = re.compile(r'^import \{ ([^}]*) \} from "([^"]+)";$', re.MULTILINE)
DEFAULT = re.compile(r'^import (\w+) from "([^"]+)";$', re.MULTILINE)
DECLARED = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
LISTED = re.compile(r"(^|;)export ?\{ ?([^}]*?) ?\};?$", re.MULTILINE)
LEFT = re.compile(r"^\s*(import|export)\b.*$|\bimport\(|\bimport\.meta\b", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # types are imported in comments, and old code may stand there
TYPES = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)  # on lines of their own; nobody reads them in a file
OTHERS = "vendor/"  # whose comments name who wrote them
MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def modules(table: Mapping[str, static_files.StaticFile] | None = None) -> dict[str, str]:
    """The page's modules by path."""
    found = static_files.load_static_files() if table is None else table
    return {path: file.body.decode("utf-8") for path, file in found.items() if path.endswith(".js")}


def bundle(entry: str, sources: Mapping[str, str]) -> str:
    """One classic script that does what the module `entry` does.

    Each module becomes a function that runs once, after those it imports, and hands out what it exports. Raises ValueError for a
    module that is missing, imports in a circle, or uses a form that is not known.
    """
    parts = [_as_function(path, sources[path]) for path in _in_order(entry, sources)]
    script = "(() => {\n" + "\n".join(parts) + "\n})();\n"
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError(f"{entry}: the script would end the element that it stands in")
    return script


def _in_order(entry: str, sources: Mapping[str, str]) -> list[str]:
    """The modules that an entry needs, each after those that it imports."""
    done: list[str] = []

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"{path}: imports itself by way of {' → '.join(above)}")
        if path not in sources:
            raise ValueError(f"{above[-1] if above else entry}: {path} is not there")
        if path in done:
            return
        for one in _imported(path, sources[path]):
            visit(one, (*above, path))
        done.append(path)

    visit(entry, ())
    return done


def _imported(path: str, text: str) -> list[str]:
    code = COMMENT.sub("", text)
    return [_resolved(path, where) for _, where in (*NAMED.findall(code), *DEFAULT.findall(code))]


def _resolved(path: str, where: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), where))


def _as_function(path: str, text: str) -> str:
    """A module as a constant: what it exports, by name."""
    code = COMMENT.sub("", text)
    exported = {name: name for _, name in DECLARED.findall(code)}
    for _, names in LISTED.findall(code):
        exported |= {outer: inner for inner, outer in map(_pair, names.split(",")) if outer}

    def taken(names: str, where: str) -> str:
        inside = ", ".join(outer if outer == inner else f"{inner}: {outer}" for inner, outer in map(_pair, names.split(",")))
        return f"const {{ {inside} }} = {_constant(_resolved(path, where))};"

    text = text if path.startswith(OTHERS) else TYPES.sub("", text)
    text = NAMED.sub(lambda found: taken(found[1], found[2]), text)
    text = DEFAULT.sub(lambda found: taken(f"default as {found[1]}", found[2]), text)
    text = DECLARED.sub(lambda found: found[1], text)
    text = MAP.sub("", LISTED.sub(lambda found: found[1], text))
    if unknown := LEFT.search(COMMENT.sub("", text)):
        raise ValueError(f"{path}: {unknown[0].strip()[:80]}: this form of import or export is not known here")
    handed = ", ".join(f"{outer}: {inner}" for outer, inner in exported.items())
    return f'const {_constant(path)} = (() => {{\n"use strict";\n{text.strip()}\nreturn {{ {handed} }};\n}})();'


def _pair(word: str) -> tuple[str, str]:
    """`name` or `name as other`: the name inside, the name outside."""
    inner, _, outer = word.strip().partition(" as ")
    return inner, outer or inner


def _constant(path: str) -> str:
    return "of_" + re.sub(r"\W", "_", path)
