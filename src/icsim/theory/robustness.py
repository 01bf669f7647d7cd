"""Other looks at a theory: the same clauses where something else is different.

Against the same hours spent as mere attention; where the theory says it is weaker; under its rivals; and under every
other form of a contested rule, one at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from icsim.base.resources import conf_dir
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.catalogue.load import LEVERS
from icsim.config.settings import Settings
from icsim.theory.arms import Arms, arms_with
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import is_interaction

CheckKind = Literal["attention", "weaker", "rival", "variant"]
NEUTRAL = ("off", "on")  # a choice between a rule and none is no contest between two explanations
ATTENTION = "attention"


@dataclass(frozen=True)
class RobustnessCheck:
    """The arms of a theory, with something else different in all of them."""

    kind: CheckKind
    name: str  # in words
    arms: Arms
    note: str = ""
    about: str = "outcome"  # weaker: the part whose effect shrinks


def robustness_checks(case: TheoryCase) -> Iterator[RobustnessCheck]:
    """Every other look, in the order in which a report tells of them."""
    attended = attention_control(case)
    if attended is not None:
        yield attended
    for (name, arms), patch in zip(case.weaker, case.theory.weaker_where, strict=True):
        yield RobustnessCheck("weaker", name, arms, about=str(patch.get("clause", "outcome")))
    for (name, arms), rival in zip(case.rivals, case.theory.rival, strict=True):
        yield RobustnessCheck("rival", name, arms, note=rival.claim or "")
    yield from _variants(case)


def _variants(case: TheoryCase) -> Iterator[RobustnessCheck]:
    """Other forms of contested rules; those that the theory, its rivals or the user settle are left out."""
    settled = {key for rival in case.theory.rival for key in rival.patch}
    settled |= {*case.theory.context, *(key for arm in case.theory.arms.values() for key in arm)}
    settled |= {override.partition("=")[0].lstrip("+~") for override in case.overrides}
    if "rules" in settled:
        return
    for name, variant in catalogue().variants.items():
        path = f"rules.{name}"
        now = next(iter(case.arms.values())).values["rules"][name]
        for choice in variant.choices:
            if path not in settled and choice not in (*NEUTRAL, now) and (name, choice) not in _of_rival_models():
                arms = arms_with(case.arms, {path: choice}, case.where)
                yield RobustnessCheck("variant", f"{variant.display}: {choice.replace('_', ' ')}", arms)


@cache
def _of_rival_models() -> frozenset[tuple[str, str]]:
    """Choices that belong to the rival models of `rules=`: these are compared as wholes, not one by one."""
    found = set()
    for path in (conf_dir() / "rules").glob("*.yaml"):
        found |= {(name, str(choice)) for name, choice in (read_yaml(path) or {}).items()}
    return frozenset(found)


def attention_control(case: TheoryCase) -> RobustnessCheck | None:
    """The second arm spends the hours that the first spends more, as attention without content; None if it spends none."""
    if is_interaction(case.theory.weights(case.theory.outcome[0])):
        return None
    first, second = case.theory.contrasted
    one, other = case.arms[first], case.arms[second]
    changes, full = {}, True
    for path, more, now in _more_hours(one, other):
        if more > 0.0:
            each = other.parameters["hours.attention"]
            wanted = now + more / each
            full = full and wanted <= 1.0
            changes[path] = min(1.0, wanted)
    if not changes:
        return None
    note = "" if full else "attention fills as many of these hours as it can"
    return RobustnessCheck("attention", ATTENTION, {**case.arms, second: other.with_changes(changes)}, note)


def _more_hours(one: Settings, other: Settings) -> Iterator[tuple[str, float, float]]:
    """For each tier and each leader set apart: the path of attention, the hours more, and attention now."""
    for tier in ("team", "system"):
        a, b = one.levers(tier), other.levers(tier)
        yield f"leadership.{tier}.{ATTENTION}", _hours(one, a) - _hours(other, b), b[ATTENTION]
    for name in {**one.leaders, **other.leaders}:
        tier = other.place_file.leaders[name].tier
        a, b = (_of_leader(arm, tier, name) for arm in (one, other))
        path = f"leader.{name.replace('/', '.')}.{ATTENTION}"
        yield path, _hours(one, a) - _hours(other, b), b[ATTENTION]


def _of_leader(arm: Settings, tier: str, name: str) -> dict[str, float]:
    own = arm.leaders.get(name)
    return arm.levers(tier) | (dict(own.levers) if own else {})


def _hours(arm: Settings, levers: Mapping[str, float]) -> float:
    """Hours a week that are meant to be spent on all levers."""
    total = 0.0
    for lever in LEVERS:
        hours = arm.parameters.get(f"hours.{lever}")
        total += levers[lever] * hours if hours is not None else 0.0
    return total
