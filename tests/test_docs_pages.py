"""The documentation as built: no warning, tables that fit their page, pictures that are what their commands draw."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
sys.path.insert(0, str(DOCS))
sys.path.insert(0, str(DOCS.parent / "tests" / "teach"))
import figures  # noqa: E402
from browser import chromium  # noqa: E402

BUILT = DOCS / "_build" / "html"
LETTERS = 12  # the least that a column with a sentence in it shows of a line
TABLES = """() => {
  const found = {over: document.documentElement.scrollWidth - document.documentElement.clientWidth, columns: 0, narrow: []};
  for (const one of document.querySelectorAll('.table-wrapper'))
    found.over = Math.max(found.over, one.scrollWidth - one.clientWidth - 1);
  for (const one of document.querySelectorAll('article table')) {
    const letter = parseFloat(getComputedStyle(one).fontSize) / 2;
    [...one.querySelectorAll('thead th')].forEach((head, n) => {
      const cells = [...one.querySelectorAll('tbody tr')].map(row => row.children[n]).filter(Boolean);
      const words = Math.max(0, ...cells.map(cell => cell.innerText.trim().split(/\\s+/).length));
      const style = getComputedStyle(head);
      const wide = (head.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)) / letter;
      found.columns += 1;
      if (words >= 4 && wide < LETTERS) found.narrow.push(`${head.innerText}: ${wide.toFixed(0)}`);
    });
  }
  return found;
}""".replace("LETTERS", str(LETTERS))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages, from nothing, where `make docs` has them, so that it finds its work done; a warning is an error."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "docs.lock").open("w") as lock:  # another worker may want them as well
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "docs.built").exists():
            shutil.rmtree(BUILT.parent, ignore_errors=True)
            command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(BUILT)]
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            if ran.returncode:
                shutil.rmtree(BUILT.parent, ignore_errors=True)  # what is built says its warnings only once
            assert ran.returncode == 0, ran.stderr
            (shared / "docs.built").touch()
    return BUILT


def measured(page: Any, path: Path) -> Any:
    page.set_default_timeout(120_000)  # a long page on a busy machine
    page.goto(path.as_uri())
    return page.evaluate(TABLES)


@pytest.mark.slow
def test_reference_tables_fit_their_page(built: Path) -> None:
    pages = sorted((built / "reference").glob("*.html"))
    assert len(pages) >= 13
    with chromium() as browser:
        columns = 0
        for width in (1280, 800):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for path in pages:
                found = measured(page, path)
                columns += found["columns"]
                assert found["over"] <= 0, f"{path.name} at {width}: {found['over']:.0f} pixels too wide"
                assert found["narrow"] == [], f"{path.name} at {width}"
        assert columns > 400


@pytest.mark.slow
def test_no_page_is_wider_than_a_phone_and_the_doors_stand_on_the_first(built: Path) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 400, "height": 800})
        for name in ("index", "first_theory", "first_sweep", "first_class", "gallery", "quickstart", "reference/context"):
            page.goto((built / f"{name}.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 400, name
        page.goto((built / "index.html").as_uri())
        doors = page.locator(".door")
        assert doors.count() == 3
        for n in range(3):
            assert doors.nth(n).locator("img").evaluate("one => one.naturalWidth") > 300
            assert doors.nth(n).locator("a[href^='first_']").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("command", figures.by_command())
def test_the_pictures_of_the_gallery_are_what_their_commands_draw(command: str, tmp_path: Path) -> None:
    from matplotlib.image import imread

    made = figures.drawn_by(command, tmp_path)
    for one in figures.by_command()[command]:
        now, kept = (np.asarray(imread(path)) for path in (made / one.picture, figures.FOLDER / f"{one.name}.png"))
        assert now.shape == kept.shape, f"{one.name}: make figures"
        assert np.abs(now - kept).mean() < 1e-3, f"{one.name}: make figures"


def test_the_gallery_shows_every_picture_with_its_command() -> None:
    text = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert figures.gallery_page(text) == text
    pictures = {path.stem for path in figures.FOLDER.glob("*.png")}
    by_hand = {"scoreboard"}  # of the findings, which `make results` writes
    assert pictures - by_hand == {one.name for one in (*figures.GALLERY, figures.OF_THE_FIELD, figures.OF_THE_PAGE)}


def test_no_page_is_a_list_of_links_alone() -> None:
    for path in DOCS.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^```(?!{include})[\s\S]*?^```$", "", text, flags=re.MULTILINE)
        prose = re.sub(r"^#.*$|\[[^\]]*\]\([^)]*\)|^[-*] ", "", text, flags=re.MULTILINE)
        assert len(prose.split()) >= 40 or "{include}" in text, path.name
