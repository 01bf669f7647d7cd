"""Step 8: cases arrive at ties; teams approach and respond; joint work succeeds or fails; trust moves each way."""

from icsim.rules.arithmetic import towards
from icsim.rules.balancing_perspectives import conflict_after, conflict_closing, conflict_learning
from icsim.rules.contact import contact_quality, distance_after, familiarity_after, others_seen
from icsim.rules.cooperation import (
    capability,
    cooperation_motive,
    eased_by_morale,
    engagement_chance,
    footing,
    in_touch,
    joint_capability,
    opportunity,
    own_costs,
    own_reasons,
    partner_reason,
    shared_understanding,
    success_chance,
    tie_costs,
    turnout_after,
)
from icsim.rules.fairness import bounded_change
from icsim.rules.people import as_read
from icsim.rules.trust import resting_trust, trust_after, trust_after_harm, trust_by_giving, trust_decay
from icsim.rules.voice import speaking_up_chance
from icsim.rules.working_with_power import obedience, power_gap, terms_felt, terms_of_case
from icsim.week.entities import Team, Tie, World
from icsim.week.index import CONTRACT, GENERIC_TRUST, HERO
from icsim.week.notation import step
from icsim.week.rng import Process


@step
def team_cooperation_terms(i: Team, world: World) -> None:
    """What each team brings to any tie this week: what speaks for joint work and against it, and what it can do.

    Under a hero, what the post at the top gives stands for the team's own motive. Where joint work rests on its footing
    alone, that stands for everything that speaks for it, and what is missing of it for everything against.
    """
    n, context, conditions = world.numbers.cooperation, world.context, i.organisation.conditions
    compliance, alone = world.numbers.working_with_power.threat_compliance, world.rules.cooperation >= CONTRACT
    led, hero = world.rules.leading == HERO, i.hero.mean_enactment if i.hero else 0.0
    intent, ownership = (hero if i.hero and led else i.intent), (hero if i.hero and led else i.ownership)
    value = hero if i.hero and led else i.partnership_team
    motive = cooperation_motive(intent, ownership, value, context.mandate, n.duty, n.motive_intent, n.motive_value)
    near_obeyed = obedience(i.near.style("threat"), i.near.time("visibility"), i.resistance)
    i.obeyed = max(near_obeyed, obedience(i.far.style("threat"), i.far.time("visibility"), i.resistance) if i.far else 0.0)
    i.goodwill = i.both(lambda r: r.leader.mean_enactment)
    i.footing = footing(
        world.rules.cooperation, context.mandate, i.clarity, conditions, context.protected_time, context.silo_funding, i.pressure
    )
    i.willing_team = own_reasons(motive, conditions, i.clarity, i.obeyed, n.w_motive, n.w_conditions, n.w_clarity, compliance)
    i.eased = eased_by_morale(i.morale, n.w_morale)
    i.willing_team += i.eased + i.habit
    i.against_team = own_costs(i.territoriality, i.pressure, i.overload, n.cost, n.w_territory, n.w_overload)
    i.able_team = capability(i.skill, i.clarity, i.expertise)
    if alone:
        f, less = i.footing, 1.0 - i.footing
        i.willing_team = own_reasons(f, f, f, 0.0, n.w_motive, n.w_conditions, n.w_clarity, compliance)
        i.against_team = own_costs(less, less, less, n.cost, n.w_territory, n.w_overload)
        i.able_team = f


@step
def leader_support_for_ties(i: Team, world: World) -> None:
    """What each team's leaders do for its ties: meetings of everybody, bridging, and how they treat conflict.

    Conflict between teams is the near leader's to treat; in a vacant post it is avoided.
    """
    n, near = world.numbers.balancing_perspectives, i.leader_relations[0]
    i.whole_team = i.far.time("whole_group_meetings") if i.far else 0.0
    i.bridged = i.time("bridging")
    i.closing = conflict_closing(near.leader.closing(), near.trust_leading, i.voice, n.conflict_resolve, n.conflict_hold)


@step
def play_joint_cases(e: Tie, world: World) -> None:
    """A case that needs both: who approaches, who responds, and whether joint work succeeds."""
    n, context, alone, a, b = world.numbers.cooperation, world.context, world.rules.cooperation >= CONTRACT, e.a, e.b
    case, a_turns, b_turns, succeeds = world.draw(Process.ENCOUNTER, a, b)
    helped = (a.handed > 0.0 and b.taken_on > 0.0) or (b.handed > 0.0 and a.taken_on > 0.0)  # last week
    together, whole = in_touch(e.together * a.attendance * b.attendance, helped), 0.5 * (a.whole_team + b.whole_team)
    e.cases = e.present and world.rules.cooperation > 0 and case < opportunity(
        n.rate, context.complexity, together, whole, n.rate_complexity, n.rate_together, n.rate_whole
    )  # fmt: skip
    sure_a, sure_b = (a.footing if alone else e.trust_ab), (b.footing if alone else e.trust_ba)
    e.came_a = e.cases and a_turns < _engages(world, e, a, b, sure_a)
    e.came_b = e.cases and b_turns < _engages(world, e, b, a, sure_b)
    e.joint = e.came_a and e.came_b
    told = 0.5 * (_tells(world, a, b) + _tells(world, b, a)) if world.rules.voice and not alone else 2.0 / 3.0
    able = joint_capability(world.rules.output, a.able_team, b.able_team, 0.5)
    able = shared_understanding(able, 0.0 if alone else abs(a.outlook - b.outlook), n.w_goals)
    e.success = e.joint and succeeds < success_chance(
        0.5 * (sure_a + sure_b), able, context.complexity, 0.0 if alone else e.conflict_open, told,
        n.success_base, n.success_trust, n.success_capability, n.success_complexity, n.success_conflict, n.success_told,
    )  # fmt: skip


