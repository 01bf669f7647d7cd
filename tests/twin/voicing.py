"""7. Voice: teams speak up or keep silent; leaders' beliefs are corrected or drift."""

from typing import TYPE_CHECKING

from icsim.rules.voice import belief_error_after, response_to_voice, safety_after_voice, speaking_up_chance
from twin import luck

if TYPE_CHECKING:
    from twin.model import Twin


def find_voice(twin: "Twin") -> None:
    """How far each team would say what it knows."""
    n = twin.numbers.voice
    for i in twin.teams:
        i.voice = 1.0
        if twin.rules.voice:
            i.voice = speaking_up_chance(
                i.safety, i.below, i.taken("recognition"), 1.0 - i.fairness,
                n.base, n.b_safety, n.b_status, n.b_futility,
            )  # fmt: skip


def speak_up(twin: "Twin") -> None:
    """Who knows something, and who says it."""
    for i in twin.teams:
        u0, u1, _, _ = twin.draw(luck.VOICE, twin.week, i.id, 0)
        i.known = bool(twin.rules.voice) and u0 < twin.numbers.voice.known
        i.said = i.known and u1 < i.voice


def hear_response(twin: "Twin") -> None:
    """How it is received, for those who said it and for those who were there."""
    n = numbers = twin.numbers.voice
    for i in twin.teams:
        if i.near.vacant > 0.0:
            continue
        spoke = float(len([other for other in i.near.teams if other.said and other is not i]))
        response = response_to_voice(
            i.near.time("social_skill"), i.near.style("threat"),
            numbers.response_decency, numbers.response_style, numbers.response_style,
        )  # fmt: skip
        others = spoke / max(1.0, float(len(i.near.teams)) - 1.0)
        i.safety = safety_after_voice(i.safety, i.said, others, response, n.response_rate)


def learn_of_the_ground(twin: "Twin") -> None:
    """What leaders believe of the ground."""
    n = twin.numbers.voice
    for p in twin.leaders:
        voiced = float(len([i for i in p.teams if i.said]))
        if twin.rules.voice:
            p.belief_error = belief_error_after(
                p.belief_error, voiced / max(1.0, float(len(p.teams))), p.time("finding_out"),
                n.belief_drift, n.belief_correction, n.belief_ground,
            )  # fmt: skip
