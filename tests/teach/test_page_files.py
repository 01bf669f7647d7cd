"""The page's files as they stand: what is vendored is unchanged, nothing reaches out, and modules can be put into one file."""

import hashlib
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
STATIC = TESTS.parents[1] / "src" / "icsim" / "teach" / "static"
MODULES = sorted(STATIC.glob("*.js"))
ROW = re.compile(r"^\| (\S+) \| npm .* \| ([0-9.]+) \| .* \| ([0-9a-f]{64}) \|$", re.MULTILINE)
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r'from "([^"]+)"')


@pytest.mark.parametrize("folder", [STATIC / "vendor", TESTS / "axe"], ids=["vendor", "axe"])
def test_what_is_vendored_is_what_its_list_says(folder: Path) -> None:
    listed = {name: digest for name, _, digest in ROW.findall((folder / "VENDORED.md").read_text())}
    found = {path.name for path in folder.iterdir() if path.suffix != ".md" and not path.name.endswith("LICENSE")}
    assert set(listed) == found
    assert listed == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_and_puts_nothing_in_as_html(module: Path) -> None:
    text = module.read_text()
    assert len(text.splitlines()) <= 400
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "import(\n", "new Function"):
        assert word not in text
    assert ("fetch(" in text) == (module.name == "source.js")  # one door to the network
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text


def test_names_at_the_top_of_modules_differ_so_that_they_can_stand_in_one_file() -> None:
    seen: dict[str, set[str]] = {}
    for module in MODULES:
        for name in TOP_LEVEL.findall(module.read_text()):
            seen.setdefault(name, set()).add(module.name)
    shared = {name for name, modules in seen.items() if len(modules) > 1}
    exported = {
        name
        for module in MODULES
        for name in re.findall(r"^export (?:async )?(?:function|class|const) (\w+)", module.read_text(), re.MULTILINE)
    }
    assert not shared & exported


def test_modules_do_not_import_in_a_circle() -> None:
    imports = {module.name: [Path(path).name for path in IMPORTED.findall(module.read_text())] for module in MODULES}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, f"{' → '.join((*above, name))}"
        if name in done:
            return
        for other in imports.get(name, []):
            visit(other, (*above, name))
        done.add(name)

    visit("boot.js", ())
    visit("join.js", ())
    visit("file.js", ())  # what a file or a notebook opens with
    assert {module.name for module in MODULES} - done == {"types.js", "frame.js"}  # all others are used


@pytest.mark.parametrize("page", ["index.html", "join.html"])
def test_a_page_names_only_files_that_are_there(page: str) -> None:
    named = re.findall(r'(?:href|src)="/static/([^"]+)"', (STATIC / page).read_text())
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_nothing_else_lies_among_the_pages_files() -> None:
    kinds = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert kinds == {".js", ".ts", ".css", ".html", ".svg", ".md", ".LICENSE"}
