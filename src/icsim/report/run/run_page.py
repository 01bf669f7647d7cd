"""`report.html` of `icsim run`, from `summary.json` and the figures beside it."""

from icsim.report.run.run_tables import MEANS, MISSING, levers_table, measures_table, reported_weeks, run_line
from icsim.report.section_page import PageFigure, PageSection, PageTable, section_page
from icsim.report.words import sentence
from icsim.results.run import Summary

AGAIN = "icsim run config.yaml"
FIGURES = (
    PageFigure("measures", "Twelve measures over time. The numbers at the weeks reported stand in the tables below.",
               "Line: median. Dark band: half of the worlds; light band: 90 in 100 worlds."),
    PageFigure("trust_by_power", "Trust that teams of each rank of power give and receive, over time.",
               "Trust given and received by teams with much and with little power."),
    PageFigure("network", "Teams as marks, by sector and share of the say; lines are trust between them.",
               "One world in its last week: who trusts whom, and who has how much of the say."),
)  # fmt: skip
ENACTED = (
    "A lever is set for a tier; what a leader enacts of it hangs on the time that is left. Mean over leaders, in the last weeks."
)
MISSES = f"{MISSING}: no world has a value, for there was nothing to divide by."


def run_page(found: Summary) -> str:
    """The whole page, its figures by the names of their files."""
    weeks, several = reported_weeks(found), found.worlds.count > 1
    head, parts = measures_table(found, weeks, ranged=several)
    means = f"{sentence(MEANS)}." if several else "One world: no interval."
    rows = [row for title, own in parts for row in ((sentence(title),), *own)]
    measures = PageTable("Every measure, by who carries it.", head, rows)
    levers = [
        PageTable(f"Leaders of the tier “{tier}”: what is set, and what they enact.", *levers_table(found, tier))
        for tier in found.levers
    ]
    made_with = {"icsim": found.icsim, **found.versions}
    sections = [
        PageSection("study", "What was run", [f"{run_line(found)}. Hash of its settings: {found.content_hash[:8]}."]),
        PageSection("figures", "What happens over time", pictures=FIGURES),
        PageSection("measures", "All measures", [f"{means} {MISSES}"], [measures]),
        PageSection("levers", "What leaders enact", [ENACTED], levers),
    ]  # fmt: skip
    return section_page(f"{found.title}, {found.weeks} weeks", f"This {found.note}.", sections, [AGAIN], made_with)
