"""What the notation cannot do is refused, with the line and the cure: each step here is wrong in one way."""

from collections.abc import Callable
from typing import Any

import pytest

from icsim.engine.translation import NotAStepError, translate
from icsim.rules.trust import trust_decay
from icsim.week.entities import Leader, Team, Tie, World
from icsim.week.notation import step
from icsim.week.rng import Process

REFUSED: list[tuple[Any, int, str]] = []


def refused(words: str, line: int) -> Callable[[Any], Any]:
    """A step that is refused in these words, at this line after the step's first."""

    def keep(function: Any) -> Any:
        REFUSED.append((step(function), line, words))
        return function

    return keep


@refused("it assigns, asks `if`, and walks lists of the world", 1)
def loops_until(i: Team, world: World) -> None:
    while i.intent < 1.0:
        i.intent += 0.1


@refused("write a power as a product", 1)
def squares(i: Team, world: World) -> None:
    i.intent = i.intent**2


@refused("a team has no fairnes; did you mean fairness?", 1)
def misspells_a_field(i: Team, world: World) -> None:
    i.intent = i.fairnes


@refused("no inspiring_intent.intent_rat among the parameters; did you mean inspiring_intent.intent_rate?", 1)
def misspells_a_parameter(i: Team, world: World) -> None:
    i.intent = i.intent * world.numbers.inspiring_intent.intent_rat


@refused("no visoin among the levers; did you mean vision?", 1)
def misspells_a_lever(p: Leader, world: World) -> None:
    p.load = p.lever["visoin"]


@refused("there may be none: say `… .perceived_sectional if … else …`, or ask for it in an `if`", 1)
def forgets_that_there_may_be_none(i: Team, world: World) -> None:
    i.expectation_gap = i.far.perceived_sectional


@refused(r"trust_decay takes 3 numbers \(trust, resting, fading\), and is given 2", 1)
def forgets_an_argument(i: Team, world: World) -> None:
    i.expectation_gap = trust_decay(i.expectation_gap, 0.5)


@refused("trust_decay: arguments go by their order", 1)
def names_an_argument(i: Team, world: World) -> None:
    i.expectation_gap = trust_decay(i.expectation_gap, resting=0.5, fading=0.1)


@refused("i.expectation_gap is neither true nor false: say what it is compared with", 1)
def takes_a_number_for_a_truth(i: Team, world: World) -> None:
    if i.expectation_gap:
        i.expectation_gap = 0.0


@refused("a yes or no, and the value a number", 1)
def takes_a_truth_for_a_number(e: Tie, world: World) -> None:
    e.present = 0.5 * e.trust_ab


@refused("i.expertise is no field of the block that a step could write", 1)
def writes_what_is_fixed(i: Team, world: World) -> None:
    i.expertise = 0.5


@refused("bonus has a value only inside what it is first assigned in; give it one before", 3)
def reads_what_may_not_be_there(e: Tie, world: World) -> None:
    if e.present:
        bonus = 0.1
    e.quality = bonus


@refused("sorted is neither a rule nor a part of the notation", 1)
def calls_something_else(i: Team, world: World) -> None:
    i.intent = sorted([i.intent, 0.5])[0]


@refused("gives something back and changes nothing", 1)
def lets_a_part_write(i: Team, world: World) -> None:
    i.expectation_gap = _writing(i)


def _writing(i: Team) -> float:
    i.intent = 0.5
    return 0.1


@refused("a part of the notation has no loops", 1)
def lets_a_part_walk(i: Team, world: World) -> None:
    i.expectation_gap = _walking(i)


def _walking(i: Team) -> float:
    total = 0.0
    for e in i.ties:
        total += e.quality
    return total


@refused("keyed by entities and whole numbers that are the same in all lanes", 1)
def draws_by_lane(i: Team, world: World) -> None:
    u0, _, _, _ = world.draw(Process.CASES, i.near, i.near.mode)
    i.intent = u0


@refused("a choice between two entities must be the same in all lanes", 1)
def chooses_whom_by_lane(e: Tie, world: World) -> None:
    e.quality = (e.a if e.present else e.b).intent


@refused("best means something else outside; who is meant cannot depend on a condition or a pass", 4)
def remembers_somebody(i: Team, world: World) -> None:
    best = i.near
    for r in i.leader_relations:
        i.expectation_gap += best.perceived_sectional
        best = r.leader


@refused("one has a value only inside what it is first assigned in; give it one before", 5)
def means_somebody_by_a_condition(e: Tie, world: World) -> None:
    if e.present:  # noqa: SIM108
        one = e.a
    else:
        one = e.b
    e.quality = one.intent


@refused("half has a value only inside what it is first assigned in; give it one before", 5)
def reads_the_other_side(e: Tie, world: World) -> None:
    if e.present:
        half = 0.5 * e.distance
        e.quality = half
    else:
        e.quality = half


@refused("door has a value only inside what it is first assigned in; give it one before", 3)
def reads_a_draw_that_may_not_be_made(e: Tie, world: World) -> None:
    if e.present:
        door, _, _, _ = world.draw(Process.BRIDGE, e.a, e.b)
    e.quality = door


@refused(r"say `bool\(…\)` of what is no yes or no by itself", 1)
def takes_somebody_for_a_truth(i: Team, world: World) -> None:
    i.said = i.far and i.known


@refused(r"say `bool\(…\)` of whether somebody is there", 1)
def keeps_somebody(i: Team, world: World) -> None:
    i.said = i.far


@refused("the field is a whole number", 1)
def puts_a_fraction_into_a_whole_number(i: Team, world: World) -> None:
    i.trial = i.intent


@refused("it writes no field", 1)
def does_nothing(i: Team, world: World) -> None:
    _ = i.intent * 2.0


@refused("total is no sum that was begun", 2)
def adds_to_nothing(i: Team, world: World) -> None:
    for e in i.ties:
        total += e.quality  # noqa: F821, F841
    i.expectation_gap = 0.0


@pytest.mark.parametrize(("wrong", "line", "words"), REFUSED, ids=lambda one: getattr(one, "__name__", ""))
def test_it_is_refused_with_its_line_and_the_cure(wrong: Any, line: int, words: str) -> None:
    first = wrong.__code__.co_firstlineno + 1  # the line of `def`, after that of the decorator
    with pytest.raises(NotAStepError, match=words) as error:
        translate(wrong)
    assert f"{__file__}:{first + line}: step {wrong.__name__}" in str(error.value)
