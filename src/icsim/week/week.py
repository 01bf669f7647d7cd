"""The week: the steps in their order, which is part of the model.

Steps are in the notation but for a few kernels written by hand. `appoint_successors` and `derive_practice` draw by the number
of the holder, which differs by lane, and go through all levers by their position; so does `apply_rival_filter`, in those lanes
only in which somebody is new. `copy_held_states` copies any field by its position. What begins a world is run once, by rows and
tables that no step of the week sees: luck of the structure, the traits of first holders, who could meet.
"""

from collections.abc import Callable

from icsim.week import (
    changing,
    conferring,
    deciding,
    hearing,
    initialisation,
    innovating,
    leading,
    learning,
    leaving,
    mediator_hold,
    meeting,
    receiving,
    serving,
    succeeding,
    voicing,
)

AnyStep = Callable[..., None]  # in the notation, or a kernel by hand

PARTS: dict[str, tuple[AnyStep, ...]] = {
    # Before the first part, the timeline's events of this week happen: icsim.engine.timeline puts them into the block.
    "The crisis passes": (changing.decay_crisis,),
    "Leaders' time": (leading.allocate_leader_time,),
    "Change, reporting, cuts, conditions": (
        changing.update_backlog,
        changing.update_cuts_and_reporting,
        changing.build_conditions,
    ),
    "Teams hear their leaders, and each other": (
        hearing.compare_standing,
        hearing.notice_advocacy,
        hearing.update_referent_power,
        hearing.update_trust_in_leader,
        hearing.update_reach,
        hearing.update_expectation,
        hearing.update_resistance,
        hearing.hear_partners,
        hearing.update_intent,
        hearing.update_clarity,
        hearing.update_identity,
        hearing.update_territoriality,
        hearing.update_safety,
        voicing.find_voice,
        hearing.exchange_opinions,
    ),
    "Decisions": (
        deciding.update_influence,
        deciding.call_decisions,
        deciding.propose,
        deciding.pool_proposals,
        deciding.decide,
        receiving.update_fairness,
        receiving.update_acceptance,
        receiving.update_morale_after_decision,
    ),
    "Something new": (
        innovating.update_risk_aversion,
        innovating.update_short_termism,
        innovating.try_ideas,
    ),
    "Voice": (
        voicing.speak_up,
        voicing.update_belief_error,
        voicing.hear_response,
    ),
    "Joint work": (
        meeting.team_cooperation_terms,
        meeting.leader_support_for_ties,
        meeting.play_joint_cases,
        meeting.update_tie_trust,
        meeting.update_tie_contact,
        meeting.tally_team_contacts,
    ),
    "Learning, and how the week felt": (
        learning.update_skill,
        learning.update_staff_strain,
        learning.update_morale,
        learning.update_partnership_value,
    ),
    "Leaders among leaders": (
        conferring.meet_leaders,
        conferring.update_sectional_interest,
        conferring.update_perceived_interest,
        conferring.lower_trust_ceiling,
        conferring.open_bridges,
    ),
    "Attendance, exits, successors": (
        leaving.update_attendance,
        leaving.update_role_conflict,
        leaving.update_leader_strain,
        leaving.resign,
        leaving.apply_leader_loss,
        succeeding.appoint_successors,
        succeeding.apply_rival_filter,
        leaving.reset_trust_in_successor,
        leaving.reset_leader_trust,
    ),
    "Service": (
        serving.arrivals_and_capacity,
        serving.hand_over,
        serving.serve,
        serving.update_user_experience,
        serving.clear_week_inputs,
    ),
    # After the last part, measures are read: icsim.engine.measures.
}
"""The parts of the week and their steps, in order, as the ODD page numbers them: from 1 on."""

STEPS: tuple[AnyStep, ...] = tuple(step for steps in PARTS.values() for step in steps)

DERIVE: tuple[AnyStep, ...] = (
    initialisation.derive_power,
    initialisation.derive_distance,
    initialisation.derive_groups,
    initialisation.derive_people,
    initialisation.derive_chemistry,
    initialisation.derive_practice,
    succeeding.apply_rival_filter,
)
"""What follows from settings: before the first week, and again when a dated event sets something."""

BEGIN: tuple[AnyStep, ...] = (
    *DERIVE,
    initialisation.begin_posts,
    initialisation.begin_relations,
    initialisation.begin_minds,
    initialisation.begin_teams,
    initialisation.begin_ties,
    initialisation.begin_others,
)
"""What comes before the first week."""

HELD: tuple[AnyStep, ...] = (mediator_hold.copy_held_states,)
"""What runs after every step."""
