"""Signs that the font of all figures lacks: drawn with a font of this machine that has them, or named in one line."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text

OURS = "DejaVu Sans"
BOXES = "LastResort"  # a font that has every sign, each as a box
_said: set[str] = set()


def give_fonts(made: Figure) -> None:
    """Let every text of a figure be drawn whole; what no font has is said once and drawn as boxes."""
    texts = made.findobj(Text)
    lacking = {sign for text in texts for sign in text.get_text() if not sign.isspace() and ord(sign) not in _signs(_our_font())}
    if not lacking:
        return
    found = dict(_fonts_with(frozenset(lacking)))
    for text in texts:
        further = [name for name, signs in found.items() if signs & set(text.get_text())]
        if further:
            text.set_fontfamily([OURS, *further])
    rest = "".join(sorted(lacking.difference(*found.values()) - _said))
    _said.update(rest)
    if rest:
        print(
            f"icsim: no font of this machine has {rest[:40]}: boxes stand there in .png; install one that has, such as Noto Sans",
            file=sys.stderr,
            flush=True,
        )


@cache
def _our_font() -> str:
    return str(font_manager.findfont(OURS))


@cache
def _signs(font: str) -> frozenset[int]:
    try:
        return frozenset(font_manager.get_font(font).get_charmap())
    except (OSError, RuntimeError):  # a font that cannot be read is no reason to draw nothing
        return frozenset()


@cache
def _fonts_with(lacking: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Families that have some of the signs, the fullest first, each with those that no earlier one has."""
    return tuple(_chosen(lacking))


def _chosen(lacking: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    fonts = {entry.fname: entry.name for entry in font_manager.fontManager.ttflist if BOXES not in Path(entry.fname).name}
    having = {font: frozenset(sign for sign in lacking if ord(sign) in _signs(font)) for font in sorted(fonts)}
    left = set(lacking)
    while left:
        best = max(having, key=lambda font: len(having[font] & left), default=None)
        if best is None or not having[best] & left:
            return
        yield fonts[best], frozenset(having[best] & left)
        left -= having[best]
