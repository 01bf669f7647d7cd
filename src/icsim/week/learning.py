"""Step 9: contact, training and failure turn into skill; how the week felt: strain, morale, partnership as a value."""

from icsim.rules.arithmetic import towards
from icsim.rules.commitment_to_learning import failure_learning, learning_time, skill_after
from icsim.rules.inspiring_intent import partnership_value_after
from icsim.rules.people import as_read
from icsim.rules.staff import mood_in_conflict, morale_target, strain_target
from icsim.week.entities import Leader, Team, World
from icsim.week.notation import step

FAILED = 2


@step
def update_skill(i: Team, world: World) -> None:
    """Skill of each team after this week, and the hours that learning took."""
    n, context, on = world.numbers.commitment_to_learning, world.context, world.rules.learning
    taken = learning_time(i.time("team_learning"), context.protected_time, i.pressure, n.dropped)
    failed_well = i.near.style("tolerance_of_failure") if i.trial == FAILED else 0.0
    of_failure = n.failure_skill * failed_well + failure_learning(i.failed_joint, i.voice, n.failure_skill)
    met = i.held_skill + world.numbers.contact.bridge * i.bridged  # bridging shows what the others can do
    quick = 1.0 + i.ability
    if on:
        i.skill = skill_after(
            i.skill, taken, i.near.time("own_learning"), context.silo_funding, i.contact_good,
            met + of_failure, n.gain * quick, n.gain_contact * quick, n.word_deed, world.numbers.creating_conditions.silo_drag,
            n.fading,
        )  # fmt: skip
    i.learning_hours = n.team_hours * taken if on else 0.0


@step
def update_staff_strain(i: Team, world: World) -> None:
    """Strain of each team."""
    n = world.numbers.staff
    if world.rules.strain:
        strained = strain_target(
            i.pressure, world.crisis, i.overload, i.reporting_time, n.strain_pressure, n.strain_overload, n.strain_reporting
        )
        i.staff_strain = towards(i.staff_strain, strained, n.strain_rate)


@step
def update_morale(i: Team, world: World) -> None:
    """Morale of each team; ownership settles."""
    n = world.numbers.staff
    mood = morale_target(
        i.fairness, i.clarity, i.reason_understood, i.respect, i.delivered, i.job_fear, i.overload, i.staff_strain,
        i.near.referent, 1.0 if i.near.vacant > 0.0 else 0.0, n.morale_fairness, n.morale_clarity, n.morale_unexplained,
        n.morale_respect, n.morale_delivered, n.fear_weight, n.morale_overload, n.morale_strain, n.morale_leaderless,
        n.morale_base, n.morale_carried,
    )  # fmt: skip
    if world.rules.morale:
        felt = as_read(mood_in_conflict(mood, i.conflict_here, n.morale_conflict), i.affectivity)
        i.morale = towards(i.morale, felt, n.morale_rate)
    i.ownership = towards(i.ownership, n.ownership_usual, n.ownership_fading)


@step
def update_partnership_value(p: Leader, world: World) -> None:
    """Partnership as a core value of leaders: what their teams live; it stays as it is with those who lead no team."""
    n = world.numbers.inspiring_intent
    own = shared = intent = joined = delivered = 0.0
    for r in p.led:
        own += r.team.identity_own
        shared += r.team.identity_shared
        intent += r.team.intent
        joined += r.team.joined_up_care
        delivered += r.team.delivered
    if p.led:
        teams = float(len(p.led))
        p.partnership_leader = partnership_value_after(
            p.partnership_leader, own / teams, shared / teams, intent / teams, joined / teams, delivered / teams,
            n.value_rate, n.value_identity,
        )  # fmt: skip
