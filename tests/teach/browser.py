"""A browser for the page's tests: Debian's chromium, and a watch over what it asks for and complains about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SKIPPED = "the page's walk is left out: it needs /usr/bin/chromium and the playwright package"
READY = "#page:not([aria-busy])"


@dataclass
class Watch:
    """A page, and what happened on it that should not have."""

    page: Any
    address: str
    strangers: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> Any:
        """Opens a link and waits for its picture."""
        self.page.goto(f"{self.address}/{query}")
        self.page.wait_for_selector(READY)
        return self.page

    def clean(self) -> bool:
        """Whether nothing went wrong and nothing left the machine."""
        return not (self.strangers or self.refused or self.complaints)


def watched(page: Any, address: str) -> Watch:
    """Watches a page from now on."""
    watch = Watch(page, address)

    def requested(request: Any) -> None:
        watch.requests.append(request.url)
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.netloc != urlsplit(address).netloc:
            watch.strangers.append(request.url)

    page.on("request", requested)
    page.on("response", lambda one: one.status >= 400 and watch.refused.append(f"{one.status} {one.url}"))
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("console", lambda one: one.type in ("error", "warning") and watch.complaints.append(one.text))
    return watch


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; skips where there is none, in one line."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip(SKIPPED)
    if not CHROMIUM.is_file():
        pytest.skip(SKIPPED)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
