"""Step 7: teams speak up or keep silent; leaders' beliefs about the ground are corrected or drift."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.voice import belief_error_after, response_to_voice, safety_after_voice, speaking_up_chance

VOICE = int(Process.VOICE)


def speak_up(
    week: int, seeds: IndexArray, team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid,
    pace: EntityGrid, manner: EntityGrid, reach: EntityGrid, power: EntityGrid, fairness: EntityGrid, safety: EntityGrid, known: EntityGrid, said: EntityGrid, u0: LaneRow,
    u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """A team that knows something says it or not; how it is received moves its safety."""
    for i in range(team_id.size):
        draw_rows(VOICE, week, team_id[i], 0, seeds, u0, u1, u2, u3)
        a, b, has = 2 * i, 2 * i + 1, rel_on[2 * i + 1] > 0
        p, s = rel_post[a], rel_post[b]
        for k in range(par.shape[1]):
            w = par[P.inspiring_intent.system_weight, k]
            social = pace[p, k] * lever[L.social_skill, p, k]
            threat = manner[p, k] * lever[L.threat, p, k]
            inclusive = message_heard(
                reach[a, k] * pace[p, k] * lever[L.recognition, p, k], reach[b, k] * pace[s, k] * lever[L.recognition, s, k], w, has
            )
            knows = (u0[k] < par[P.voice.known, k]) & (var[V.voice, k] > 0)
            chance = speaking_up_chance(
                safety[i, k], 1.0 - power[i, k], inclusive, 1.0 - fairness[i, k], par[P.voice.base, k],
                par[P.voice.b_safety, k], par[P.voice.b_status, k], par[P.voice.b_futility, k],
            )  # fmt: skip
            spoke = knows & (u1[k] < chance)
            known[i, k] = 1.0 if knows else 0.0
            said[i, k] = 1.0 if spoke else 0.0
            response = response_to_voice(
                social, threat, par[P.voice.response_decency, k], par[P.voice.response_social, k], par[P.voice.response_threat, k]
            )
            safety[i, k] = safety_after_voice(safety[i, k], spoke, response, par[P.voice.response_rate, k])


def learn_of_the_ground(
    post_id: IndexArray, led_start: IndexArray, led_of: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, said: EntityGrid,
    voiced: EntityGrid, belief_error: EntityGrid,
) -> None:
    """What leaders believe about the ground: corrected by what their teams say and by going there."""
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            voiced[p, k] = 0.0
        for q in range(led_start[p], led_start[p + 1]):
            i = led_of[q]
            for k in range(par.shape[1]):
                voiced[p, k] += said[i, k]
        teams = max(1.0, float(led_start[p + 1] - led_start[p]))
        for k in range(par.shape[1]):
            after = belief_error_after(
                belief_error[p, k], voiced[p, k] / teams, pace[p, k] * lever[L.finding_out, p, k],
                par[P.voice.belief_drift, k], par[P.voice.belief_correction, k], par[P.voice.belief_ground, k],
            )  # fmt: skip
            belief_error[p, k] = after if var[V.voice, k] > 0 else belief_error[p, k]
