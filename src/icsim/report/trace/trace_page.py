"""`report.html` of `icsim trace`: one team through both worlds, in words, with the figure; from `trace.json`."""

from itertools import groupby

from icsim.report.section_page import PageFigure, PageSection, PageTable, Row, section_page
from icsim.report.theory.clause_text import EXPECTED, format_to_precision
from icsim.report.words import NO_FORECAST, readable_name, sentence
from icsim.results.trace import CaptionLine, ClauseCourse, Trace
from icsim.trace.captions import STAYED

NOTE = f"One run of many: this {NO_FORECAST}."
CAPTION = (
    "A panel for each state that a sentence above is about, in both worlds, the gap shaded. Dotted: where the worlds part; a "
    "number in a circle is that of the sentence."
)
SEVERAL = 40  # events on the page; trace.json has all


def trace_page(found: Trace) -> str:
    """The whole page, its figure by the name of its file."""
    first, second = found.worlds.displays
    divergence = STAYED if found.divergence is None else found.divergence.text
    whom = f"{found.team.name} ({readable_name(found.team.profession)})"
    opening = f"{whom}, in two worlds with the same random numbers: “{first}” and “{second}”."
    panels = "; ".join(dict.fromkeys(f"{one.measure}, {one.who}" for one in found.captions if one.measure is not None))
    figure = PageFigure("trace", f"Curves of both worlds week by week: {panels}.", CAPTION)
    sections = [
        PageSection("pair", "Which team, in which pair of worlds", [opening, found.pair.text, divergence]),
        PageSection("story", "What happened, and why", parts=_story(found.captions)),
        PageSection("figure", "Week by week", pictures=[figure]),
        PageSection("chain", "The theory, clause by clause, for this team", tables=[_chain(found)]),
    ]
    if found.events:
        sections.append(PageSection("events", "Who decided, left and came", tables=[_events(found)]))
    return section_page(f"{found.theory.title}: one team in two worlds", NOTE, sections, [found.command], {"icsim": found.icsim})


def _story(captions: tuple[CaptionLine, ...]) -> list[PageSection]:
    """The sentences under their headings, numbered as in the figure."""
    return [
        PageSection(f"{kind}_{n}", sentence(heading), [_line(one) for one in lines])
        for n, ((kind, heading), lines) in enumerate(groupby(captions, key=lambda one: (one.kind, one.heading)))
    ]


def _line(one: CaptionLine) -> str:
    return f"{one.number}. {one.text}" + ("" if one.badge is None else f" [{one.badge.display}]")


def _chain(found: Trace) -> PageTable:
    head = ("part", "what", "who", "week", "expected", *found.worlds.displays)
    rows = [_clause(part.part, clause) for part in found.chain for clause in part.clauses]
    return PageTable("What each clause of the theory reads, of the team that is followed, in this pair alone.", head, rows)


def _clause(part: str, one: ClauseCourse) -> Row:
    both = (format_to_precision(side[one.week], one.smallest_effect) for side in (one.first, one.second))
    return sentence(part), one.display, one.who, str(one.week), EXPECTED.get(one.expect, one.expect), *both


def _events(found: Trace) -> PageTable:
    names = dict(zip(("first", "second"), found.worlds.displays, strict=True))
    more = f" The first {SEVERAL} of {len(found.events)}; trace.json has all." if len(found.events) > SEVERAL else ""
    rows = [(f"week {one.week}", names[one.world], one.who, one.display) for one in found.events[:SEVERAL]]
    return PageTable(f"Dated events, decisions, and leaders who left and came.{more}", ("when", "world", "who", "what"), rows)
