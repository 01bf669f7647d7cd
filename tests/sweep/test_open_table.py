"""The lines of the documentation that open a table, run as they are printed, where their packages are installed."""

import re
from pathlib import Path

import pytest
from sweeps import DEMAND, SHARE, SMALL

from icsim.commands import entry

PAGE = Path(__file__).parents[2] / "docs" / "sweeps.md"
LINES = re.findall(r"^(pandas|polars|duckdb)\.(.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder from which the lines find their table, of 6 points and 2 replicates."""
    folder = tmp_path_factory.mktemp("open")
    assert entry.main(["sweep", *SMALL, "weeks=260", "measures=[trust]", DEMAND, SHARE, f"out={folder / 'results/runs/NAME'}"]) == 0
    return folder


def test_there_is_a_line_for_each():
    assert [package for package, _ in LINES] == ["pandas", "polars", "duckdb", "pandas"]
    assert "to_xarray" in LINES[-1][1]


@pytest.mark.slow
@pytest.mark.parametrize(("package", "line"), LINES, ids=["pandas", "polars", "duckdb", "xarray"])
def test_a_line_opens_the_table(here, monkeypatch, package, line):
    pytest.importorskip("xarray" if "to_xarray" in line else package)
    monkeypatch.chdir(here)
    found = eval(f"{package}.{line}", {package: pytest.importorskip(package)})
    if package == "duckdb":
        assert len(found.fetchall()) == 6
    elif "to_xarray" in line:
        assert dict(found.sizes) == {"point": 6, "replicate": 2}
    else:
        assert list(found["row"]) == list(range(12))
        assert found["trust_w260"].is_null().sum() == 0 if package == "polars" else found["trust_w260"].notna().all()
