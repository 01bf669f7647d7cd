"""Working with power: who decides, how far proposals count, and whether a decision can be carried out."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01

NONE, SHARED, YIELDED, CONSULTED, TOLD = 0, 1, 2, 3, 4  # how a decision is taken


@rule
def effective_power(power: float, mean: float, imbalance: float, least: float) -> float:
    """Structural power under this place's imbalance: 0 makes all equal, 0.5 keeps the place's own, 1 doubles the distances.

    Formula: min(1, max(least, mean + 2 imbalance (power - mean)))
    Symbols: power, mean, imbalance, result in [least, 1]. Source: X4. Assumption: linear stretch about the mean.
    """
    return min(1.0, max(least, mean + 2.0 * imbalance * (power - mean)))


@rule
def power_gap(own: float, other: float) -> float:
    """How far one stands below another; whoever stands as high, or higher, stands below by nothing.

    Formula: max(0, other - own)
    Symbols: own, other power, or the mean power of partners; result in [0, 1]. Source: B4 (status gap), X4. Assumption:
    what counts is standing against those one works with, and being above gives no more than being level.
    """
    return max(0.0, other - own)


@rule
def spoken_for(own: float, others: float) -> float:
    """How far a team is spoken for: by its own leaders, and by those of its partners and of the tables it sits at.

    Formula: own / 2 + others / 2
    Symbols: own, advocacy of whichever of the team's own leaders speaks up more; others, the mean over its partners, each by
    whichever of its leaders speaks up more, and over the leaders of the tables; result in [0, 1].
    Source: T3.2 (a leader speaks for organisations that are not her own). Assumption: both count alike; to hear the same from
    two leaders adds nothing (as message_heard).
    """
    return 0.5 * own + 0.5 * others


@rule
def terms_of_case(distance: float, own: float, other: float) -> float:
    """How far a joint case goes by the other's terms: as the other's say is greater, and the further apart the two are.

    Formula: distance max(0, other - own) / (own + other)
    Symbols: distance, result in [0, 1]; own, other shares of the say > 0. Source: X4, T3.1; imbalance is a critical starting
    condition of collaboration (Ansell & Gash 2008); dependence divides the evidence (Gulati & Sytch 2007).
    Assumption: linear in the difference of the say; better terms than equal ones are not felt as fairer.
    """
    return distance * max(0.0, other - own) / (own + other)


@rule
def terms_felt(terms: float, ownership: float, weight: float) -> float:
    """What a week of cases on the others' terms takes: less from those to whom joint decisions feel their own.

    Formula: weight terms (1 - ownership)
    Symbols: terms, mean over the week's cases; ownership, result in [0, 1]; weight per week. Source: X4, T4.2 (whoever
    shares in deciding owns what is done). Assumption: a week's terms are felt as one, however many the cases.
    """
    return weight * terms * (1.0 - ownership)


@rule
def decision_mode(u: float, urgent: bool, takes_charge: bool, share: float, yield_lead: float, consult: float) -> int:
    """How a leader takes a decision: charge is taken when urgent; else shared, else yielded, else consulted, else told.

    Formula:
        yielded = share + (1 - share) yield_lead
        consulted = yielded + (1 - yielded) consult
        result = 4 if urgent and takes_charge,
            else 1 if u < share,
            else 2 if u < yielded,
            else 3 if u < consulted,
            else 4
    Symbols: u uniform draw; share, yield_lead, consult in [0, 1]. The result is 1 shared, 2 yielded, 3 consulted, 4
    told; 0, no decision, never comes out. Source: T4.2, T4.3, T4.5.
    Assumption: one draw broken in this order, so a lever raised never moves a decision towards telling.
    """
    shared = share
    yielded = shared + (1.0 - shared) * yield_lead
    consulted = yielded + (1.0 - yielded) * consult
    if urgent and takes_charge:
        return 4
    if u < shared:
        return 1
    if u < yielded:
        return 2
    return 3 if u < consulted else 4


@rule
def best_course(u: float) -> float:
    """The technically best course of a decision, away from the ends of the scale.

    Formula: 0.2 + 0.6 u
    Symbols: u uniform draw; result in [0.2, 0.8]. Source: convention.
    """
    return 0.2 + 0.6 * u


@rule
def proposal(best: float, u: float, expertise: float, outlook: float, spread: float, lean: float) -> float:
    """What a team proposes: the best course, seen with its expertise and through its outlook.

    Formula: clamp01(best + spread (1 - expertise) (2 u - 1) + lean (outlook - 1/2))
    Symbols: best, expertise, outlook, result in [0, 1]; u uniform draw; spread, lean in [0, 1].
    Source: B17, C11. Assumption: uniform error, smaller with expertise.
    """
    return clamp01(best + spread * (1.0 - expertise) * (2.0 * u - 1.0) + lean * (outlook - 0.5))


@rule
def need_of_users(best: float, u: float, distance: float) -> float:
    """What the people served need: near the technically best course, not the same.

    Formula: clamp01(best + distance (2 u - 1))
    Symbols: best, result in [0, 1]; u uniform draw; distance in [0, 1]. Source: assumption (the review has no
    evidence on users).
    """
    return clamp01(best + distance * (2.0 * u - 1.0))


@rule
def plan_of_leader(
    best: float,
    need: float,
    u: float,
    belief_error: float,
    user_centred: float,
    sectional: float,
    astuteness: float,
    spread: float,
    ambition: float,
    interest: float,
    user_pull: float,
) -> float:
    """The leader's own plan: the best course as believed, more ambitious than that, drawn to users or to own interest.

    Formula:
        drawn = best + user_pull user_centred (1 - belief_error) (need - best)
        pursued = interest sectional (1/2 + astuteness / 2)
        result = clamp01(drawn + ambition + pursued + spread belief_error (2 u - 1))
    Symbols: states and levers in [0, 1]; u uniform draw; ambition, interest, user_pull, spread in [0, 1].
    Source: T4.6 (box 4: the plan went further), T1.11, T1.13 and T6.1 (needs are met as far as they are known), B20.
    Assumption: own interest pulls the same way as ambition; astuteness makes it easier to pursue.
    """
    drawn = best + user_pull * user_centred * (1.0 - belief_error) * (need - best)
    pursued = interest * sectional * (0.5 + 0.5 * astuteness)
    return clamp01(drawn + ambition + pursued + spread * belief_error * (2.0 * u - 1.0))


@rule
def authority_in_use(authority: float, borrowed: float, authority_above: float) -> float:
    """Authority that counts: the leader's own and what is lent from above.

    Formula: authority + borrowed authority_above (1 - authority)
    Symbols: all in [0, 1]. Source: T4.1, stakeholders on borrowed power. Assumption: all of the authority above can be lent.
    """
    return authority + borrowed * authority_above * (1.0 - authority)


@rule
def weight_with_borrowed(share: float, count: float, is_top: bool, borrowed: float, evenness: float, lent: float) -> float:
    """A participant's share of the say when power is lent to the group: spread over all, or given to the strongest.

    Formula:
        extra = evenness / count + (1 - evenness if is_top, else 0)
        result = (1 - lent borrowed) share + lent borrowed extra
    Symbols: share (sums to one over participants), borrowed, evenness, lent in [0, 1]; count of participants >= 1.
    Source: T4.11 (stakeholders). Assumption: lent power replaces a fixed part of the say.
    """
    extra = evenness / count + (1.0 - evenness if is_top else 0.0)
    return (1.0 - lent * borrowed) * share + lent * borrowed * extra


@rule
def short_of_say(weight: float, count: float) -> float:
    """How far a participant's share of the say falls short of an equal one.

    Formula: max(0, 1 - weight count)
    Symbols: weight (sums to one over participants), result in [0, 1]; count of participants >= 1. Source: T4.11. Assumption:
    an equal share is what one compares with.
    """
    return max(0.0, 1.0 - weight * count)


@rule
def decision_position(mode: int, plan: float, group: float, best_placed: float, heed: float, leader_weight: float) -> float:
    """The decision: the leader's plan, moved to the group's as far as the way of deciding lets it.

    Formula:
        result = group + leader_weight (plan - group) if mode = 1,
            else best_placed if mode = 2,
            else plan + heed (group - plan) if mode = 3,
            else plan
    Symbols: mode 1 shared, 2 yielded, 3 consulted, 0 and 4 (none, told) alike; plan, group, best_placed, heed,
    leader_weight, result in [0, 1].
    Source: T4.2, T4.5, T4.6, B17.
    """
    if mode == 1:
        return group + leader_weight * (plan - group)
    if mode == 2:
        return best_placed
    return plan + heed * (group - plan) if mode == 3 else plan


@rule
def position_at_distance(group: float, distance: float) -> float:
    """A decision that lies at a given distance from what the teams proposed, or as far as there is room, on the roomier side.

    Formula: min(1, group + distance) if group < 1/2, else max(0, group - distance)
    Symbols: all in [0, 1]. Source: T4.6 (box 4: a plan of which little came from the team). Assumption: a dated
    decision says how far it lies; which way matters to nobody.
    """
    return min(1.0, group + distance) if group < 0.5 else max(0.0, group - distance)


@rule
def fit_to_target(position: float, target: float, steepness: float) -> float:
    """How well a decision fits what it should fit: one at the target, falling with distance.

    Formula: max(0, 1 - steepness abs(position - target))
    Symbols: position, target, result in [0, 1]; steepness > 0. Source: B17. Assumption: linear.
    """
    return max(0.0, 1.0 - steepness * abs(position - target))


@rule
def decision_speed(mode: int, count: float, delay: float) -> float:
    """Speed of a decision: every team asked takes time.

    Formula:
        asked = count if mode = 1 or mode = 3, else 1 if mode = 2, else 0
        result = 1 / (1 + delay asked)
    Symbols: mode 1 shared, 2 yielded, 3 consulted, 0 and 4 (none, told) alike; count of participants; delay >= 0; result
    in (0, 1]. Source: B17. Assumption: yielding asks one.
    """
    asked = count if mode == 1 or mode == 3 else (1.0 if mode == 2 else 0.0)
    return 1.0 / (1.0 + delay * asked)


@rule
def in_time(quality: float, urgent: bool, speed: float, cost: float) -> float:
    """Quality that is left when time matters.

    Formula: quality (1 - cost (1 - speed)) if urgent, else quality
    Symbols: quality, speed, cost, result in [0, 1]. Source: T4.3, B17.
    """
    return quality * (1.0 - cost * (1.0 - speed)) if urgent else quality


@rule
def acceptance_of(fairness: float, consideration: float, persuasion: float, w_fair: float) -> float:
    """How far a team goes along with a decision: was it fair, does it fit, was it well argued.

    Formula: clamp01(w_fair fairness + (1 - w_fair) consideration + persuasion)
    Symbols: all in [0, 1]. Source: B17 (acceptance follows procedural justice), T6.6 on persuasion.
    """
    return clamp01(w_fair * fairness + (1.0 - w_fair) * consideration + persuasion)


@rule
def ownership_after(
    ownership: float,
    mode: int,
    consideration: float,
    stakes: float,
    shared_gain: float,
    told_loss: float,
) -> float:
    """Joint ownership after a decision: grows when deciding is shared, a lead followed or an answer mostly heeded, else falls.

    Formula:
        change = stakes shared_gain (2 consideration - 1)
        result = ownership + shared_gain stakes (1 - ownership) if mode = 1,
            else ownership + shared_gain stakes consideration (1 - ownership) if mode = 2,
            else ownership - told_loss stakes ownership if mode = 0 or mode = 4,
            else ownership + change (1 - ownership) if change > 0,
            else ownership + change ownership
    Symbols: mode 1 shared, 2 yielded, 3 consulted, 0 and 4 (none, told) alike; ownership, consideration, stakes, gains and
    loss, result in [0, 1]. Source: T4.2, T4.5, T4.13, SF5. Assumption: a lead handed over is power shared with those whose view
    it takes; to be asked and wholly heeded is to have decided together.
    """
    if mode == 1:
        return ownership + shared_gain * stakes * (1.0 - ownership)
    if mode == 2:
        return ownership + shared_gain * stakes * consideration * (1.0 - ownership)
    if mode == 3:
        change = stakes * shared_gain * (2.0 * consideration - 1.0)
        return ownership + change * (1.0 - ownership if change > 0.0 else ownership)
    return ownership - told_loss * stakes * ownership


@rule
def delivered_by_decision(delivered: float, stakes: float, quality: float, acceptance: float, impact: float) -> float:
    """What a decision that is carried out delivers: quality times acceptance, against what is usual.

    Formula:
        change = impact stakes (quality acceptance - 1/4)
        result = delivered + change (1 - delivered) if change > 0, else delivered + change delivered
    Symbols: all in [0, 1]. Source: B17. Assumption: a quarter (half x half) is usual.
    """
    change = impact * stakes * (quality * acceptance - 0.25)
    return delivered + change * (1.0 - delivered if change > 0.0 else delivered)


@rule
def influence_after(influence: float, target: float, rate: float) -> float:
    """Share of the say: follows power in use; shares that sum to one keep summing to one.

    Formula: influence + rate (target - influence)
    Symbols: influence, target in [0, 1], each summing to one over the place; rate per week. Source: B9, T4.10.
    """
    return influence + rate * (target - influence)


@rule
def contact_share(contact: float, half: float) -> float:
    """Contact as a share: how much a team's links carry its power into decisions.

    Formula: contact / (contact + half)
    Symbols: contact >= 0, sum of the trust others have in it; half > 0; result in [0, 1). Source: B9. Assumption:
    saturating.
    """
    return contact / (contact + half)


@rule
def weight_of_matter(about: int, matter: int) -> float:
    """How much a decision bears on a matter: doubly on what it is about, where a matter is also met by all decisions.

    Formula:
        result = 1 if matter = 0 and about = 0,
            else 0 if matter = 0,
            else 2 if about = matter,
            else 1
    Symbols: about 0 structure, 1 resources, 2 priorities; matter 0 clarity (structure alone), 1 delivery, 2 users'
    needs.
    Source: assumption.
    """
    if matter == 0:
        return 1.0 if about == 0 else 0.0
    return 2.0 if about == matter else 1.0


@rule
def resistance_after(resistance: float, threat: float, reactance: float, rate: float) -> float:
    """Resistance to being threatened: it builds while threats last and wears off when they stop.

    Formula: resistance + rate (reactance threat - resistance)
    Symbols: resistance, threat, reactance, result in [0, 1]; rate per week. Source: T4.8, SF12 (pressure does harm; Lee 2017),
    Brehm 1966 (reactance). Assumption: a fixed share of the threat turns into resistance, slowly.
    """
    return resistance + rate * (reactance * threat - resistance)


@rule
def obedience(threat: float, watched: float, resistance: float) -> float:
    """How far a threat is obeyed: where the leader who threatens looks on, and as long as people do not resist.

    Formula: threat watched (1 - resistance)
    Symbols: all in [0, 1]. Source: T4.8; French & Raven 1959 (power by coercion hangs on surveillance). Assumption: the
    three multiply.
    """
    return threat * watched * (1.0 - resistance)
