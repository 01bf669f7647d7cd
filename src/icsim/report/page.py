"""Pages that stand alone: jinja2 templates, escaped unless they are Markup, with their figures inside them."""

import base64
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from icsim.base.atomic_output import write_atomically
from icsim.report.words import sentence
from icsim.results.ro_crate import list_anew

PAGE = "report.html"
DOTS = 160  # of a PNG to an inch
COLOURS = 96
SCREEN = 96  # dots of a page to an inch
WHITE = 253  # what is as light as this was white before the colours were counted out
POINTS = 72  # of a figure to an inch
SVG_WIDTH = re.compile(r'<svg[^>]*\bwidth="([0-9.]+)pt"')
SVG_HEIGHT = re.compile(r'<svg[^>]*\bheight="([0-9.]+)pt"')
TALL = 1.15  # of a figure's height to its width: it takes a page of its own where it is printed
PICTURE = re.compile(r'src="([a-z0-9_]+\.png)"')


class BarSlice(NamedTuple):
    """A part of a bar: what it is, its share from 0 to 1, and its style, a class of style.css."""

    label: str
    share: float
    kind: str


def whole_parts(slices: Sequence[BarSlice], of: int = 100) -> list[int]:
    """Shares of a bar in whole parts of so many that add up as the shares do: the largest remainders are rounded up."""
    exact = [of * one.share for one in slices]
    parts = [int(share) for share in exact]
    missing = round(sum(exact)) - sum(parts)
    for n in sorted(range(len(exact)), key=lambda n: parts[n] - exact[n])[:missing]:
        parts[n] += 1
    return parts


def is_number_cell(cell: object) -> bool:
    """Whether the text of a cell begins as a number does, so that it must not wrap."""
    return not isinstance(cell, Markup) and (text := str(cell)) != "" and (text[0].isdigit() or text[0] in "+−")


TEMPLATES = Environment(
    loader=PackageLoader("icsim.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATES.tests["number_cell"] = is_number_cell
TEMPLATES.filters["whole_parts"] = whole_parts
TEMPLATES.filters["sentence"] = sentence
TEMPLATES.filters["full_stop"] = lambda line: f"{sentence(line)}."


def render(template: str, **values: object) -> str:
    """The text of a template of icsim/report/templates."""
    return TEMPLATES.get_template(template).render(**values).lstrip("\n")


def bar(slices: Sequence[BarSlice], of: int) -> Markup:
    """The macro `bar`, for a cell of a table that is made in Python."""
    macros = TEMPLATES.get_template("macros.html.j2").module
    return Markup(macros.bar(slices, of))  # type: ignore[attr-defined]  # a template's macros are attributes that no type knows


def embed_figures(page: str, folder: Path, vector: bool = False) -> str:
    """A page with the figures of its folder inside it: as vector graphics, or, where a page has hundreds, in few colours."""

    def data(match: re.Match[str]) -> str:
        drawn = (folder / match[1]).with_suffix(".svg")
        if vector and drawn.exists():
            return _vector(drawn.read_text(encoding="utf-8"))
        if not (folder / match[1]).exists():
            return 'title="not drawn: the disk had no room for it" src="data:,"'
        made = compress_png(folder / match[1])
        across = round(int.from_bytes(made[16:20], "big") * SCREEN / DOTS)  # so that letters are as large in all figures
        return f'width="{across}" src="data:image/png;base64,{base64.b64encode(made).decode("ascii")}"'

    return PICTURE.sub(data, page)


def write_page(folder: Path, page: str, path: Path) -> Path:
    """Write a page with the figures of a folder inside it, and say where. A crate that tells of it is brought up to date."""
    write_atomically(path, embed_figures(page, folder, vector=True))
    if path.parent.resolve() == folder.resolve():
        list_anew(folder, path.name)
    return path


def _vector(svg: str) -> str:
    """The attributes of a vector figure, as wide as its letters are in all others."""
    width, height = SVG_WIDTH.search(svg), SVG_HEIGHT.search(svg)
    across = f'width="{round(float(width[1]) * SCREEN / POINTS)}" ' if width else ""
    across += 'class="tall" ' if width and height and float(height[1]) > TALL * float(width[1]) else ""
    return f'{across}src="data:image/svg+xml;base64,{base64.b64encode(svg.encode("utf-8")).decode("ascii")}"'


def compress_png(picture: Path) -> bytes:
    """A PNG in few colours, a third of its size: a page may hold hundreds."""
    from PIL import Image  # comes with matplotlib

    with Image.open(picture) as full, io.BytesIO() as made:
        # the quickest of the methods, and here the smallest file too: figures have few colours to begin with
        few = full.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if light >= WHITE else light for light in few.getpalette() or ()])
        few.save(made, "PNG")
        return made.getvalue()
