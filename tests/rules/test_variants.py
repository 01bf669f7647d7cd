"""Every form of a rule that can be chosen is reachable, bounded and unlike the others, and each choice has an `off`."""

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "engine"))
from worlds import RICH, changed, differs, plain, replicates, rich, run, stepped

from icsim.catalogue import catalogue
from icsim.engine.block import build_block
from icsim.rules import RULES, load_all

load_all()
VARIANTS = catalogue().variants
SWITCHES = [name for name, variant in VARIANTS.items() if set(variant.choices) == {"off", "on"}]
RIVALS = {"leading", "cooperation"}  # these choose what the steps look at, not a form: see engine/test_rival_models.py
ELSEWHERE = {"hearing", "expectation"}  # parts of one rule, or a ceiling that the step chooses: test_what_is_heard.py
CHOICES = {name: list(variant.choices) for name, variant in VARIANTS.items()}
SHARES = (0.0, 0.2, 0.5, 0.9, 1.0)


def ends(*keys: str) -> list[tuple[float, float]]:
    return [catalogue().parameters[key].range for key in keys]


# For each rule with forms: the rule that chooses, how a form is named, its inputs (shares, booleans, then parameters in
# the catalogue's ranges), what `off` gives, and the lowest and highest value that any form may give.
FORMS: dict[str, tuple[str, str, list[Any], Callable[..., float], tuple[float, float]]] = {
    "trust": ("trust_after", "trust_{}", [(0, 1), bool, *ends("trust.gain", "trust.loss", "trust.bias")],
              lambda trust, *rest: trust, (0.0, 1.0)),
    "opinion": ("outlook_after", "outlook_{}",
                [(0, 1), (0, 1), (0, 1), *ends("opinion.openness", "opinion.rate", "opinion.confidence")],
                lambda outlook, *rest: outlook, (0.0, 1.0)),
    "output": ("joint_capability", "output_{}", [(0, 1), (0, 1), (0, 1)],
               lambda a, b, usual: usual, (0.0, 1.0)),
    "fairness": ("fairness_change", "fairness_{}",
                 [bool, (0, 1), bool, *ends("fairness.gain", "fairness.pain", "fairness.voice_value", "fairness.told")],
                 lambda *all_: 0.0, (-1.0, 1.0)),
}  # fmt: skip


def grid(inputs: list[Any]) -> list[tuple[Any, ...]]:
    sides = [
        (True, False) if one is bool else SHARES if one == (0, 1) else (one[0], sum(one) / 2, one[1]) for one in inputs
    ]
    return list(itertools.product(*sides))


def form(name: str, word: str, x: tuple[Any, ...]) -> float:
    """A form by its own function, which takes what it needs of the choosing rule's inputs."""
    chosen = RULES[FORMS[name][1].format(word)]
    count = chosen.__code__.co_argcount
    if name == "fairness":  # the forms are for those who were asked
        asked, q, _, gain, pain, voice_value, _ = x
        return float(chosen(q, gain, pain, voice_value)) if asked else float(RULES["fairness_change"](1, *x))
    return float(chosen(*x[:count]))


def test_every_choice_has_an_off_and_it_is_number_zero() -> None:
    assert len(VARIANTS) > 15
    for name, choices in CHOICES.items():
        assert choices[0] == "off", name
        assert len(choices) > 1, name
        assert VARIANTS[name].default != "off"
    assert set(FORMS) == set(VARIANTS) - set(SWITCHES) - RIVALS - ELSEWHERE


@pytest.mark.parametrize("name", VARIANTS)
def test_every_choice_is_reachable_by_name(name: str) -> None:
    found = [changed(plain("pair"), {f"rules.{name}": word}).variants[name] for word in CHOICES[name]]
    assert found == list(range(len(CHOICES[name])))


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_its_own_function_and_unlike_the_others(name: str) -> None:
    rule, _, inputs, off, _ = FORMS[name]
    points = grid(inputs)
    assert [RULES[rule](0, *x) for x in points] == [off(*x) for x in points]
    for number, word in enumerate(CHOICES[name][1:], start=1):
        assert [RULES[rule](number, *x) for x in points] == [form(name, word, x) for x in points], word
    for one, other in itertools.combinations(range(len(CHOICES[name])), 2):
        apart = [abs(RULES[rule](one, *x) - RULES[rule](other, *x)) for x in points]
        assert max(apart) > 0.01, (CHOICES[name][one], CHOICES[name][other])


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_bounded(name: str) -> None:
    rule, _, inputs, _, (low, high) = FORMS[name]
    parts = [st.booleans() if one is bool else st.floats(*(float(end) for end in one)) for one in inputs]

    @settings(max_examples=200, database=None, derandomize=True)
    @given(st.tuples(*parts))
    def check(x: tuple[Any, ...]) -> None:
        for number in range(len(CHOICES[name])):
            assert low <= RULES[rule](number, *x) <= high, (CHOICES[name][number], x)

    check()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["place", "merged_hospital"])
