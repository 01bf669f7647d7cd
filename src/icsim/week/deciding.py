"""Step 5: decisions: shared, yielded, consulted or told; who had what say; how they are taken."""

from icsim.rules.balancing_perspectives import backlash, say_weight
from icsim.rules.fairness import bounded_change, fairness_by_talk, fairness_usual, fairness_week
from icsim.rules.people import as_read
from icsim.rules.taking_wider_view import harm_felt
from icsim.rules.voice import group_position
from icsim.rules.working_with_power import (
    authority_in_use,
    best_course,
    contact_share,
    decision_mode,
    decision_position,
    decision_speed,
    fit_to_target,
    in_time,
    influence_after,
    need_of_users,
    plan_of_leader,
    position_at_distance,
    proposal,
    short_of_say,
    weight_with_borrowed,
)
from icsim.week.entities import Leader, Leading, World
from icsim.week.notation import step
from icsim.week.rng import Process


@step
def update_influence(world: World) -> None:
    """Influence follows power in use; outlooks and fairness move by what was heard of others and by harm done."""
    wp, bp = world.numbers.working_with_power, world.numbers.balancing_perspectives
    n, wv, on = world.numbers.fairness, world.numbers.taking_wider_view, world.rules
    total = 0.0
    for i in world.teams:
        i.weight = say_weight(i.power, contact_share(i.contact, wp.contact_half), i.spoken, bp.advocacy_gain, wp.least_power)
        total += i.weight
        resented = backlash(i.spoken_below, bp.advocacy_tolerance, i.above, bp.backlash_rate)
        seen = i.both(lambda r: r.leader.perceived_sectional)
        hearsay, usual = as_read(i.fairness_next, i.affectivity), as_read(n.usual, i.affectivity)
        talked = fairness_by_talk(usual, i.taken("explanation"), i.taken("social_skill"))
        remembered = fairness_usual(talked, i.both(lambda r: r.breach))
        week_fair = fairness_week(
            i.fairness, hearsay, seen, resented, i.resistance, n.word, n.sectional, n.settling, remembered
        )
        i.harm = harm_felt(i.harm_in, (i.far if i.far else i.near).style("no_harm_guarantee"), wv.shield)
        if on.fairness:
            i.fairness = bounded_change(week_fair, -wv.harm * i.harm)
        if on.conditions:
            i.delivered = bounded_change(i.delivered, -wv.harm_delivered * i.harm)
        i.outlook = i.outlook_next
    for i in world.teams:
        if on.influence:
            i.influence = influence_after(i.influence, i.weight / total, wp.influence_rate)


@step
def call_decisions(p: Leader, world: World) -> None:
    """Which leaders decide this week, about what, and how: a decision of the timeline goes before a routine one.

    Who chairs a joint group decides there as often as the leader gives time to such groups, and a leader without teams of
    its own decides nowhere else: the say of unequal partners counts where they sit at one table.
    """
    n = world.numbers.working_with_power
    routine, hurry, charge, way = world.draw(Process.DECISION, p, 0)
    matter, table, _, _ = world.draw(Process.DECISION, p, 1)
    asked, hurried = p.ask_mode > 0, hurry < world.context.urgency
    decides = routine < (n.routine_system if p.system else n.routine_team)
    mode = decision_mode(way, hurried, charge < p.style("situational"), p.time("share"), p.style("yield_lead"), p.time("consult"))
    p.mode = 0
    p.jointly = p.chairs and (not p.own_teams or (not asked and table < p.time("joint_groups")))
    if world.rules.decisions and p.members and p.in_post > 0.0 and (asked or decides):
        p.mode = p.ask_mode if asked else mode
    p.stakes = p.ask_stakes if asked else n.routine_stakes
    p.about = p.ask_about if asked else 0 if matter < 1.0 / 3.0 else 1 if matter < 2.0 / 3.0 else 2
    p.urgent = hurried and not asked


@step
def propose(r: Leading, world: World) -> None:
    """Whom a decision concerns, and what each team would propose to each of its leaders who decides."""
    n = world.numbers.working_with_power
    r.concerned = r.leader.mode > 0 and (r.table if r.leader.jointly else r.home)
    r.proposed = 0.0
    if r.concerned:
        course, _, _, _ = world.draw(Process.DECISION_MORE, r.leader)
        signal, _, _, _ = world.draw(Process.SIGNAL, r.leader, r.team)
        r.proposed = proposal(best_course(course), signal, r.team.expertise, r.team.outlook, n.proposal_spread, n.proposal_lean)


@step
def pool_proposals(p: Leader, world: World) -> None:
    """For each leader who decides: what the teams voice, weighted by their say, and the proposal of the most expert of them."""
    p.decisions = p.mode > 0
    p.group_view = p.group_voice = p.best_placed = p.asked = 0.0
    if p.mode:
        total, most, best, to_come = 0.0, -1.0, -1.0, True  # to come: the first of several that are equal is the top
        for r in p.members:
            if r.concerned:
                p.asked += 1.0
                total += r.team.influence
                most = max(most, r.team.influence)
                if r.team.expertise > best:
                    p.best_placed, best = r.proposed, r.team.expertise
        for r in p.members:
            if r.concerned:
                top = to_come and r.team.influence >= most
                to_come = to_come and not top
                share = r.team.influence / (total if total > 0.0 else 1.0)
                weight = weight_with_borrowed(
                    share, max(1.0, p.asked), top, p.style("borrowed"), p.lever["borrowed_evenness"],
                    world.numbers.working_with_power.lent_share,
                )  # fmt: skip
                r.short = short_of_say(weight, p.asked)
                p.group_view += weight * r.team.voice * r.proposed
                p.group_voice += weight * r.team.voice


@step
def decide(p: Leader, world: World) -> None:
    """The decision of each leader who decides: the group's view, the plan, what comes of them, and how good it is."""
    n, seat = world.numbers.working_with_power, world.context.user_influence
    u0, u1, u2, u3 = world.draw(Process.DECISION_MORE, p)
    best = best_course(u0)
    need = need_of_users(best, u1, n.user_distance)
    plan = plan_of_leader(
        best, need, u2, p.belief_error, p.style("user_centred"), p.sectional, p.style("astuteness"),
        n.plan_spread, n.ambition, n.interest, n.user_pull,
    )  # fmt: skip
    staff = group_position(p.group_view, p.group_voice, plan)
    group = (1.0 - seat) * staff + seat * need_of_users(need, u3, n.user_spread)
    usual = decision_position(p.mode, plan, group, p.best_placed, p.style("heed"), n.leader_weight)
    taken = position_at_distance(group, p.ask_distance) if p.ask_placed else usual
    speed = decision_speed(p.mode, p.asked, n.delay)
    in_use = authority_in_use(p.authority, p.style("borrowed"), p.above.authority if p.above else 0.0)
    p.decided_total += 1.0 if p.mode else 0.0
    p.deciding = p.decided_total > 0.0 and p.in_post > 0.0
    p.position = p.quality_sum = p.speed_sum = p.user_closeness = p.persuasive = 0.0
    p.done = False
    if p.mode:
        p.position, p.speed_sum = taken, speed
        p.quality_sum = in_time(fit_to_target(taken, best, n.steepness), p.urgent, speed, n.urgency_cost)
        p.user_closeness = fit_to_target(taken, need, n.steepness)
        p.done = in_use >= n.authority_needed * p.stakes
        p.persuasive = n.persuasion * p.style("astuteness") * (1.0 - p.sectional)
