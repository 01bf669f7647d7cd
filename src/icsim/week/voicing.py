"""Step 7: teams speak up or keep silent; leaders' beliefs about the ground are corrected or drift."""

from icsim.rules.voice import belief_error_after, response_to_voice, safety_after_voice, speaking_up_chance
from icsim.week.entities import Leader, Team, World
from icsim.week.notation import step
from icsim.week.rng import Process


@step
def find_voice(i: Team, world: World) -> None:
    """How far each team would say what it knows, to its leaders or when decisions and failures are talked over.

    With voice off nobody speaks up unasked, and all say everything where they are asked.
    """
    n = world.numbers.voice
    chance = speaking_up_chance(
        i.safety, i.below, i.taken("recognition"), 1.0 - i.fairness, n.base, n.b_safety, n.b_status, n.b_futility
    )
    i.voice = chance if world.rules.voice else 1.0


@step
def speak_up(i: Team, world: World) -> None:
    """A team that knows something says it or not."""
    knows, says, _, _ = world.draw(Process.VOICE, i)
    i.known = knows < world.numbers.voice.known and world.rules.voice > 0
    i.said = i.known and says < i.voice


@step
def update_belief_error(p: Leader, world: World) -> None:
    """What leaders believe about the ground: corrected by what their teams say and by going there."""
    n = world.numbers.voice
    p.voiced = 0.0
    for r in p.led:
        p.voiced += r.team.said
    share = p.voiced / max(1.0, float(len(p.led)))
    if world.rules.voice:
        p.belief_error = belief_error_after(
            p.belief_error, share, p.time("finding_out"), n.belief_drift, n.belief_correction, n.belief_ground
        )


@step
def hear_response(i: Team, world: World) -> None:
    """How the near leader receives what is said moves the safety of those who said it, and of those who saw it."""
    n, p = world.numbers.voice, i.near
    spoke = p.voiced - (1.0 if i.said else 0.0)
    others = spoke / max(1.0, float(len(p.led)) - 1.0)
    response = response_to_voice(
        p.time("social_skill"), p.style("threat"), n.response_decency, n.response_style, n.response_style
    )
    if p.in_post > 0.0:
        i.safety = safety_after_voice(i.safety, i.said, others, response, n.response_rate)
