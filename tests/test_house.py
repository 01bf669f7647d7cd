"""The house rules that a machine can hold: sizes, the lock, the reasons for dependencies."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import icsim

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = WHOLE["project"]
INSTALLING = [Requirement(line) for group in WHOLE["dependency-groups"].values() for line in group]
REQUIREMENTS = [
    Requirement(line)
    for line in (*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra))
]
LOCKS = {
    name: (ROOT / name).read_text(encoding="utf-8").splitlines() for name in ("requirements.lock", "requirements-dev.lock")
}
LOCK_LINE = re.compile(
    r"""(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[\w.+!]+)(\ ;\ [\w\s.'<>=!*()]+)?\ \\  # name, version, marker
    | \ {4}--hash=sha256:[0-9a-f]{64}(\ \\)?
    | \ {4}\#\ (via)?\ *([a-z0-9-]+(\ \(pyproject\.toml(:install)?\))?)?  # who asked for it""",
    re.VERBOSE,
)

BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")  # where a statement holds others
LONG_FUNCTIONS: set[str] = set()  # only the compiled week may stand here: its body is its table of contents


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(within: ast.AST) -> Iterator[tuple[str, int]]:
    for node in (one for part in BLOCKS for one in getattr(within, part, ())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
        yield from functions(node)


def test_no_file_is_over_400_lines() -> None:
    assert SOURCES
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_function_is_over_60_lines_but_the_named() -> None:
    long = {f"{path.relative_to(ROOT)}:{name}" for path in SOURCES for name, length in functions(parsed(path)) if length > 60}
    assert long == LONG_FUNCTIONS


def test_readme_is_short() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    assert len(readme.read_text(encoding="utf-8").splitlines()) < 100


def locked(name: str) -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for line in LOCKS[name]:
        if (match := LOCK_LINE.fullmatch(line)) and match["name"]:
            versions.setdefault(match["name"], []).append(match["version"])
    return versions


def unmet(requirements: list[Requirement], versions: dict[str, list[str]]) -> list[str]:
    return [
        str(required)
        for required in requirements
        if not (found := versions.get(canonicalize_name(required.name)))
        or not all(required.specifier.contains(version, prereleases=True) for version in found)
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_names_versions_markers_and_hashes_only(name: str) -> None:
    assert [line for line in LOCKS[name] if not LOCK_LINE.fullmatch(line)] == []


def test_the_locks_answer_the_project_file() -> None:
    assert unmet(REQUIREMENTS, locked("requirements-dev.lock")) == [], "run `make lock`"
    extras = PROJECT["optional-dependencies"]
    product = [Requirement(line) for line in (*PROJECT["dependencies"], *extras["teach"], *extras["office"])]
    assert unmet([*product, *INSTALLING], locked("requirements.lock")) == [], "run `make lock`"


def test_what_the_product_needs_is_the_same_for_developers() -> None:
    everything = locked("requirements-dev.lock")
    assert {name: versions for name, versions in locked("requirements.lock").items() if everything.get(name) != versions} == {}


def test_uv_lock_is_not_tracked() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "*uv.lock"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert listed.stdout == ""


def test_each_dependency_has_its_reason_and_each_reason_its_dependency() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text[text.index("## Dependencies") :]
    reasons = {canonicalize_name(name) for name in re.findall(r"^- \*\*([\w-]+)\*\*: \S+ \S+", section, re.MULTILINE)}
    assert reasons == {canonicalize_name(required.name) for required in (*REQUIREMENTS, *INSTALLING)}


def test_version_is_the_same_wherever_it_is_written() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert citation["version"] == newest[1] == icsim.__version__


def test_a_class_name_stands_for_one_class() -> None:
    places: dict[str, list[str]] = {}
    for path in SOURCES:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
