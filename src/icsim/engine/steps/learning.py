"""Step 9: contact, training and failure turn into skill."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import C, L, P, V
from icsim.rules.arithmetic import towards
from icsim.rules.commitment_to_learning import learning_time, skill_after
from icsim.rules.inspiring_intent import message_heard, partnership_value_after
from icsim.rules.staff import morale_target, strain_target


def learn(
    team_id: IndexArray, rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, ctx: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, manner: EntityGrid,
    pressure: EntityGrid, contact_good: EntityGrid, held_skill: EntityGrid, trial: EntityGrid, skill: EntityGrid, learning_hours: EntityGrid,
) -> None:
    """Skill of each team after this week, and the hours that learning took."""
    for i in range(team_id.size):
        p, s, has = rel_post[2 * i], rel_post[2 * i + 1], rel_on[2 * i + 1] > 0
        for k in range(par.shape[1]):
            given = message_heard(
                pace[p, k] * lever[L.team_learning, p, k], pace[s, k] * lever[L.team_learning, s, k],
                par[P.inspiring_intent.system_weight, k], has,
            )  # fmt: skip
            taken = learning_time(
                given, ctx[C.protected_time, k], pressure[i, k],
                par[P.commitment_to_learning.dropped, k],
            )  # fmt: skip
            failed_well = manner[p, k] * lever[L.tolerance_of_failure, p, k] if trial[i, k] == 2.0 else 0.0
            after = skill_after(
                skill[i, k], taken, pace[p, k] * lever[L.own_learning, p, k], ctx[C.silo_funding, k], contact_good[i,
                k], held_skill[i, k] + par[P.commitment_to_learning.failure_skill, k] * failed_well,
                par[P.commitment_to_learning.gain, k], par[P.commitment_to_learning.gain_contact, k],
                par[P.commitment_to_learning.word_deed, k], par[P.commitment_to_learning.silo_drag, k],
                par[P.commitment_to_learning.fading, k],
            )  # fmt: skip
            on = var[V.learning, k] > 0
            skill[i, k] = after if on else skill[i, k]
            learning_hours[i, k] = par[P.commitment_to_learning.team_hours, k] * taken if on else 0.0


def strain_staff(
    team_id: IndexArray, par: NamedGrid, var: ChoiceRow, overload: EntityGrid, pressure: EntityGrid, reporting_time: EntityGrid, staff_strain: EntityGrid,
) -> None:
    """Strain of each team."""
    for i in range(team_id.size):
        for k in range(par.shape[1]):
            strained = strain_target(
                pressure[i, k], overload[i, k], reporting_time[i, k], par[P.staff.strain_pressure, k],
                par[P.staff.strain_overload, k], par[P.staff.strain_reporting, k],
            )  # fmt: skip
            strain = towards(staff_strain[i, k], strained, par[P.staff.strain_rate, k])
            staff_strain[i, k] = strain if var[V.strain, k] > 0 else staff_strain[i, k]


def feel(
    team_id: IndexArray, rel_post: IndexArray, par: NamedGrid, var: ChoiceRow, referent: EntityGrid, vacant: EntityGrid, fairness: EntityGrid, clarity:
    EntityGrid, reason_understood: EntityGrid, respect: EntityGrid, delivered: EntityGrid, job_fear: EntityGrid, overload: EntityGrid, ownership: EntityGrid,
    staff_strain: EntityGrid, morale: EntityGrid,
) -> None:
    """Morale of each team; ownership settles."""
    for i in range(team_id.size):
        p = rel_post[2 * i]
        for k in range(par.shape[1]):
            mood = morale_target(
                fairness[i, k], clarity[i, k], reason_understood[i, k], respect[i, k], delivered[i, k], job_fear[i, k],
                overload[i, k], staff_strain[i, k], referent[p, k], 1.0 if vacant[p, k] > 0.0 else 0.0,
                par[P.staff.morale_fairness, k], par[P.staff.morale_clarity, k], par[P.staff.morale_unexplained, k],
                par[P.staff.morale_respect, k], par[P.staff.morale_delivered, k], par[P.staff.morale_fear, k],
                par[P.staff.morale_overload, k], par[P.staff.morale_strain, k], par[P.staff.morale_leaderless, k],
                par[P.staff.morale_base, k], par[P.staff.morale_carried, k],
            )  # fmt: skip
            after = towards(morale[i, k], mood, par[P.staff.morale_rate, k])
            morale[i, k] = after if var[V.morale, k] > 0 else morale[i, k]
            ownership[i, k] = towards(ownership[i, k], par[P.staff.ownership_usual, k], par[P.staff.ownership_fading, k])


def hold_dear(
    post_id: IndexArray, post_above: IndexArray, led_start: IndexArray, led_of: IndexArray, par: NamedGrid, lever: NamedGrid, pace: EntityGrid, intent:
    EntityGrid, identity_threat: EntityGrid, partnership_leader: EntityGrid, r0: LaneRow, r1: LaneRow,
) -> None:
    """Partnership as a core value of leaders: lived with their teams, backed by the leader above."""
    for p in range(post_id.size):
        above = post_above[p]
        for k in range(par.shape[1]):
            r0[k] = 0.0
            r1[k] = 0.0
        for q in range(led_start[p], led_start[p + 1]):
            i = led_of[q]
            for k in range(par.shape[1]):
                r0[k] += intent[i, k]
                r1[k] += identity_threat[i, k]
        teams = float(led_start[p + 1] - led_start[p])
        for k in range(par.shape[1]):
            lived = r0[k] / teams if teams > 0.0 else 0.5
            threat = r1[k] / teams if teams > 0.0 else 0.0
            backed = pace[above, k] * lever[L.acknowledge, above, k] if above != p else 0.0
            partnership_leader[p, k] = partnership_value_after(
                partnership_leader[p, k], lived, threat, backed, par[P.inspiring_intent.value_rate, k],
                par[P.inspiring_intent.value_threat, k], par[P.inspiring_intent.value_heard, k],
            )  # fmt: skip
