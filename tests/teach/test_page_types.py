"""The shapes that the server answers with are those that the page's own type check goes by."""

import re
from typing import is_typeddict

import pytest

from icsim.teach import page_types, road_types, start_types
from icsim.teach.classroom import prediction_scoring, room, steering
from icsim.teach.serving.static_files import FOLDER

SAME = (
    "Slider", "Lever", "Mechanism", "LessonTitle", "Start", "Caption", "Parting", "Gone", "Organisation", "Team", "Leader", "Users",
    "Field", "Told", "Many", "Story", "Term", "Why", "CurveAsked", "Predict", "Task", "Lesson", "Truth", "Department",
)  # fmt: skip
PAIRS = {name: getattr(start_types, f"Sent{name}", None) or getattr(page_types, f"Sent{name}") for name in SAME} | {
    "Measure": start_types.OfferedMeasure, "SentMeasure": page_types.SentMeasure, "OursLimits": start_types.SentFormLimits,
    "Worlds": page_types.SentLessonWorlds, "Spread": prediction_scoring.Spread, "Close": prediction_scoring.Close,
    "Asked": prediction_scoring.Asked, "Seen": room.Seen, "Phone": room.SeenByPhone, "SeenSteering": steering.SeenSteering,
    "PastDecision": steering.PastDecision, "Road": road_types.SentRoad, "Roads": road_types.SentRoads,
    "Steer": road_types.SentSteer, "Scene": road_types.SentScene,
}  # fmt: skip


def page_shapes() -> dict[str, set[str]]:
    """The keys that each of the page's types cannot do without, at its first level."""
    text = re.sub(r"\n \*", " ", (FOLDER / "types.js").read_text(encoding="utf-8"))
    found = {}
    for part in text.split("@typedef")[1:]:
        body, name = re.fullmatch(r"\s*(\{.*\}) (\w+)[\s*/]*(?:export.*)?", part, re.DOTALL).groups()
        depth, flat = 0, ""
        for mark in body[1:-1]:
            depth -= mark in "}>"
            flat += mark if depth == 1 else ""
            depth += mark in "{<"
        found[name] = set(re.findall(r"(\w+)(?=:)", flat))
    return found


def test_the_page_s_types_are_found() -> None:
    assert PAIRS.keys() <= page_shapes().keys()


@pytest.mark.parametrize(("name", "kind"), PAIRS.items())
def test_the_server_answers_with_all_that_the_page_reads(name: str, kind: type) -> None:
    assert is_typeddict(kind)
    needed = page_shapes()[name]
    assert needed
    assert needed <= set(kind.__annotations__), needed - set(kind.__annotations__)
