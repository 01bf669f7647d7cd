"""The ODD page's steps 1 to 12 are printed from the steps: nothing that a step does is left out."""

import re
import sys
from pathlib import Path

import pytest

from icsim.engine.influences import dependency_edges, written_fields
from icsim.week.notation import is_step
from icsim.week.week import PARTS, STEPS

DOCS = Path(__file__).resolve().parents[1] / "docs"
sys.path.insert(0, str(DOCS))
import reference  # noqa: E402
import reference_week  # noqa: E402

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
            rules = {rule for edge in mine for rule in edge.rules} - {"message_heard"}
            words = set(re.findall(r"\w+", text))
            assert set(written_fields(step)) <= words
            assert rules <= words
            assert "world" not in words
        else:
            assert f"**{step.__name__}**, exactly" in PAGE
