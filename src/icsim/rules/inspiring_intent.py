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
def done_by_both(by_team_leader: float, by_system_leader: float, weight: float, has_system: bool) -> float:
    """What a team's two leaders do together; without a system leader, the team leader's part alone.

    Formula: (1 - weight) by_team_leader + weight by_system_leader if has_system, else by_team_leader
    Symbols: all in [0, 1]; weight is the share that the system leader has.
    Source: X4 levels of the review. Assumption: fixed shares.
    """
    return (1.0 - weight) * by_team_leader + weight * by_system_leader if has_system else by_team_leader


@rule
def message_heard(
    variant: int,
    near_reach: float,
    near_says: float,
    far_reach: float,
    far_says: float,
    passed: float,
    weight: float,
    has_far: bool,
) -> float:
    """What a team takes in of what its leaders say: from whoever brings most of it, and the near one passes the far one's on.

    Formula:
        told = near_says + passed max(0, far_says - near_says)
        cascade = max(near_reach told, far_reach far_says)
        attention = (1 - weight) near_reach near_says + weight far_reach far_says
        result = 0 if variant = 0, else near_reach near_says if not has_far, else cascade if variant = 1, else attention
    Symbols: variant 0 off, 1 cascade, 2 attention; reach and what is said in [0, 1]; passed, share of what goes beyond
    the near leader's own words that is passed on; weight, share of attention that the far leader gets.
    Source: box 1 (the chief is heard, team leaders carry it); Larkin & Larkin 1994 (staff hear of change from their own
    supervisor); Yang, Zhang & Tsui 2010 (what comes from the top both cascades and bypasses). Assumption: to hear the same
    twice adds nothing, so neither leader takes attention from the other.
    """
    told = near_says + passed * max(0.0, far_says - near_says)
    if variant == 0:
        return 0.0
    if not has_far:
        return near_reach * near_says
    if variant == 1:
        return max(near_reach * told, far_reach * far_says)
    return (1.0 - weight) * near_reach * near_says + weight * far_reach * far_says


@rule
def credibility_base(cross_sector: float, past_success: float, personality: float) -> float:
    """Credibility a leader arrives with: three routes, each of which is enough.

    Formula: 1 - (1 - cross_sector) (1 - past_success) (1 - personality)
    Symbols: all in [0, 1]: worked in both sectors, tied to past success, personality.
    Source: T1.5. Assumption: the routes substitute for each other (noisy or).
    """
    return 1.0 - (1.0 - cross_sector) * (1.0 - past_success) * (1.0 - personality)


@rule
def credibility_after(
    credibility: float, base: float, delivered: float, gap: float, loss: float, recovery: float
) -> float:
    """Credibility after a week: lost by promising more than is delivered, earned by what is delivered.

    Formula:
        earned = base + (1 - base) delivered
        result = clamp01(credibility - loss gap credibility + recovery (earned - credibility))
    Symbols: credibility, base, delivered, gap, result in [0, 1]; loss, recovery per week in [0, 1].
    Source: B3 (credibility grows where what was expected is delivered); T1.5. Assumption: success in the post adds to what a
    leader arrived with as one more route, of which each is enough (noisy or).
    """
    earned = base + (1.0 - base) * delivered
    return clamp01(credibility - loss * gap * credibility + recovery * (earned - credibility))


@rule
def promise_ceiling(delivered: float, belief_error: float, spread: float) -> float:
    """The most that a vision makes a team expect: what is delivered, and the leader's error about that.

    Formula: clamp01(delivered + spread belief_error / 2)
    Symbols: delivered, belief_error, result in [0, 1]; spread in [0, 1], error of a leader who knows nothing of the ground.
    Source: B3 (Emax), T1.13 (who knows the ground promises what can be kept). Assumption: leaders promise what they believe,
    and err about it as in their plans, whose error lies evenly within spread belief_error on either side: half of that is
    its mean size, and what errs upward is promised.
    """
    return clamp01(delivered + spread * belief_error / 2.0)


