"""The page on the Python interface shows what comes, and the notebooks run from their first cell to their last."""

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize(("page", "least"), [("python.md", 40), ("analysis.md", 10)])
def test_the_page_of_the_docs_runs(page: str, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / page).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, page, None, 0)
    assert len(test.examples) > least
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.REPORT_NDIFF).run(test).failed == 0


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here: dict[str, Any] = {}
    for n, source in enumerate(cells(path)):
        exec(compile(source, f"{path.name}, cell {n}", "exec"), here)


def cells(path: Path) -> list[str]:
    found = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in found["cells"] if cell["cell_type"] == "code"]


def test_the_page_names_every_notebook_and_no_notebook_keeps_what_it_printed() -> None:
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    assert len(NOTEBOOKS) == 3
    for path in NOTEBOOKS:
        assert f"notebooks/{path.name}" in page
        held = json.loads(path.read_text(encoding="utf-8"))
        assert not any(cell.get("outputs") for cell in held["cells"])  # numbers would outlive the rules that gave them
