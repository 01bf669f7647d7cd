"""9. Learning, and how the week felt."""

from typing import TYPE_CHECKING

from icsim.rules.arithmetic import towards
from icsim.rules.commitment_to_learning import failure_learning, learning_time, skill_after
from icsim.rules.inspiring_intent import partnership_value_after
from icsim.rules.people import as_read
from icsim.rules.staff import mood_in_conflict, morale_target, strain_target
from twin.agents import mean
from twin.trying import FAILED

if TYPE_CHECKING:
    from twin.model import Twin


def learn(twin: "Twin") -> None:
    """Contact, training and failure turn into skill, and training takes hours."""
    cl, context = twin.numbers.commitment_to_learning, twin.context
    for i in twin.teams:
        taken_time = learning_time(i.time("team_learning"), context.protected_time, i.pressure, cl.dropped)
        failed_well = i.near.style("tolerance_of_failure") if i.trial == FAILED else 0.0
        of_failure = cl.failure_skill * failed_well + failure_learning(i.failed_joint, i.voice, cl.failure_skill)
        met = i.held_skill + twin.numbers.contact.bridge * i.time("bridging")
        i.learning_hours = 0.0
        if twin.rules.learning:
            i.skill = skill_after(
                i.skill, taken_time, i.near.time("own_learning"), context.silo_funding, i.contact_good,
                met + of_failure,
                cl.gain * (1.0 + i.ability), cl.gain_contact * (1.0 + i.ability), cl.word_deed,
                twin.numbers.creating_conditions.silo_drag, cl.fading,
            )  # fmt: skip
            i.learning_hours = cl.team_hours * taken_time


def strain_and_morale(twin: "Twin") -> None:
    """Strain, morale and ownership of teams."""
    n = twin.numbers.staff
    for i in twin.teams:
        strained = strain_target(
            i.pressure, twin.crisis, i.overload, i.reporting_time, n.strain_pressure, n.strain_overload, n.strain_reporting
        )
        if twin.rules.strain:
            i.staff_strain = towards(i.staff_strain, strained, n.strain_rate)
        mood = morale_target(
            i.fairness, i.clarity, i.reason_understood, i.respect, i.delivered, i.job_fear, i.overload, i.staff_strain,
            i.near.referent,
            1.0 if i.near.vacant > 0.0 else 0.0,
            n.morale_fairness, n.morale_clarity, n.morale_unexplained, n.morale_respect, n.morale_delivered,
            n.fear_weight, n.morale_overload, n.morale_strain, n.morale_leaderless, n.morale_base, n.morale_carried,
        )  # fmt: skip
        if twin.rules.morale:
            mood = mood_in_conflict(mood, i.conflict_here, n.morale_conflict)
            i.morale = towards(i.morale, as_read(mood, i.affectivity), n.morale_rate)
        i.ownership = towards(i.ownership, n.ownership_usual, n.ownership_fading)


def partnership(twin: "Twin") -> None:
    """What leaders hold of partnership, from what their teams live."""
    ii = twin.numbers.inspiring_intent
    for p in twin.leaders:
        if p.teams:
            states = ("identity_own", "identity_shared", "intent", "joined_up_care", "delivered")
            lived = [mean([getattr(i, state) for i in p.teams]) for state in states]
            p.partnership_leader = partnership_value_after(p.partnership_leader, *lived, ii.value_rate, ii.value_identity)
