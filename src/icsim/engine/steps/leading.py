"""Step 2: leaders' time is shared out; what is enacted follows."""

from icsim.engine.index import P
from icsim.engine.rows import Grid, Index, Table
from icsim.rules.leader_time import load as load_of
from icsim.rules.leader_time import pace_of


def share_out_time(
    post_span: Index, hours: Grid, crisis: Grid, vacant: Grid, par: Table, load: Grid, pace: Grid, manner: Grid,
) -> None:
    """What is asked of each leader's week, and the share of the intended that happens; nothing in a vacant post."""
    for p in range(post_span.size):
        span = float(post_span[p])
        for k in range(par.shape[1]):
            asked = load_of(
                hours[p, k], par[P.leader_time.base, k], par[P.leader_time.span, k], span,
                par[P.leader_time.crisis_hours, k], crisis[0, k], par[P.leader_time.week, k],
            )  # fmt: skip
            empty = vacant[p, k] > 0.0
            load[p, k] = asked
            pace[p, k] = 0.0 if empty else pace_of(asked)
            manner[p, k] = 0.0 if empty else 1.0
