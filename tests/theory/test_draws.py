from dataclasses import replace

import numpy as np
import pytest
from theories import case

from icsim.catalogue import catalogue
from icsim.theory import parameter_draws as drawing
from icsim.theory.parameter_draws import SCRAMBLES, draw_parameters, fixed_parameters


def test_draws_stay_in_their_ranges_and_the_default_is_their_median() -> None:
    draws, known = draw_parameters(256, 1), catalogue().parameters
    for key, parameter in known.items():
        low, high = parameter.range
        values = np.array([draw.parameters.get(key, parameter.default) for draw in draws])
        assert values.min() >= low
        assert values.max() <= high
        if low < parameter.default < high:
            assert abs(np.mean(values < parameter.default) - 0.5) < 0.05, key
            assert values.min() < low + 0.05 * (high - low)
            assert values.max() > high - 0.05 * (high - low)


def test_every_scramble_is_balanced_in_every_number() -> None:
    draws, known = draw_parameters(8 * SCRAMBLES, 1), catalogue()
    for key in draws[0].parameters:
        (low, high), middle = known.parameters[key].range, known.parameters[key].default
        if not low < middle < high or known.parameters[key].type == "integer":
            continue
        values = np.array([draw.parameters[key] for draw in draws]).reshape(8, SCRAMBLES)
        shares = np.where(values < middle, (values - low) / (middle - low), 1.0 + (values - middle) / (high - middle)) / 2.0
        assert (np.sort(np.floor(shares * 8), axis=0) == np.arange(8)[:, None]).all(), key


def test_no_number_moves_with_another() -> None:
    draws = draw_parameters(256, 1)
    names = list(draws[0].parameters)
    table = np.array([[draw.parameters[name] for name in names] for draw in draws])
    together = np.corrcoef(table.T) - np.eye(len(names))
    assert np.abs(together).max() < 0.36  # the largest of 66 430 independent pairs: about .28
    assert np.abs(together).mean() < 0.055  # independent draws: .050


@pytest.mark.parametrize("change", ["a new number", "a number gone", "another order", "a new circumstance"])
def test_what_else_is_drawn_leaves_a_number_as_it_is(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue()
    before = draw_parameters(64, 1, around=tuple(known.context))
    parameters, context = dict(known.parameters), dict(known.context)
    toy = replace(parameters["trust.gain"], name="toy")
    if change == "a new number":
        parameters = {"aaa.toy": toy, **parameters}
    elif change == "a number gone":
        del parameters[next(iter(parameters))]
    elif change == "another order":
        parameters = dict(reversed(parameters.items()))
    else:
        context = {"toy": replace(context["demand"], name="toy"), **context}
    monkeypatch.setattr(drawing, "catalogue", lambda: replace(known, parameters=parameters, context=context))
    drawing._plausible.cache_clear()
    drawing._shares.cache_clear()
    after = draw_parameters(64, 1, around=tuple(context))
    drawing._plausible.cache_clear()
    for old, new in zip(before, after, strict=True):
        kept = {name: value for name, value in new.parameters.items() if name != "aaa.toy"}
        assert kept == {name: value for name, value in old.parameters.items() if name in parameters}
        assert {name: value for name, value in new.context.items() if name != "toy"} == old.context
    assert ("aaa.toy" in after[0].parameters) == (change == "a new number")
    assert ("toy" in after[0].context) == (change == "a new circumstance")


def test_the_first_draws_are_the_same_however_many_there_are_and_whatever_is_fixed() -> None:
    """Numbers a theory settles leave the others as they are: theories are tried in the same settings."""
    few, more = draw_parameters(64, 1), draw_parameters(64, 1, fixed=["trust.gain"])
    assert "trust.gain" not in more[0].parameters
    assert [{**draw.parameters, "trust.gain": 0} for draw in few] == [{**draw.parameters, "trust.gain": 0} for draw in more]
    assert draw_parameters(32, 1) == few[:32]
    assert draw_parameters(50, 1) == few[:50]
    assert draw_parameters(256, 1)[:64] == few
    assert draw_parameters(64, 2) != few


def test_there_are_independent_scrambles() -> None:
    draws = draw_parameters(64 * SCRAMBLES, 1)
    values = np.array([draw.parameters["trust.gain"] for draw in draws]).reshape(64, SCRAMBLES)
    assert SCRAMBLES >= 8
    assert np.abs(np.corrcoef(values.T) - np.eye(SCRAMBLES)).max() < 0.5


def test_what_a_theory_or_its_user_settles_is_not_drawn() -> None:
    assert fixed_parameters(case("smallest")) == frozenset()
    default = catalogue().parameters["trust.gain"].default
    assert fixed_parameters(case("smallest", f"parameters.trust.gain={default}")) == {"trust.gain"}


def test_context_is_drawn_only_where_asked_for() -> None:
    assert draw_parameters(8, 1)[0].context == {}
    (demand,) = draw_parameters(8, 1, around=["demand"])[0].context
    assert demand == "demand"
