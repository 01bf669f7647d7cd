"""The ODD page's steps 1 to 12 are printed from the steps: nothing that a step does is left out."""

import re
import sys
from pathlib import Path

import pytest

from icsim.catalogue.load import catalogue
from icsim.engine.block_fields import FIELDS
from icsim.engine.influences import dependency_edges, written_fields
from icsim.engine.measures import STATS
from icsim.rules import RULES, load_all
from icsim.week.notation import is_step
from icsim.week.week import PARTS, STEPS

DOCS = Path(__file__).resolve().parents[1] / "docs"
sys.path.insert(0, str(DOCS))
import reference  # noqa: E402
import reference_week  # noqa: E402

UNDER_SHORTHAND = ("done_by_both", "message_heard", "message_reach")  # of what a team's two leaders do, say and show
PAGE = (DOCS / "odd.md").read_text(encoding="utf-8")


def test_the_page_includes_every_part_in_order_under_its_number() -> None:
    included = re.findall(r"^#### (\d+)\. .*?^```\{include\} reference/week_(\d+)\.md$", PAGE, re.MULTILINE | re.DOTALL)
    assert included == [(str(n), str(n)) for n in range(1, len(PARTS) + 1)]
    assert set(reference_week.pages()) <= set(reference.pages())  # written whenever the docs are built


@pytest.mark.parametrize("part", PARTS)
def test_all_that_a_step_writes_and_every_rule_it_calls_is_printed(part: str) -> None:
    for step in PARTS[part]:
        text = reference_week.text_of(step)
        assert step.__name__ in text
        if is_step(step):
            mine = [edge for edge in dependency_edges() if edge.step == STEPS.index(step)]
            rules = {rule for edge in mine for rule in edge.rules} - set(UNDER_SHORTHAND)
            words = set(re.findall(r"\w+", text))
            assert set(written_fields(step)) <= words
            assert rules <= words
            assert "world" not in words
        else:
            assert f"**{step.__name__}**, exactly" in PAGE


def test_every_name_on_the_page_is_one_of_the_model() -> None:
    load_all()
    found = catalogue()
    names = {*RULES, *FIELDS, *found.levers, *found.context, *found.measures, *found.events, *(s.__name__ for s in STEPS)}
    names |= {*STATS}
    names |= {choice for entry in (*found.variants.values(), *found.levers.values()) for choice in entry.choices}
    names |= {field for event in found.events.values() for field in event.fields}
    names |= {path.stem for path in (DOCS.parent / "conf" / "rules").glob("*.yaml")}
    tiers_and_selectors = {"team", "system", "tier", "leader", "from", "to"}
    settings_and_lists = {"seed", "structure_seed", "start", "spread", "context", "parameters", "rules", "events", "measures"}
    arithmetic = {"abs", "min", "max"}
    signs = {"both", "told"}  # explained under Shorthand
    endings = {"_adopted", "_refused"}  # of innovation_adopted and innovation_refused
    used = set(re.findall(r"(?<!`)`([a-z_0-9]+)`(?!`)", PAGE))
    assert used - names - tiers_and_selectors - settings_and_lists - arithmetic - signs - endings == set()


def test_what_the_page_uses_as_a_rule_is_a_rule() -> None:
    load_all()
    decisions = re.findall(r"^\| (?:team|leader|board[^|]*) \| (?:whether|what|how)[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
    deciding = {name for cell in decisions for name in re.findall(r"`(\w+)`", cell)}
    assert {"engagement_chance", "exit_hazard"} <= deciding
    assert deciding <= set(RULES)
    # in the exact part, what is given several things is a rule, or a sign that the page explains
    exact = PAGE[PAGE.index("## The week, exactly") :]
    several = set(re.findall(r"\b([a-z]\w*)\((?=[^()]*(?:\([^()]*\)[^()]*)*,)", exact))
    explained = {"given", "received", "partner", "time", "style", "both", "told", "reach", "draw", "difference", "max"}
    assert {"effective_power", "acting_practice", "message_heard"} <= several
    assert several - explained <= set(RULES)
