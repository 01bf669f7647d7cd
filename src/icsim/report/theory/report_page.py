"""`report.html`: all theories of a study on one page that holds everything, to be kept, sent or printed."""

import base64
import io
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from icsim.report import html
from icsim.report.figure_style import DOTS
from icsim.report.html import SafeHtml, html_table, paragraph
from icsim.report.theory.share_text import count_of_draws
from icsim.report.theory.theory_section import USERS
from icsim.report.theory.verdict_text import BOUNDARY, NOT_A_FORECAST, NOT_SOUGHT, QUICK
from icsim.statistics.effect_shares import CONTRADICTED, ENOUGH_DRAWS, LEANING, NO_EFFECT, SUPPORTED, Band
from icsim.theory.verdict import NOT_TESTED

Plain = dict[str, Any]

COLOURS = 96
SCREEN = 96  # dots of a page to an inch
WHITE = 253  # what is as light as this was white before the colours were counted out
PICTURE = re.compile(r'src="([a-z0-9_]+\.png)"')
HEAD = ("theory", "role", "held in", "verdict", "mostly")
ORDER = (Band.CONTRADICTED, Band.NO_EFFECT, Band.UNRESOLVED, Band.LEANING, Band.SUPPORTED, Band.NO_VALUE, NOT_TESTED)
"""Of findings: what speaks against a theory comes first."""
READING = (
    "Each theory was tried in many plausible settings of the numbers inside the rules, drawn from their ranges in the evidence, "
    "and each setting with the same many lucks. Held in 97 of 100 plausible settings means: in 97 of 100 of them, all that "
    "the theory counts on happened together, beyond the smallest effect that counts. It is no probability that a theory is true."
)
BANDS = (
    f"Supported: in {100 * SUPPORTED:.0f} of 100 or more. Leaning: in {100 * LEANING:.0f} or more. No effect: in "
    f"{100 * NO_EFFECT:.0f} or more, not all of it came, and no outcome went the other way. Contradicted: in "
    f"{100 * CONTRADICTED:.0f} or more, an outcome went the other way. Else: unresolved. Two words stand where the interval "
    f"reaches over both. With fewer than {ENOUGH_DRAWS} settings it is {QUICK}, which calls nothing supported. These limits are "
    "conventions, fixed before the first verdict. A theory of role P gets none of these words, but a boundary, where one can be "
    "found: which number of the rules separates the settings in which an outcome comes from the others."
)
ROLES = "Roles: I, a rule has the sign written in; P, it hangs on how large some numbers are; X, it emerges, and is a finding."


def report_page(found: Sequence[Plain], sections: Sequence[str], command: str) -> str:
    """The whole page, from the plain data of its theories and their sections, figures in place."""
    title = found[0]["title"] if len(found) == 1 else f"{len(found)} programme theories, tried"
    body = [
        f"<main><h1>{escape(title if len(found) > 1 else 'A programme theory, tried')}</h1>",
        f"<p><strong>{escape(NOT_A_FORECAST)}</strong></p>",
        paragraph(READING),
        paragraph(BANDS),
        *(_overview(found) if len(found) > 1 else ()),
        paragraph(USERS),
        "<h2>To get all of it again</h2>" if len(found) > 1 else "",
        f"<p><code>{escape(command)}</code></p>" if len(found) > 1 else "",
        *sections,
        "</main>",
    ]
    return html.html_page(title, body)


def embedded(section: str, folder: Path) -> str:
    """A section with its figures inside it."""

    def data(match: re.Match[str]) -> str:
        made = compress_png(folder / match[1])
        across = round(int.from_bytes(made[16:20], "big") * SCREEN / DOTS)  # so that letters are as large in all figures
        return f'width="{across}" src="data:image/png;base64,{base64.b64encode(made).decode("ascii")}"'

    return PICTURE.sub(data, section)


def compress_png(picture: Path) -> bytes:
    """A PNG in few colours, a third of its size: a page may hold hundreds."""
    from PIL import Image  # comes with matplotlib

    with Image.open(picture) as full, io.BytesIO() as made:
        # the quickest of the methods, and here the smallest file too: figures have few colours to begin with
        few = full.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if light >= WHITE else light for light in few.getpalette() or ()])
        few.save(made, "PNG")
        return made.getvalue()


def grouped(found: Sequence[Plain]) -> Iterator[tuple[str, list[Plain]]]:
    """Boxes, then findings with what speaks against them first, then all other statements."""
    boxes = [one for one in found if one["id"].startswith("box")]
    others = [one for one in found if one not in boxes]
    findings = sorted((one for one in others if one["role"] == "X"), key=finding_order)
    groups = (
        ("Boxes of the review", boxes),
        ("Findings: statements whose sign no rule has, contradictions first", findings),
        ("Other statements", [one for one in others if one["role"] != "X"]),
    )
    return ((title, group) for title, group in groups if group)


def finding_order(found: Plain) -> int:
    """How early a finding comes: by the first word of its verdict."""
    return ORDER.index(found["verdict"]["says"].partition(" or ")[0])


def _overview(found: Sequence[Plain]) -> Iterator[str]:
    yield "<h2>Overview</h2>"
    yield paragraph(ROLES, "quiet")
    for title, group in grouped(found):
        yield html_table(f"{title}.", HEAD, [_row(one) for one in group])


def _row(found: Plain) -> tuple[str, ...]:
    judged = found["verdict"]
    three = judged["shares"]
    link = SafeHtml(f'<a href="#{escape(found["id"])}">{escape(found["id"])}</a>: {escape(found["title"])}')
    quick = f" ({QUICK})" if judged["quick"] and judged["says"] != NOT_SOUGHT else ""
    if not judged["tested"] or not three["draws"]:
        return link, found["role"], "–", f"{judged['says']}{quick}", "–"
    held = count_of_draws(three["expected"], three["draws"])
    return link, found["role"], held, f"{judged['says']}{_rules(found)}{quick}", judged["headline"]


def _rules(found: Plain) -> str:
    """The boundaries of a theory that has some instead of a word."""
    rules = found["boundary"]["found"] if found["verdict"]["says"] == BOUNDARY else []
    return "".join(f"; {one['display']} {one['rule']}" for one in rules)
