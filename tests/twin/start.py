"""What exists before week 1, and what follows from settings."""

from typing import TYPE_CHECKING

from icsim.catalogue import Lever, catalogue
from icsim.catalogue.load import LEVERS
from icsim.rules.contact import acquaintance_chance, culture_difference, first_distance
from icsim.rules.exits import weekly_hazard
from icsim.rules.inspiring_intent import credibility_base
from icsim.rules.leader_time import acting_practice, with_spread
from icsim.rules.opinion import first_outlook
from icsim.rules.people import as_read, stable_trait
from icsim.rules.trust import first_trust_in_leader
from icsim.rules.working_with_power import effective_power
from icsim.world.population import entity_id
from twin import luck, timeline
from twin.agents import Leader, Team, Tie, mean

if TYPE_CHECKING:
    from twin.model import Twin

LEVER_ID = {name: entity_id(name) for name in LEVERS}


def words(text: str) -> list[str]:
    """Names out of one text."""
    return text.split()


GENERIC_TRUST, HERO = 2, 3  # of the choices of the variant `leading`
PLACEBOS = "attention", "idle"  # levers in which the leaders of a tier do not differ
FROM_START = {
    "team": words("""
        intent expectation delivered ownership clarity reason_understood safety fairness morale territoriality
        identity_own identity_shared willingness backlog staff_strain attendance job_fear
    """),
    "leader": words("""
        leader_strain loyalty_strain sectional belief_error risk_aversion short_termism referent misfit
    """),
}
FROM_START_NAMED = {
    "team": {"turnout_reputation": "turnout", "joined_up_care": "joined"},
    "leader": {"perceived_sectional": "seen"},
}
AT_ZERO = {
    "team": words("""
        below above
        expectation_gap change_held_back overload queue pressure waiting capacity_cut reporting_time learning_hours respect
        failed_joint conflict_here voice visiting_explains
        resistance contact_good contact harm held_skill obeyed footing goodwill said known asked_accept accepted
        arriving_change trial refused tried adopted arrived_total served gave_up handed taken_on
    """),
    "leader": words("vacant incumbent decided_total exit_type came_new exits mode done found_out load mean_enactment"),
    "tie": words("cases came_a came_b joint success quality"),
}


def follow_settings(twin: "Twin") -> None:
    """Everything that follows from settings, whenever they change."""
    world, context, start = twin.settings.world, twin.context, twin.numbers.start
    usual = mean([team.power for team in world.teams])
    least = twin.numbers.working_with_power.least_power
    for team, traits in zip(twin.teams, world.teams, strict=True):
        team.power = effective_power(traits.power, usual, context.power_imbalance, least)
    _what_people_are_like(twin)
    for tie in twin.ties:
        other_profession = tie.a.profession != tie.b.profession
        tie.distance_first = first_distance(
            difference(tie.a, tie.b), context.cultural_distance, other_profession, start.profession_distance
        )
    for leader, traits in zip(twin.leaders, world.posts, strict=True):
        leader.traits, leader.authority, leader.loyalty = traits, traits.authority, traits.loyalty
        leader.exit_weekly = weekly_hazard(traits.annual_exit)
        leader.group_distance = _group_distance(twin, leader)
        set_levers(twin, leader)


def _what_people_are_like(twin: "Twin") -> None:
    """Dispositions and ability of each team's people, habits of teams, chemistry of pairs."""
    sd, differ = twin.numbers.people, bool(twin.rules.people)
    for team in twin.teams:
        u0, u1, u2, u3 = twin.draw(luck.PEOPLE, 0, team.id, 0)
        team.affectivity = stable_trait(u0, sd.disposition, team.size) if differ else 0.0
        team.trusting = stable_trait(u1, sd.disposition, team.size) if differ else 0.0
        team.ability = stable_trait(u2, sd.ability, team.size) if differ else 0.0
        team.habit = stable_trait(u3, sd.habit, 1.0) if differ else 0.0
    for tie in twin.ties:
        u = twin.draw(luck.CHEMISTRY, 0, tie.a.id, tie.b.id)[0]
        tie.chemistry = stable_trait(u, sd.habit, 1.0) if differ else 0.0


def difference(a: Team, b: Team) -> float:
    """How far the cultures of two teams' organisations differ."""
    x, y = a.organisation.traits, b.organisation.traits
    return culture_difference(abs(x.language - y.language), abs(x.attitude - y.attitude), abs(x.values - y.values))


def _group_distance(twin: "Twin", leader: Leader) -> float:
    found = []
    for group in twin.groups:
        for one in group:
            if leader is one.near or leader is one.far:
                found += [difference(one, other) for other in group if other.organisation is not one.organisation]
    return first_distance(mean(found) if found else 0.0, twin.context.cultural_distance, False, 0.0)


def set_levers(twin: "Twin", leader: Leader) -> None:
    """What the present holder would do of every lever, what of it acts or counts, and the hours that this asks."""
    _set_practice(twin, leader)
    known = catalogue()
    leader.practice_hours = leader.hours = leader.given_timed = leader.given_untimed = count = 0.0
    for name, lever in known.levers.items():
        default = known.levels[lever.mechanism].default if lever.default is None else lever.default
        leader.lever[name] = acting_practice(twin.rules.leading, leader.practice[name], lever.number(default))
        counts = _counts(twin, lever)
        count += max(0.0, counts)
        if name in twin.hours:
            leader.practice_hours += twin.hours[name] * leader.practice[name]
            leader.hours += twin.hours[name] * leader.lever[name]
            leader.given_timed += counts * leader.practice[name]
        else:
            leader.given_untimed += counts * leader.practice[name]
    leader.given_timed /= max(1.0, count)
    leader.given_untimed /= max(1.0, count)