def _tells(world: World, one: Team, other: Team) -> float:
    """How much of what it knows one end tells the other."""
    n, gap = world.numbers.voice, power_gap(one.power, other.power)
    return speaking_up_chance(
        one.safety, gap, one.taken("recognition"), 1.0 - one.fairness, n.base, n.b_safety, n.b_status, n.b_futility
    )


def _engages(world: World, e: Tie, one: Team, other: Team, sure: float) -> float:
    """The chance that one end turns up, who looks at the other and is more or less sure of it."""
    n, alone = world.numbers.cooperation, world.rules.cooperation >= CONTRACT
    seen = other.far.perceived_sectional if other.far and not alone else 0.0
    distance, conflict = 0.0 if alone else e.distance, 0.0 if alone else e.conflict_open
    comes, chemistry = other.footing if alone else other.turnout_reputation, 0.0 if alone else e.chemistry
    reasons = one.willing_team + partner_reason(comes, sure, n.benefit) + chemistry
    costs = one.against_team + tie_costs(distance, conflict, seen, n.w_distance, n.w_conflict, n.w_risk)
    return engagement_chance(reasons, costs, n.beta)


@step
def update_tie_trust(e: Tie, world: World) -> None:
    """Trust each way of a tie: joint work that goes well builds it; being left alone breaks it, an honest failure less.

    A team that is harmed by a moved programme trusts those less who are not. Under generic trust, trust then follows what
    the trusting team's leaders give.
    """
    if e.present and world.rules.trust:
        e.trust_ab, e.trust_ba = _trust(world, e, e.a, e.b), _trust(world, e, e.b, e.a)


def _trust(world: World, e: Tie, one: Team, other: Team) -> float:
    """Trust of one end in the other after this week; who did not come learns nothing."""
    n, rule, before = world.numbers.trust, world.rules.trust, e.given(one)
    share = n.failure if e.joint else 1.0
    learnt = trust_after(rule, before, e.success, n.gain if e.success else n.gain * share, n.loss * share, n.bias)
    between = 0.5 * (e.leaders.lead_ab + e.leaders.lead_ba) if e.leaders else n.resting
    rest = resting_trust(n.resting, between, e.leaders is not None)
    learnt = learnt if e.joint or e.came(one) else trust_decay(before, as_read(rest, one.trusting), n.fading)
    after = trust_after_harm(learnt, one.harm, other.harm, world.numbers.taking_wider_view.harm)
    if world.rules.leading == GENERIC_TRUST:
        return trust_by_giving(rule, after, one.goodwill, n.leader_gain, 1.0)
    return after


@step
def update_tie_contact(e: Tie, world: World) -> None:
    """Quality of contact, felt distance, familiarity and open conflict of each tie."""
    n, a, b = world.numbers.contact, e.a, e.b
    e.quality = 0.0
    if not e.present:
        return
    differ = abs(a.outlook - b.outlook)
    e.quality = contact_quality(abs(a.power - b.power), differ, e.conflict_open, n.equal_status)
    if world.rules.contact:
        bridging = others_seen(0.5 * (a.bridged + b.bridged), 0.5 * (a.skill + b.skill))
        nearer = distance_after(e.distance, e.joint, e.success, e.quality, bridging, n.gain, n.harm, n.bridge)
        e.distance = towards(nearer, e.distance_first, n.drift)
        e.familiarity = familiarity_after(e.familiarity, e.joint, n.familiarity_gain, n.familiarity_fading)
    if world.rules.conflict:
        friction, closed = e.joint * (1.0 - 0.5 * e.familiarity), 0.5 * (a.closing + b.closing)
        opening = world.numbers.balancing_perspectives.conflict_opening
        e.conflict_open = conflict_after(e.conflict_open, e.distance, friction, differ, closed, opening)


@step
def tally_team_contacts(i: Team, world: World) -> None:
    """What a team's ties gave it this week: its name for turning up, how joint care is, good contact, held conflict, terms.

    Where it has the lesser say, cases that call for both come on the partner's terms, whether it goes along or not; that is
    felt as less fair, and as less its own.
    """
    wp = world.numbers.working_with_power
    i.chances = i.came = i.cases_joint = imposed = 0.0
    successes = good = ties = conflict = 0.0
    for e in i.ties:
        i.chances += e.cases
        i.came += e.came(i)
        i.cases_joint += e.joint
        successes += e.success
        if e.cases:
            imposed += terms_of_case(e.distance, i.influence, e.partner(i).influence)
        if e.success:
            good += e.quality
        if e.present:
            ties += 1.0
            conflict += e.conflict_open
    strange = terms_felt(imposed / max(1.0, i.chances), i.ownership, wp.terms)
    if world.rules.fairness:
        i.fairness = bounded_change(i.fairness, -strange)
    i.ownership = bounded_change(i.ownership, -strange)
    gain = world.numbers.balancing_perspectives.held_gain
    i.contact_good = good / max(1.0, i.chances)
    meets = i.has_group if world.rules.cooperation else 0.0  # to attend a joint meeting is to turn up, as others see it
    came, chances = i.came + meets * i.attendance, i.chances + meets
    i.turnout_reputation = turnout_after(i.turnout_reputation, came, chances, world.numbers.cooperation.turnout_rate)
    i.joined_up_care = turnout_after(i.joined_up_care, successes, i.chances, world.numbers.service.joined_rate)
    i.conflict_here = conflict / max(1.0, ties)
    i.failed_joint = (i.cases_joint - successes) / max(1.0, i.chances)
    i.held_skill = conflict_learning(i.near.closing(), i.conflict_here, i.voice, gain)
