"""What the page's tests share: one server for all of them, a browser for each file, a fresh watched page for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import Watch, chromium, watched
from pages import served, small_lessons

SCREEN = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One for each file: as long as it is open, playwright's event loop runs, and tests of the server could not start their own."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(browser: Any) -> Iterator[str]:
    """The page as it is served, once there is a browser."""
    with small_lessons(), served() as client:
        yield f"http://127.0.0.1:{client.port}"


@pytest.fixture(scope="module")
def real(browser: Any) -> Iterator[str]:
    """The page with the lessons that ship, and no others."""
    with served() as client:
        yield f"http://127.0.0.1:{client.port}"


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Any, real: str) -> Iterator[Watch]:
    """A page of that, on the file's `SCREEN` where it names one."""
    context = browser.new_context(viewport=getattr(request.module, "SCREEN", SCREEN))
    context.set_default_timeout(90_000)
    yield watched(context.new_page(), real)
    context.close()


@pytest.fixture
def new_page(browser: Any, address: str) -> Iterator[Callable[..., Watch]]:
    """Makes a watched page; what a context is to be (viewport, touch …) as keywords."""
    contexts = []

    def make(**given: Any) -> Watch:
        contexts.append(browser.new_context(**{"viewport": SCREEN, **given}))
        contexts[-1].set_default_timeout(30_000)
        return watched(contexts[-1].new_page(), address)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watch(new_page: Callable[..., Watch]) -> Watch:
    """One page on a laptop's screen."""
    return new_page()