def test_every_choice_makes_another_world(place: str) -> None:
    arms = [changed(rich(place), {f"rules.{name}": word}) for name in VARIANTS for word in CHOICES[name]]
    block = run(arms, replicates(2), 40)
    first = 0
    for name in VARIANTS:
        lanes = [2 * (first + n) for n in range(len(CHOICES[name]))]
        for one, other in itertools.combinations(lanes, 2):
            unlike = differs(block, one, other) | differs(block, one + 1, other + 1)
            assert unlike, f"{name}: choices {lanes.index(one)} and {lanes.index(other)} make the same world"
        first += len(lanes)


# What stands still, to the bit, when a rule is off, in worlds without exits (a new leader is a new start).
STILL = {
    "leading": (),  # what is enacted goes on; what still acts is the default of every lever
    "trust": ("trust_ab", "trust_ba", "trust_leading", "lead_ab", "lead_ba"),
    "people": (),  # what people are like is drawn before the first week: see engine/test_people.py
    "opinion": (),  # outlooks then only follow common goals
    "output": (),
    "fairness": (),  # a harm or word of it is not a decision; see the test below
    "territoriality": ("territoriality",),
    "conflict": ("conflict_open",),
    "clarity": ("clarity", "reason_understood"),
    "change": ("backlog", "change_held_back", "arriving_change"),
    "learning": ("skill", "learning_hours"),
    "innovation": ("tried", "adopted", "refused", "willingness"),
    "contact": ("distance", "familiarity"),
    "cooperation": ("cases", "joint", "success", "turnout_reputation", "joined_up_care", "user_joined"),
    "conditions": ("conditions", "delivered"),
    "exits": ("exits", "survival", "incumbent", "vacant"),
    "expectation": ("expectation",),
    "hearing": ("heard_vision",),  # respect then comes from partners' leaders alone
    "intent": ("intent",),
    "identity": ("identity_own", "identity_shared", "identity_threat"),
    "experience": ("user_experience",),
    "backup": ("handed", "taken_on"),
    "queues": ("arrived_total", "served", "queue", "gave_up"),
    "morale": ("morale",),
    "strain": ("staff_strain",),
    "attendance": ("attendance",),
    "strategic": ("met", "sectional", "perceived_sectional", "lead_ab", "lead_ba"),
    "bridges": ("present",),
    "voice": ("known", "said", "safety", "belief_error"),
    "decisions": ("mode", "done", "decisions"),  # ownership then only goes, to cases on the partner's terms
    "influence": ("influence",),
}

BESIDES = {"trust": {"rules.bridges": "off"}}  # what must be off as well: who is introduced begins with what leaders vouch for


def test_what_stands_still_is_said_for_every_choice() -> None:
    assert set(STILL) == set(VARIANTS)


@pytest.mark.parametrize("place", RICH)
def test_off_is_neutral(place: str) -> None:
    quiet = {"rules.exits": "off", "timeline": [item for item in RICH[place]["timeline"] if not exits_or_harms(item)]}
    chosen = [name for name in VARIANTS if STILL[name]]
    arms = [changed(rich(place), {**quiet, f"rules.{name}": "off", **BESIDES.get(name, {})}) for name in chosen]
    block = build_block(arms, replicates(2))
    before = {field: getattr(block, field).copy() for name in chosen for field in STILL[name]}
    for _ in stepped(block, arms, 30):
        pass
    moved = [
        f"rules.{name}=off, and {field} moves"
        for n, name in enumerate(chosen)
        for field in STILL[name]
        if getattr(block, field)[:, 2 * n : 2 * n + 2].tobytes() != before[field][:, 2 * n : 2 * n + 2].tobytes()
    ]
    assert not moved


def exits_or_harms(item: dict[str, Any]) -> bool:
    return "leader_exit" in item or "programme_move" in item


def test_fairness_off_keeps_fairness_where_no_harm_is_done() -> None:
    arm = changed(plain("place"), {"rules.fairness": "off"})
    block = run([arm], replicates(2), 30)
    assert (block.fairness == arm.parameters["start.fairness"]).all()
