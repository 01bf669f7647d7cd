"""`report.html` of `icsim mechanisms`, from `mechanisms.json` and the figure beside it."""

from dataclasses import replace

from icsim.report.mechanisms.mechanisms_text import display, opening, text_sections
from icsim.report.section_page import PageFigure, PageSection, section_page
from icsim.report.words import sentence
from icsim.results.mechanisms import MechanismsFile

TITLE = "What each mechanism adds, and which need one another"
CAPTION = (
    "A row for each outcome. Left: each mechanism's share of what all combinations differ by, alone (dark) and with its part of "
    "what it does together with others (light). Middle: what two do beyond their sum. Right: whose doing it is."
)


def mechanisms_page(found: MechanismsFile) -> str:
    """The whole page, its figure by the name of its file."""
    outcomes = ", ".join(display(one.measure) for one in found.outcomes)
    figure = PageFigure("mechanisms", f"Bars and squares for {outcomes}; the numbers stand in the tables below.", CAPTION)
    sections = [PageSection("study", "What was run", [opening(found)])]
    sections += [
        replace(one, sentences=[f"{one.title}: {one.sentences[0]}", *(f"{sentence(text)}." for text in one.sentences[1:])])
        for one in text_sections(found)
    ]
    sections.append(PageSection("figure", "All of it in a figure", pictures=[figure]))
    return section_page(TITLE, found.note, sections, [found.command], found.versions)
