"""Inspiring intent to work together: promises, credibility, intent, identity, respect."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def message_reach(visibility: float, trust: float, floor: float) -> float:
    """Share of what a leader says and does that a team takes in: seen first, then believed.

    Formula: (floor + (1 - floor) visibility) trust
    Symbols: visibility, trust, result in [0, 1]; floor in [0, 1], what is heard of an invisible leader.
    Source: T1.2. Assumption: exposure is a gate, so it multiplies.
    """
    return (floor + (1.0 - floor) * visibility) * trust


@rule
def message_heard(from_team_leader: float, from_system_leader: float, weight: float, has_system: bool) -> float:
    """What reaches a team from its two leaders together; without a system leader, the team leader's part alone.

    Formula: (1 - weight) from_team_leader + weight from_system_leader if has_system, else from_team_leader
    Symbols: all in [0, 1]; weight is the share of attention that the system leader gets.
    Source: X4 levels of the review. Assumption: a fixed split of attention.
    """
    return (1.0 - weight) * from_team_leader + weight * from_system_leader if has_system else from_team_leader


@rule
def credibility_base(cross_sector: float, past_success: float, personality: float) -> float:
    """Credibility a leader arrives with: three routes, each of which is enough.

    Formula: 1 - (1 - cross_sector) (1 - past_success) (1 - personality)
    Symbols: all in [0, 1]: worked in both sectors, tied to past success, personality.
    Source: T1.5. Assumption: the routes substitute for each other (noisy or).
    """
    return 1.0 - (1.0 - cross_sector) * (1.0 - past_success) * (1.0 - personality)


@rule
def credibility_after(credibility: float, base: float, gap: float, loss: float, recovery: float) -> float:
    """Credibility after a week: lost by promising more than is delivered, slowly back to where it started.

    Formula: clamp01(credibility - loss gap credibility + recovery (base - credibility))
    Symbols: credibility, base, gap, result in [0, 1]; loss, recovery per week in [0, 1].
    Source: B3.
    """
    return clamp01(credibility - loss * gap * credibility + recovery * (base - credibility))


@rule
def expectation_after(expectation: float, heard_vision: float, gain: float, fading: float) -> float:
    """What a team expects of joint work: raised by the vision it hears, fading without it.

    Formula: expectation + gain heard_vision (1 - expectation) - fading expectation
    Symbols: expectation, heard_vision, result in [0, 1]; gain, fading per week in [0, 1].
    Source: B3.
    """
    return expectation + gain * heard_vision * (1.0 - expectation) - fading * expectation


@rule
def expectation_gap(expectation: float, delivered: float) -> float:
    """Promised minus delivered, where more was promised.

    Formula: max(0, expectation - delivered)
    Symbols: all in [0, 1]. Source: B3.
    """
    return max(0.0, expectation - delivered)


@rule
def intent_target(
    heard_vision: float,
    delivered: float,
    gap: float,
    respect: float,
    floor: float,
    w_vision: float,
    w_delivered: float,
    w_gap: float,
    w_respect: float,
) -> float:
    """Intent to work together that the present week supports.

    Formula: clamp01(floor + w_vision heard_vision + w_delivered delivered - w_gap gap + w_respect respect)
    Symbols: all in [0, 1] but the weights w_*, in [0, 2]. Source: B3 with T1.1, T1.3. Assumption: linear.
    """
    return clamp01(floor + w_vision * heard_vision + w_delivered * delivered - w_gap * gap + w_respect * respect)


@rule
def felt_respect(heard_recognition: float, power: float, status_slope: float) -> float:
    """Respect felt when effort is recognised; the less powerful feel more of it.

    Formula: clamp01(heard_recognition (1 + status_slope (1 - 2 power)))
    Symbols: all in [0, 1]. Source: T1.3, T1.4. Assumption: linear in power.
    """
    return clamp01(heard_recognition * (1.0 + status_slope * (1.0 - 2.0 * power)))


@rule
def own_identity_after(
    own: float,
    at_stake: float,
    heard_acknowledge: float,
    heard_collective: float,
    erosion: float,
    healing: float,
    comfort: float,
    collective_loss: float,
) -> float:
    """How safe a team's own culture feels: worn down while it is at stake, healed by being acknowledged.

    Formula:
        healed = healing (comfort + (1 - comfort) heard_acknowledge) (1 - own)
        result = clamp01(own + healed - (erosion at_stake + collective_loss heard_collective) own)
    Symbols: own, at_stake, heard_*, comfort, result in [0, 1]; erosion, healing, collective_loss per week in [0, 1].
    Source: T1.7, B18. Assumption: one new identity for all (collective) costs some of the old one.
    """
    healed = healing * (comfort + (1.0 - comfort) * heard_acknowledge) * (1.0 - own)
    return clamp01(own + healed - (erosion * at_stake + collective_loss * heard_collective) * own)


@rule
def shared_identity_after(
    shared: float,
    heard_relational: float,
    heard_collective: float,
    contact: float,
    gain_relational: float,
    gain_collective: float,
    gain_contact: float,
    fading: float,
) -> float:
    """Sense of belonging together: raised by framing and by good contact, fading slowly.

    Formula:
        gain = gain_relational heard_relational + gain_collective heard_collective + gain_contact contact
        result = clamp01(shared + gain (1 - shared) - fading shared)
    Symbols: shared, heard_*, contact, result in [0, 1]; gains and fading per week in [0, 1].
    Source: B18.
    """
    gain = gain_relational * heard_relational + gain_collective * heard_collective + gain_contact * contact
    return clamp01(shared + gain * (1.0 - shared) - fading * shared)


@rule
def referent_after(referent: float, exposure: float, growth: float) -> float:
    """Referent power: a leader who is known and liked became so by being there, over months, and is forgotten over months.

    Formula: referent + growth (exposure - referent)
    Symbols: referent, exposure, result in [0, 1]; growth per week in [0, 1], half-time ln 2 / growth.
    Source: B3, whose ceiling is here the exposure itself, so that it can fall; T4 definition.
    """
    return referent + growth * (exposure - referent)


@rule
def partnership_value_after(
    value: float, intent: float, threat: float, heard_acknowledge: float, rate: float, w_threat: float, w_heard: float
) -> float:
    """How far working in partnership is a core value: what people intend and live becomes what they hold.

    Formula:
        target = clamp01(intent + w_heard heard_acknowledge - w_threat threat)
        result = value + rate (target - value)
    Symbols: all in [0, 1]; rate per week. Source: T1.7 (box 1). Assumption: linear pull, reassurance counts as lived.
    """
    target = clamp01(intent + w_heard * heard_acknowledge - w_threat * threat)
    return value + rate * (target - value)
