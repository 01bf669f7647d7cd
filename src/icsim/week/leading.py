"""Step 2: leaders' time is shared out; what is enacted follows."""

from icsim.rules.leader_time import mean_enactment, pace_of, workload
from icsim.week.entities import Leader, World
from icsim.week.notation import step


@step
def allocate_leader_time(p: Leader, world: World) -> None:
    """What is asked of each leader's week, and the share of the intended that happens; nothing in a vacant post.

    `practice_pace` is that of what leaders do, `pace` that of what acts; they are one where every lever acts.
    """
    n, empty = world.numbers.leader_time, p.vacant > 0.0
    really = workload(p.practice_hours, n.base, n.span, p.span, n.crisis_hours, world.crisis, n.week)
    asked = workload(p.hours, n.base, n.span, p.span, n.crisis_hours, world.crisis, n.week)
    p.load = asked
    p.practice_pace = 0.0 if empty else pace_of(really)
    p.time_share = 0.0 if empty else pace_of(asked)
    p.in_post = 0.0 if empty else 1.0
    p.mean_enactment = mean_enactment(p.given_timed, p.given_untimed, p.practice_pace) * p.in_post
