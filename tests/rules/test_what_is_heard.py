"""What leaders say is heard, what they promise is expected, and what they threaten with is obeyed: the signs by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsim.rules.inspiring_intent import credibility_after, expectation_after, intent_target, message_heard, promise_ceiling
from icsim.rules.staff import strain_target
from icsim.rules.trust import trust_introduced
from icsim.rules.working_with_power import obedience, resistance_after

OFF, CASCADE, ATTENTION = 0, 1, 2
SHARE = st.floats(0.0, 1.0)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_a_far_leader_never_drowns_a_near_one(near: float, near_says: float, far: float, far_says: float, passed: float) -> None:
    alone = message_heard(CASCADE, near, near_says, 0.0, 0.0, passed, 0.4, False)
    assert message_heard(CASCADE, near, near_says, far, far_says, passed, 0.4, True) >= alone


def test_under_a_split_of_attention_it_does() -> None:
    heard, alone = (message_heard(ATTENTION, 0.8, 0.9, 0.5, 0.1, 0.5, 0.4, far) for far in (True, False))
    assert heard < alone


def test_what_the_chief_says_is_heard_from_a_near_leader_who_would_not_say_it() -> None:
    assert message_heard(CASCADE, 0.8, 0.0, 0.0, 0.9, 0.5, 0.4, True) == pytest.approx(0.8 * 0.5 * 0.9)
    assert message_heard(CASCADE, 0.8, 0.0, 0.0, 0.9, 0.0, 0.4, True) == 0.0
    assert message_heard(OFF, 1.0, 1.0, 1.0, 1.0, 1.0, 0.4, True) == 0.0


@pytest.mark.parametrize("vision", [0.1, 0.5, 1.0])
def test_expectation_settles_no_higher_than_what_the_leader_believes(vision: float) -> None:
    delivered, error = 0.4, 0.6
    ceiling = promise_ceiling(delivered, error, 0.5)
    expected = 0.9
    for _ in range(2000):
        expected = expectation_after(expected, vision, vision * ceiling, delivered, 0.16, 0.012)
    assert delivered < expected < ceiling
    assert promise_ceiling(delivered, 0.1, 0.5) < ceiling, "who knows the ground promises less"


def test_credibility_rests_with_those_who_deliver() -> None:
    def settled(delivered: float, gap: float) -> float:
        credibility = 0.7
        for _ in range(3000):
            credibility = credibility_after(credibility, 0.6, delivered, gap, 0.07, 0.01)
        return credibility

    assert settled(0.9, 0.0) > settled(0.1, 0.0) > settled(0.1, 0.2)


def test_a_threat_is_obeyed_under_watch_and_ever_less() -> None:
    assert obedience(0.9, 0.0, 0.0) == 0.0
    resistance, obeyed = 0.0, []
    for _ in range(100):
        resistance = resistance_after(resistance, 0.9, 0.5, 0.05)
        obeyed.append(obedience(0.9, 0.5, resistance))
    assert obeyed == sorted(obeyed, reverse=True)
    weights = (0.15, 0.6, 0.4, 0.8, 0.25)
    assert intent_target(0.2, 0.5, 0.0, 0.3, resistance, *weights) < intent_target(0.2, 0.5, 0.0, 0.3, 0.0, *weights)


def test_a_crisis_presses_before_the_queues_have_grown() -> None:
    assert strain_target(0.2, 1.0, 0.0, 0.0, 0.6, 0.4, 0.03) == pytest.approx(0.6)
    assert strain_target(0.2, 0.0, 0.0, 0.0, 0.6, 0.4, 0.03) == pytest.approx(0.12)


@given(SHARE, SHARE, SHARE)
def test_an_introduction_never_lowers_trust(trust: float, in_leader: float, between: float) -> None:
    assert trust <= trust_introduced(trust, in_leader, between) <= 1.0
