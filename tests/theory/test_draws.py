import numpy as np
from theories import case

from icsim.catalogue import catalogue
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


def test_no_number_moves_with_another() -> None:
    draws = draw_parameters(256, 1)
    names = list(draws[0].parameters)
    table = np.array([[draw.parameters[name] for name in names] for draw in draws])
    together = np.corrcoef(table.T) - np.eye(len(names))
    assert np.abs(together).max() < 0.5  # one Sobol sequence, its coordinates not dealt out anew, has .81
    assert np.abs(together).mean() < 0.065  # independent draws: .050


def test_the_first_draws_are_the_same_however_many_there_are_and_whatever_is_fixed() -> None:
    """Numbers a theory settles leave the others as they are: theories are tried in the same settings."""
    few, more = draw_parameters(64, 1), draw_parameters(64, 1, fixed=["trust.gain"])
    assert "trust.gain" not in more[0].parameters
    assert [{**draw.parameters, "trust.gain": 0} for draw in few] == [{**draw.parameters, "trust.gain": 0} for draw in more]
    assert draw_parameters(64, 2) != few


def test_there_are_independent_scrambles() -> None:
    draws = draw_parameters(2 * SCRAMBLES, 1)
    firsts = [draw.parameters["trust.gain"] for draw in draws[:SCRAMBLES]]
    assert len(set(firsts)) == SCRAMBLES >= 8


def test_what_a_theory_or_its_user_settles_is_not_drawn() -> None:
    assert fixed_parameters(case("smallest")) == frozenset()
    default = catalogue().parameters["trust.gain"].default
    assert fixed_parameters(case("smallest", f"parameters.trust.gain={default}")) == {"trust.gain"}


def test_context_is_drawn_only_where_asked_for() -> None:
    assert draw_parameters(8, 1)[0].context == {}
    (demand,) = draw_parameters(8, 1, around=["demand"])[0].context
    assert demand == "demand"
