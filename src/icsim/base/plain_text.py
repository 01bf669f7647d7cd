"""Text that comes from outside and goes to a terminal: signs that command a terminal are never passed on."""

import re
from collections.abc import Iterator, Mapping, Sequence

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Signs that are no text, such as ESC and BEL; tab and the end of a line are."""
QUOTED = re.compile(r"[“\"„«‘][^“”\"„«»]*[”\"“»’]\s*(\([^()]*\))?\.?")
"""A text that stands in quotation marks of its own, with its page or without."""
WITHIN = re.compile(r"[“\"„«]([^“”\"„«»]*)[”\"“»]")


def visible(text: str) -> str:
    """The text with such signs spelled out."""
    return CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", text)


def shortened(text: str, most: int = 120) -> str:
    """The text, or its beginning where a complaint would be all quotation."""
    return text if len(text) <= most else f"{text[:most]}…"


def commanding(data: object) -> str | None:
    """The first text in plain data that holds such a sign, spelled out; None where there is none."""
    return next((visible(text) for text in _texts(data) if CONTROL.search(text)), None)


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def and_list(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def quoted(text: str) -> str:
    """A text in quotation marks; one that has its own around it keeps those, and marks within it become single ones."""
    text = text.strip()
    if QUOTED.fullmatch(text):
        return text
    return "“" + WITHIN.sub(r"‘\1’", text) + "”"
