"""Where a theory comes from, in words: a part of the review that the model is made from, or any other source."""

import re

from icsim.base.plain_text import quoted
from icsim.report.citation import REVIEW as CITED
from icsim.report.words import readable_name
from icsim.theory.theory_schema import TheorySource

REVIEW, OTHER, TRIED = "As the review has it", "As its source has it", "As it is tried here"
REVIEW_CITED = CITED.removesuffix(".")
"""The review that the model is made from."""
RANGE, PAGE = re.compile(r"^(\w+)\s*(?:--?|–|—)\s*(\w+)$"), re.compile(r"[A-Za-z]?\d+(–[A-Za-z]?\d+)?")
"""Two ends with some dash between them; a page, such as 7 or S12, or from one to another."""
NOT_CHECKED = "What its source says was not checked here."


def source_line(name: str, source: TheorySource) -> str:
    """The theory's id, where it stands, and what it rests on there."""
    if source.is_the_review:
        papers = f", a mechanism with {source.papers} papers" if source.papers is not None else ""
        study = f", study [{source.study}] of the review" if source.study is not None else ""
        about = f", {readable_name(source.mechanism)}" if source.mechanism else ""
        return f"{name}: {source.where}{about}{papers}{study}{'.' * bool(source.left_out)}{left_out(source)}"
    return f"{name}: {citation(source)}{_weight(source)}. {NOT_CHECKED}{left_out(source)}"


def left_out(source: TheorySource) -> str:
    """What the theory file does not express of its source, as a sentence that follows another."""
    return f" Not expressed here: {source.left_out.rstrip('. ')}." if source.left_out else ""


def citation(source: TheorySource) -> str:
    """The source as one would cite it; of the review that the model is made from, the part of it."""
    if source.citation is None:
        return source.where or ""
    pages, doi = source.pages and pages_text(source.pages), source.doi and f"doi:{source.doi}"
    parts = [source.citation.rstrip(". "), source.where, pages, doi]
    return ", ".join(part for part in parts if part)


def pages_text(pages: str) -> str:
    """Pages as one cites them, `p. 7` or `pp. 421–456`; an article number, or what says so already, stays as it is."""
    parts = [RANGE.sub(r"\1–\2", part.strip()) for part in pages.split(",")]
    if not all(PAGE.fullmatch(part) for part in parts):
        return pages
    return f"{'p.' if len(parts) == 1 and '–' not in parts[0] else 'pp.'} {', '.join(parts)}"


def quotes(source: TheorySource) -> tuple[str, ...]:
    """What the source says word for word, in quotation marks."""
    return tuple(map(quoted, source.quotes))


def written_head(source: TheorySource) -> str:
    """What stands above the chain as the source gives it."""
    return REVIEW if source.is_the_review else OTHER


def _weight(source: TheorySource) -> str:
    many = f"{source.sources} primary source{'s' * (source.sources != 1)}" if source.sources is not None else ""
    sure = f"{source.confidence.replace('_', ' ')} confidence" if source.confidence else ""
    said = " and ".join(part for part in (many, sure) if part)
    return f"; as its source has it, {said}" if said else ""
