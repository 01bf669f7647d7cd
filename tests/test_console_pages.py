"""The first ten minutes of each kind of user, and a trace: what the pages show is what their commands print."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
sys.path.insert(0, str(DOCS))
import console  # noqa: E402


@pytest.mark.slow
@pytest.mark.parametrize("page", console.PAGES)
def test_the_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    folder = console.folder_of(tmp_path)
    blocks = console.BLOCK.findall((DOCS / f"{page}.md").read_text(encoding="utf-8"))
    typed = [one for block in blocks for one in console.typed_in(block)]
    assert typed
    for one in typed:
        came = console.run_in(folder, one.command)
        assert console.is_shown(one.shown, came), f"python docs/console.py {page}\n$ {one.command}\n" + "\n".join(came)


def test_what_is_left_out_stands_for_any_lines_and_nothing_else_does() -> None:
    assert console.is_shown(("a", "…", "d"), ["a", "b", "c", "d"])
    assert not console.is_shown(("a", "…", "e"), ["a", "b", "c", "d"])
    assert not console.is_shown(("a",), ["a", "b"])
    assert console.shortened(("…", "x", "y"), ["a", "b", "c", "d"]) == ["…", "c", "d"]
    assert console.shortened(("a", "b", "…", "c"), ["a", "b"]) == ["a", "b"]


def test_a_page_written_anew_shows_what_came(tmp_path: Path) -> None:
    page = "Before\n\n```console\n$ echo one; echo two\nold\n```\n\nAfter\n"
    assert console.written_anew(page, tmp_path) == "Before\n\n```console\n$ echo one; echo two\none\ntwo\n```\n\nAfter\n"
