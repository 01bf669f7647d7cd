"""Pictures of the page as people meet it, to be looked at: front page, each lesson's difference, presenter mode, room, phone.

python benchmarks/pictures.py FOLDER                    all of them, some minutes
python benchmarks/pictures.py FOLDER --lessons box2 --stages --grey
"""

import argparse
from itertools import product
from pathlib import Path
from typing import Any

from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.load_lesson import shipped_lessons
from moments import moment
from teach import CHROMIUM, Page

THEMES = ("light", "dark")
STAGES = ("story", "predict", "run", "compare", "tasks", "closing")
SIZES = {"desktop": (1366, 768), "projector": (1920, 1080), "phone": (390, 844)}
GREY = "document.documentElement.style.filter = 'grayscale(1) contrast(.38)'"  # what a bad projector leaves of it
READY = "#page:not([aria-busy])"


def front(page: Any, keep: Any) -> None:
    """The guess and the verdict."""
    page.locator(".front-question button").first.wait_for(timeout=60_000)
    keep("front-guess")
    page.locator(".front-question button").first.click()
    page.get_by_role("button", name="New luck").wait_for(timeout=60_000)
    keep("front-verdict")


def lesson(page: Any, name: str, keep: Any) -> None:
    """Story, the moment at which the worlds are furthest apart, the end of the run; and both of these for the back row."""
    for stage, shown in (("story", "story"), (f"look&week={moment(name).week}", "look"), ("look&week=999", "end")):
        page.goto(page.url.partition("?")[0] + f"?lesson={name}&stage={stage}")
        page.wait_for_selector(READY, timeout=60_000)
        keep(f"{name}-{shown}")
        if shown != "story":
            page.get_by_role("button", name="Present").click()
            keep(f"{name}-{shown}-present")


def stages(page: Any, name: str, keep: Any) -> None:
    """Every stage of a lesson."""
    guess = "50,50,50,50,50,50,50" if open_shipped_lesson(name).predict.curve else "0"
    for n, stage in enumerate(STAGES):
        page.goto(page.url.partition("?")[0] + f"?lesson={name}&stage={stage}{f'&guess={guess}' if n > 1 else ''}")
        page.wait_for_selector(READY, timeout=60_000)
        keep(f"{name}-{n + 1}-{stage}")


def lab(page: Any, keep: Any) -> None:
    """The free lab: how it opens from the front page, and all that can be changed."""
    page.goto(page.url.partition("?")[0])
    page.get_by_role("button", name="The free lab").click()
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(3000)
    keep("lab")
    page.get_by_role("button", name="More…").click()
    keep("lab-more")


def room(page: Any, phone: Any, keep: Any) -> None:
    """A host who decides alone, from the vote to the road not taken, and a phone that joins."""
    page.goto(page.url.partition("?")[0] + "?lesson=chief&stage=story")
    page.wait_for_selector(READY, timeout=60_000)
    page.get_by_role("button", name="Decide on the way").click()
    code = page.locator(".class-bigcode").inner_text()
    phone.goto(page.url.partition("?")[0] + f"join/{code}")
    phone.get_by_role("radio").first.wait_for()
    keep("room-vote")
    keep("phone-vote", phone)
    for decision in range(4):
        page.locator(".steer-alone").evaluate("(one) => (one.open = true)")
        page.locator(".steer-alone button").first.click()
        keep(f"room-voted-{decision + 1}")
        last = page.get_by_role("button", name="Predict the end")
        if last.count():
            last.click()
            break
        page.get_by_role("button", name="Run both roads").click()
        page.get_by_role("button", name="Next decision").click()
    phone.get_by_role("button", name="Lock").wait_for()  # no longer the vote's choices
    phone.get_by_role("radio").first.check()
    phone.get_by_role("button", name="Lock").click()
    page.get_by_text("1 of 1 have locked").wait_for()
    for name in ("Close predictions", "Run", "The road not taken"):
        page.get_by_role("button", name=name, exact=True).click()
    page.locator(".roads-told").wait_for(timeout=60_000)
    keep("room-road-not-taken")
    phone.locator(".roads-told").wait_for(timeout=60_000)
    keep("phone-road-not-taken", phone)


def main() -> None:
    """Keep them all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lessons", nargs="*", default=sorted(shipped_lessons()))
    parser.add_argument("--stages", nargs="*", default=["box2", "chief", "told_or_asked"], help="lessons of which to show all")
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=list(SIZES))
    parser.add_argument("--themes", nargs="*", choices=THEMES, default=list(THEMES))
    parser.add_argument("--grey", action="store_true", help="as a bad projector shows them")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    given.folder.mkdir(parents=True, exist_ok=True)
    server = Page()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size, theme in product(given.sizes, given.themes):
            wide, high = SIZES[size]
            page, phone = (
                browser.new_page(viewport={"width": w, "height": h}, color_scheme=theme) for w, h in ((wide, high), SIZES["phone"])
            )

            def keep(name: str, shown: Any = page, end: str = f"{size}-{theme}") -> None:
                shown.wait_for_timeout(400)
                if given.grey:
                    shown.evaluate(GREY)
                shown.screenshot(path=str(given.folder / f"{name}-{end}.png"))
                print(given.folder / f"{name}-{end}.png", flush=True)

            page.goto(f"http://127.0.0.1:{server.port}/")
            front(page, keep)
            for name in given.lessons:
                lesson(page, name, keep)
            for name in given.stages:
                stages(page, name, keep)
            lab(page, keep)
            if size != "phone":
                room(page, phone, keep)
            page.close()
            phone.close()
        browser.close()
    server.end()


if __name__ == "__main__":
    main()