def _counts(twin: "Twin", lever: Lever) -> float:
    """How much a lever counts where levers are only counted: 1, -1 or 0."""
    if lever.choices or twin.rules.leading not in (GENERIC_TRUST, HERO):
        return 0.0
    counted = twin.rules.leading == GENERIC_TRUST or lever.mechanism == "inspiring_intent"
    return float(lever.valence) if counted else 0.0


def _set_practice(twin: "Twin", leader: Leader) -> None:
    tier = twin.settings.levers(leader.tier)
    own = twin.settings.leaders[leader.name].levers if leader.name in twin.settings.leaders else {}
    for name, lever in catalogue().levers.items():
        value = own.get(name, tier[name])
        if lever.choices or name in PLACEBOS:
            leader.practice[name] = value
        else:
            leader.practice[name] = with_spread(value, rank_in(twin, leader, name), tier["spread"])


def rank_in(twin: "Twin", leader: Leader, lever: str) -> float:
    """Where the holder stands among leaders in a lever; drawn once for each holder."""
    key = lever, leader.incumbent
    if key not in leader.rank:
        leader.rank[key] = twin.draw(luck.TRAIT, leader.incumbent, leader.id, LEVER_ID[lever])[0]
    return leader.rank[key]


def before_week_1(twin: "Twin") -> None:
    """Every state in week 0."""
    twin.crisis = 0.0
    for things, kind in ((twin.teams, "team"), (twin.leaders, "leader"), (twin.ties, "tie")):
        for thing in things:
            vars(thing).update(dict.fromkeys(AT_ZERO[kind], 0.0))
            vars(thing).update({name: getattr(twin.numbers.start, name) for name in FROM_START.get(kind, ())})
            vars(thing).update({name: getattr(twin.numbers.start, of) for name, of in FROM_START_NAMED.get(kind, {}).items()})
    for leader in twin.leaders:
        leader.incumbent = 0
    follow_settings(twin)
    for leader in twin.leaders:
        _first_leader(twin, leader)
    for team in twin.teams:
        _first_team(twin, team)
    for tie in twin.ties:
        _first_tie(twin, tie)
    for tie in twin.leader_ties:
        tie.lead_ab = tie.lead_ba = twin.numbers.start.leader_trust
        tie.met = tie.gave_a = tie.gave_b = False
    for organisation in twin.organisations:
        organisation.conditions = organisation.traits.conditions
    for users in twin.users:
        users.user_experience, users.user_fit = twin.numbers.start.user_experience, twin.numbers.start.user_fit
        users.user_joined = twin.numbers.start.joined
    timeline.forget(twin)


def _first_leader(twin: "Twin", leader: Leader) -> None:
    traits = leader.traits
    leader.exit_draw, leader.survival = twin.draw(luck.EXIT, 0, leader.id, 0)[0], 1.0
    leader.base_credibility = credibility_base(traits.cross_sector, traits.past_success, traits.personality)
    leader.values = traits.values
    leader.partnership_leader = twin.numbers.start.partnership
    leader.time_share = leader.practice_pace = leader.in_post = 1.0


def _first_team(twin: "Twin", team: Team) -> None:
    opinion, start = twin.numbers.opinion, twin.numbers.start
    team.uneven = twin.draw(luck.DEMAND, 0, team.id, 0)[0]
    u = twin.draw(luck.OUTLOOK, 0, team.id, 0)[0]
    team.outlook_first = first_outlook(team.organisation.traits.values, u, opinion.culture_lean, opinion.first_spread)
    team.outlook = team.outlook_next = team.outlook_first
    team.fairness_next = team.fairness
    team.reporting_lines = 1.0
    team.partnership_team, team.skill = start.partnership, as_read(twin.context.initial_skill, team.ability)
    team.identity_threat = 1.0 - team.identity_own
    total = 0.0
    for other in twin.teams:
        total += other.power
    team.influence = team.power / total
    for relation in team.heads:
        relation.credibility, relation.trust_ceiling, relation.reach = relation.leader.base_credibility, 1.0, 0.0
        relation.breach = 0.0
        usual = first_trust_in_leader(start.trust_leading, relation.leader.base_credibility)
        relation.trust_leading = as_read(usual, team.trusting)


def _first_tie(twin: "Twin", tie: Tie) -> None:
    start, (a, b) = twin.numbers.start, (tie.a, tie.b)
    tie.across = a.organisation.sector != b.organisation.sector
    share = twin.context.prior_ties if tie.across else start.within_ties
    chance = acquaintance_chance(share, difference(a, b), start.homophily)
    acquainted = twin.draw(luck.TIE, 0, a.id, b.id)[0] < chance or a.near is b.near
    u = twin.draw(luck.OPENABLE, 0, a.id, b.id)[0]
    tie.openable = u * (float(len(twin.teams)) - 1.0) < 12.0 or tie.together > 0.0
    tie.door = twin.draw(luck.BRIDGE, 0, a.id, b.id)[0]
    tie.present, tie.unopened = (1.0 if acquainted else 0.0), 1.0
    tie.trust_ab, tie.trust_ba = (as_read(twin.context.initial_trust, team.trusting) for team in (a, b))
    tie.distance = tie.distance_first
    tie.familiarity, tie.conflict_open = (start.familiarity, start.conflict_open) if acquainted else (0.0, 0.0)
