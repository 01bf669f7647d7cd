"""The week: the steps in their order, which is part of the model."""

from functools import cache

from icsim.engine.block_fields import EXPRESSIONS
from icsim.engine.compile import CompiledWeek, compile_week
from icsim.engine.steps import (
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
    voicing,
)

STEPS = (
    # 1. The timeline's events of this week happen: engine.timeline puts them into the block before the week runs.
    changing.pass_crisis,
    # 2. Leaders' time is shared out; what is enacted follows.
    leading.share_out_time,
    # 3. Change arrives and is absorbed or piles up; reporting eats hours; cuts lower capacity and raise fear.
    changing.bring_change,
    changing.cut_and_report,
    changing.build_conditions,
    # 4. Teams hear their leaders through trust in them.
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
    # 5. Decisions.
    deciding.share_the_say,
    deciding.call_decisions,
    deciding.propose,
    deciding.pool_proposals,
    deciding.decide,
    receiving.take_decisions,
    receiving.carry_decisions,
    receiving.respond_to_decisions,
    # 6. Proposals for something new go up.
    innovating.weigh_risk,
    innovating.look_ahead,
    innovating.try_ideas,
    # 7. Voice.
    voicing.speak_up,
    voicing.learn_of_the_ground,
    # 8. Cases arrive at ties.
    meeting.weigh_joint_work,
    meeting.be_brought_together,
    meeting.meet_and_work,
    meeting.draw_conclusions,
    meeting.know_each_other,
    meeting.tally,
    # 9. Learning, and how the week felt.
    learning.learn,
    learning.strain_staff,
    learning.feel,
    learning.hold_dear,
    # 10. Leaders meet leaders.
    conferring.meet_leaders,
    conferring.serve_interests,
    conferring.show_interests,
    conferring.remember_deception,
    conferring.open_bridges,
    # 11. Attendance moves; leaders resign; successors arrive.
    leaving.attend,
    leaving.bear,
    leaving.feel_strain,
    leaving.resign,
    leaving.miss_leader,
    leaving.follow,
    starting.let_act,
    leaving.meet_successor,
    leaving.meet_new_colleague,
    # 12. Service users experience joined or broken care; queues move.
    serving.take_in,
    serving.hand_over,
    serving.serve,
    serving.meet_users,
    # 13. Measures are recorded by engine.measures, after the week.
    serving.close_week,
)


DERIVE = (starting.derive_power, starting.derive_distance, starting.derive_groups, starting.derive_practice,
          starting.let_act)

BEGIN = (
    *DERIVE,
    starting.begin_posts,
    starting.begin_relations,
    starting.begin_minds,
    starting.begin_teams,
    starting.begin_ties,
    starting.begin_others,
)


@cache
def week_kernel() -> CompiledWeek:
    """The week as one compiled function `weeks(packed, first, last)`; compiled when first called, then kept."""
    return compile_week("week", STEPS, EXPRESSIONS, held=(holding.hold,))


@cache
def initialisation_kernel() -> CompiledWeek:
    """The steps before the first week."""
    return compile_week("begin", BEGIN, EXPRESSIONS)


@cache
def refresh_kernel() -> CompiledWeek:
    """What follows from settings, once more after they have changed."""
    return compile_week("derive", DERIVE, EXPRESSIONS)
