"""The week: the steps in their order, which is part of the model.

Steps are in the notation but for a few kernels written by hand. `follow` and `derive_practice` draw by the number of the
holder, which differs by lane, and go through all levers by their position; so does `let_act`, in those lanes only in which
somebody is new. `hold` copies any field by its position. What begins a world is run once, by rows and tables that no step
of the week sees: luck of the structure, the traits of first holders, who could meet.
"""

from collections.abc import Callable

from icsim.week import (
    changing,
    conferring,
    deciding,
    hearing,
    holding,
    innovating,
    leading,
    learning,
    leaving,
    meeting,
    receiving,
    serving,
    starting,
    succeeding,
    voicing,
)

AnyStep = Callable[..., None]  # in the notation, or a kernel by hand

PARTS: dict[str, tuple[AnyStep, ...]] = {
    # Before the first part, the timeline's events of this week happen: icsim.engine.timeline puts them into the block.
    "The crisis passes": (changing.pass_crisis,),
    "Leaders' time": (leading.share_out_time,),
    "Change, reporting, cuts, conditions": (
        changing.bring_change,
        changing.cut_and_report,
        changing.build_conditions,
    ),
    "Teams hear their leaders, and each other": (
        hearing.be_seen,
        hearing.judge_leaders,
        hearing.reach_teams,
        hearing.hear_promises,
        hearing.form_intent,
        hearing.hear_reasons,
        hearing.hear_who_we_are,
        hearing.guard_and_value,
        hearing.feel_safe_and_willing,
        hearing.hear_each_other,
    ),
    "Decisions": (
        deciding.share_the_say,
        deciding.call_decisions,
        deciding.propose,
        deciding.pool_proposals,
        deciding.decide,
        receiving.take_decisions,
        receiving.carry_decisions,
        receiving.respond_to_decisions,
    ),
    "Something new": (
        innovating.weigh_risk,
        innovating.look_ahead,
        innovating.try_ideas,
    ),
    "Voice": (
        voicing.speak_up,
        voicing.learn_of_the_ground,
    ),
    "Joint work": (
        meeting.weigh_joint_work,
        meeting.be_brought_together,
        meeting.meet_and_work,
        meeting.draw_conclusions,
        meeting.know_each_other,
        meeting.tally,
    ),
    "Learning, and how the week felt": (
        learning.learn,
        learning.strain_staff,
        learning.feel,
        learning.hold_dear,
    ),
    "Leaders among leaders": (
        conferring.meet_leaders,
        conferring.serve_interests,
        conferring.show_interests,
        conferring.remember_deception,
        conferring.open_bridges,
    ),
    "Attendance, exits, successors": (
        leaving.attend,
        leaving.bear,
        leaving.feel_strain,
        leaving.resign,
        leaving.miss_leader,
        succeeding.follow,
        succeeding.let_act,
        leaving.meet_successor,
        leaving.meet_new_colleague,
    ),
    "Service": (
        serving.take_in,
        serving.hand_over,
        serving.serve,
        serving.meet_users,
        serving.close_week,
    ),
    # After the last part, measures are read: icsim.engine.measures.
}
"""The parts of the week and their steps, in order, as the ODD page numbers them: from 1 on."""

STEPS: tuple[AnyStep, ...] = tuple(step for steps in PARTS.values() for step in steps)

DERIVE: tuple[AnyStep, ...] = (
    starting.derive_power,
    starting.derive_distance,
    starting.derive_groups,
    starting.derive_practice,
    succeeding.let_act,
)
"""What follows from settings: before the first week, and again when a dated event sets something."""

BEGIN: tuple[AnyStep, ...] = (
    *DERIVE,
    starting.begin_posts,
    starting.begin_relations,
    starting.begin_minds,
    starting.begin_teams,
    starting.begin_ties,
    starting.begin_others,
)
"""What comes before the first week."""

HELD: tuple[AnyStep, ...] = (holding.hold,)
"""What runs after every step."""
