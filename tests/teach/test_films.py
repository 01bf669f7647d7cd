"""The run as a moving picture: every week in it, and only what changed; and as a film, where the browser writes one."""

import base64
from pathlib import Path
from typing import Any

import pytest
from browser import Watch
from pages import WEEKS
from PIL import Image

PICTURE = (1300, 780)

pytestmark = pytest.mark.slow


def saved(page: Any, name: str, to: Path) -> Path:
    page.locator(".menu > summary").click()
    with page.expect_download(timeout=60_000) as found:
        page.get_by_role("button", name=name).click()
    path = to / found.value.suggested_filename
    found.value.save_as(path)
    return path


def test_a_gif_has_a_picture_for_each_week(watch: Watch, tmp_path: Path) -> None:
    page = watch.open("?lesson=asked&stage=look&week=9")
    path = saved(page, "Moving picture (GIF)", tmp_path)
    assert path.name == "icsim-asked-luck-7.gif"
    with Image.open(path) as found:
        assert (found.n_frames, found.size) == (WEEKS + 1, PICTURE)
        shown = []
        for week in (0, 1, WEEKS):
            found.seek(week)
            shown.append(found.convert("RGB").tobytes())
        assert found.info["duration"] > 1000  # the end stands for a while
    assert shown[0] != shown[1] != shown[2]
    assert len(path.read_bytes()) < len(shown[0]) * (WEEKS + 1) / 20
    assert "Week 9" in page.locator(".week").inner_text()  # where the page stood, it stands
    assert watch.clean()


@pytest.mark.parametrize(
    ("weeks", "count", "last"), [(0, 1, 0), (1, 2, 1), (131, 132, 131), (132, 67, 132), (260, 131, 260), (520, 131, 520)]
)
def test_long_runs_leave_weeks_out_but_never_the_last(watch: Watch, weeks: int, count: int, last: int) -> None:
    page = watch.open("?lesson=asked&stage=look")
    shown = page.evaluate("async (weeks) => (await import('/static/film.js')).weeksShown(weeks)", weeks)
    assert (len(shown), shown[0], shown[-1]) == (count, 0, last)
    assert shown == sorted(set(shown))


def test_a_film_plays_from_first_week_to_last(watch: Watch, tmp_path: Path) -> None:
    page = watch.open("?lesson=asked&stage=look")
    kind = page.evaluate("async () => (await import('/static/film.js')).filmKind()")
    if kind is None:
        pytest.skip("the film is left out: this browser writes none")
    path = saved(page, f"Film ({kind['name']})", tmp_path)
    assert path.suffix == f".{kind['ending']}"
    elsewhere = page.context.new_page()  # the page itself plays no video
    found = elsewhere.evaluate(
        """async ([text, type]) => {
           const video = document.createElement('video');
           video.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], { type }));
           await new Promise((done, fail) => { video.onloadeddata = done; video.onerror = () => fail(video.error.message); });
           return [video.videoWidth, video.videoHeight]; }""",
        [base64.b64encode(path.read_bytes()).decode(), kind["type"].partition(";")[0]],
    )
    assert tuple(found) == PICTURE


def test_a_browser_that_writes_no_film_is_told_so(watch: Watch) -> None:
    watch.page.add_init_script("delete window.MediaRecorder;")
    page = watch.open("?lesson=asked&stage=look")
    page.locator(".menu > summary").click()
    assert page.get_by_text("This browser cannot write films.").is_visible()
    assert page.get_by_role("button", name="Film").count() == 0


def test_before_the_prediction_nothing_of_the_run_can_be_saved(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    page.locator(".menu > summary").click()
    for name in ("Picture (PNG)", "Picture (SVG)", "Lines (CSV)", "Moving picture (GIF)"):
        assert page.get_by_role("button", name=name).is_disabled()
    assert page.get_by_role("button", name="All of it, as one HTML file").is_enabled()  # it opens covered, too


def test_a_picture_says_what_differs_which_week_and_that_it_is_no_forecast(watch: Watch, tmp_path: Path) -> None:
    page = watch.open("?lesson=asked&stage=look&week=9")
    text = saved(page, "Picture (SVG)", tmp_path).read_text()
    for said in (
        "Week 9 of 40",
        "heeded",
        "overridden",
        page.locator(".difference").inner_text(),
        "A theory explored, not a forecast",
    ):
        assert said in text