@rule
def expectation_after(
    expectation: float, heard_vision: float, heard_promise: float, resting: float, gain: float, fading: float
) -> float:
    """What a team expects of joint work: moved to what is promised in the vision it hears, else to what it sees.

    Formula: clamp01(expectation + gain (heard_promise - heard_vision expectation) + fading (resting - expectation))
    Symbols: expectation, heard_vision, heard_promise (the vision heard times its ceiling), resting, result in [0, 1]; gain,
    fading per week in [0, 1].
    Source: B3. Assumption: without promises people come to expect what they get (adaptive expectations).
    """
    return clamp01(expectation + gain * (heard_promise - heard_vision * expectation) + fading * (resting - expectation))


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
    resistance: float,
    floor: float,
    w_vision: float,
    w_delivered: float,
    w_gap: float,
    w_respect: float,
) -> float:
    """Intent to work together that the present week supports; who resists being threatened withdraws a part of it.

    Formula:
        willing = clamp01(floor + w_vision heard_vision + w_delivered delivered - w_gap gap + w_respect respect)
        result = (1 - resistance) willing
    Symbols: all in [0, 1] but the weights w_*, in [0, 2]. Source: B3 with T1.1, T1.3; T4.8. Assumption: linear.
    """
    willing = clamp01(floor + w_vision * heard_vision + w_delivered * delivered - w_gap * gap + w_respect * respect)
    return (1.0 - resistance) * willing


@rule
def felt_respect(heard_recognition: float, below: float, withheld: float) -> float:
    """Respect felt when effort is recognised; it is withheld from those who stand below where nobody recognises them.

    Formula: clamp01(heard_recognition - withheld below (1 - heard_recognition))
    Symbols: all in [0, 1]; below: how far a team stands below its partners. Source: T1.3, T1.4. Assumption: linear; recognition
    makes up for standing, and never lifts those below over those who are level.
    """
    return clamp01(heard_recognition - withheld * below * (1.0 - heard_recognition))


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
    """How safe a team's own culture feels: worn down by what is at stake of it, healed by being acknowledged.

    Formula:
        healed = healing (comfort + (1 - comfort) heard_acknowledge) (1 - own)
        feared = at_stake (1 - heard_acknowledge)
        result = clamp01(own + healed - (erosion feared + collective_loss heard_collective) own)
    Symbols: own, at_stake, heard_*, comfort, result in [0, 1]; erosion, healing, collective_loss per week in [0, 1].
    Source: T1.7, box 1 (worries are named, and the best of both cultures is promised to stay), B18; van Knippenberg et al. 2002,
    Ullrich, Wieseke & van Dick 2005 (a merger threatens as far as it breaks continuity). Assumption: less is feared for
    as far as the promise is believed; one new identity for all (collective) costs some of the old one.
    """
    healed = healing * (comfort + (1.0 - comfort) * heard_acknowledge) * (1.0 - own)
    feared = at_stake * (1.0 - heard_acknowledge)
    return clamp01(own + healed - (erosion * feared + collective_loss * heard_collective) * own)


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
    value: float, own: float, shared: float, intent: float, joined: float, delivered: float, rate: float, w_identity: float
) -> float:
    """How far working in partnership is a core value: it grows from how integration is lived, and from nothing that is said.

    Formula:
        lived = (intent + joined + delivered) / 3
        target = w_identity (own + shared) / 2 + (1 - w_identity) lived
        result = value + rate (target - value)
    Symbols: all in [0, 1]: own identity that is safe, shared identity, intent, care that joins up, what is delivered; rate
    per week; w_identity, weight of the two identities. Source: T1.7, box 1 (a good early experience of integration carries
    partnership). Assumption: equal parts within the two groups.
    """
    lived = (intent + joined + delivered) / 3.0
    target = w_identity * (own + shared) / 2.0 + (1.0 - w_identity) * lived
    return value + rate * (target - value)
