"""Step 2: leaders' time is shared out; what is enacted follows."""

from icsim.engine.array_types import EntityGrid, IndexArray, NamedGrid
from icsim.engine.index import P
from icsim.rules.leader_time import mean_enactment as giving_of
from icsim.rules.leader_time import pace_of
from icsim.rules.leader_time import workload as load_of


def share_out_time(
    post_span: IndexArray, practice_hours: EntityGrid, hours: EntityGrid, given_timed: EntityGrid, given_untimed: EntityGrid, crisis: EntityGrid, vacant:
    EntityGrid, par: NamedGrid, load: EntityGrid, practice_pace: EntityGrid, pace: EntityGrid, manner: EntityGrid, giving: EntityGrid,
) -> None:
    """What is asked of each leader's week, and the share of the intended that happens; nothing in a vacant post.

    `practice_pace` is that of what leaders do, `pace` that of what acts; they are one where every lever acts.
    """
    for p in range(post_span.size):
        span = float(post_span[p])
        for k in range(par.shape[1]):
            base, per_team, week = par[P.leader_time.base, k], par[P.leader_time.span, k], par[P.leader_time.week, k]
            crisis_hours, empty = par[P.leader_time.crisis_hours, k], vacant[p, k] > 0.0
            really = load_of(practice_hours[p, k], base, per_team, span, crisis_hours, crisis[0, k], week)
            asked = load_of(hours[p, k], base, per_team, span, crisis_hours, crisis[0, k], week)
            load[p, k] = asked
            practice_pace[p, k] = 0.0 if empty else pace_of(really)
            pace[p, k] = 0.0 if empty else pace_of(asked)
            manner[p, k] = 0.0 if empty else 1.0
            giving[p, k] = giving_of(given_timed[p, k], given_untimed[p, k], practice_pace[p, k]) * manner[p, k]
