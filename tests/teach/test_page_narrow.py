"""On a phone and in large letters every lesson is read by scrolling down alone; what is chosen stays readable under the mouse."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import Watch

from icsim.base.resources import conf_dir

LESSONS = sorted(path.stem for path in (conf_dir() / "lesson").glob("*.yaml"))
STAGES = ["story", "predict", "run", "compare", "tasks", "look"]
WIDTHS = [320, 390, 683]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_lesson_has_to_be_scrolled_sideways(page: Watch, lesson: str) -> None:
    wide = []
    for stage in STAGES:
        at = page.open(f"?lesson={lesson}&stage={stage}&guess=0")
        for width in WIDTHS:
            at.set_viewport_size({"width": width, "height": 700})
            at.wait_for_timeout(60)
            for _ in range(20):  # until the picture has been laid out anew
                found = at.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
                if found[0] <= found[1]:
                    break
                at.wait_for_timeout(100)
            wide += [(stage, width, found)] if found[0] > found[1] else []
    assert wide == []


CONTRAST = """(one) => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const linear = (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((x) => linear(x / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue; };
  let ground = one;
  while (ground.parentElement && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const both = [light(getComputedStyle(one).color), light(getComputedStyle(ground).backgroundColor)].sort((a, b) => a - b);
  return (both[1] + 0.05) / (both[0] + 0.05); }"""
CHOSEN = "[aria-current]:not([disabled]), [aria-selected=true], [aria-pressed=true], button.primary, .present-tabs button"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_stays_readable_under_the_mouse(new_page: Callable[..., Watch], scheme: str) -> None:
    page = new_page(color_scheme=scheme).open("?lesson=asked&stage=compare&guess=1&week=40")
    faint: dict[str, float] = {}

    def look(at: Any) -> None:
        for one in at.locator(CHOSEN).all():
            if one.is_visible() and (text := one.inner_text().strip()):
                one.hover()
                contrast = one.evaluate(CONTRAST)
                faint.update({text: contrast} if contrast < 4.5 else {})

    assert page.locator(".stage[aria-current]").inner_text().startswith("4")
    look(page)
    page.get_by_role("button", name="Present").click()
    look(page.locator(".present"))
    assert faint == {}
