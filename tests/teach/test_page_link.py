"""The link carries the whole state: what is read is what was written, and a page opened again shows the same."""

import pytest
from browser import Watch

FULL = (
    "lesson=asked&set=context.demand=0.7&a=leadership.team.inspiring_intent.level=0.2&b.12=leadership.team.inspiring_intent.level=0.9"
    "&replicate=5&weeks=40&week=17&measure=trust_in_leader&lines=trust,attendance&stage=look"
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "query",
    [FULL, "set=place=small&c=x.y=1", "replicate=3&week=0", "lesson=asked&stage=run&guess=2", "set=timeline=[{week:8, who:a/b}]"],
)
def test_what_is_read_is_written_again(watch: Watch, query: str) -> None:
    page = watch.open()
    again = page.evaluate(
        """async (query) => { const { linkQuery, readQuery } = await import('/static/query.js');
           const once = linkQuery(readQuery(query));
           return [once, linkQuery(readQuery(once)), readQuery(query), readQuery(once)]; }""",
        query,
    )
    assert again[0] == again[1]
    assert again[2] == again[3]


def test_the_words_of_links_saved_before_are_read_as_todays(watch: Watch) -> None:
    page = watch.open()
    again = page.evaluate(
        """async () => { const { linkQuery, readQuery } = await import('/static/query.js');
           return linkQuery(readQuery('ours=a:health:9:1&luck=3')); }"""
    )
    assert again == "place_form=a:health:9:1&replicate=3"


def test_only_the_servers_part_goes_to_the_server(watch: Watch) -> None:
    watch.open(f"?{FULL}")
    asked = [one for one in watch.requests if "/api/worlds" in one]
    assert len(asked) == 1
    assert "b.12=leadership" in asked[0]
    assert "replicate=5" in asked[0]
    assert not any(word in asked[0] for word in ("week=17", "measure=", "lines=", "stage="))


def test_a_page_opened_again_shows_the_same(watch: Watch) -> None:
    page = watch.open(f"?{FULL}")
    state = (
        "() => [document.querySelector('.week').innerText, document.querySelector('.legend select').value, "
        "[...document.querySelectorAll('.chart')].map((one) => one.innerText), document.querySelector('.luck').innerText, "
        "[...document.querySelectorAll('.chip')].map((one) => one.innerText), "
        "[...document.querySelectorAll('.net canvas')].map((one) => one.toDataURL())]"
    )
    page.get_by_role("button", name="One week on").click()
    page.wait_for_url("**week=18**")
    before = page.evaluate(state)
    page.goto(page.url)
    page.wait_for_selector("#page:not([aria-busy])")
    assert page.evaluate(state) == before
    assert before[0].startswith("Week 18")
    assert before[1] == "trust_in_leader"
    assert len(before[2]) == 2


def test_markup_in_a_link_stays_text(watch: Watch) -> None:
    page = watch.open("?lesson=asked&stage=look&b.9=%3Cimg%20src=x%20onerror%3Dalert(1)%3E=0.5")
    assert page.locator("img").count() == 0
    assert "<img" in page.get_by_role("alert").inner_text()


def test_the_same_modules_open_without_a_server(watch: Watch) -> None:
    page = watch.open("?lesson=asked")
    opened = page.evaluate(
        """async () => { const get = async (path) => (await fetch(`/api/${path}`)).json();
           const data = { start: await get('start'), lessons: { asked: await get('lesson/asked') },
             worlds: { 'lesson=asked': await get('worlds?lesson=asked') } };
           const [{ openPage }, { embeddedSource }] = [await import('/static/main.js'), await import('/static/source.js')];
           window.fetch = () => { throw new Error('a file has no server'); };
           const root = document.getElementById('page');
           await openPage(root, embeddedSource(data), { query: 'lesson=asked&stage=look', write: () => {}, whole: () => '' });
           return root.querySelectorAll('.world').length; }"""
    )
    assert opened == 2
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Again, new luck").is_disabled()
    assert page.get_by_text("This file holds what was saved, and no engine").is_visible()
    assert watch.complaints == []
