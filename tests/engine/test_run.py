"""An ensemble says how far it is and stops when told to."""

from collections.abc import Sequence

import pytest

from icsim.config.compose import compose
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query

PAIR = compose("run", ["place=pair", "engine.block_size=8", "engine.threads=1"])
TRUST = (Query("trust"),)


def test_progress_grows_and_ends_with_every_world() -> None:
    said: list[tuple[int, int]] = []
    run_ensemble([PAIR], replicate_seeds(PAIR, 40), TRUST, (260,), lambda done, total: said.append((done, total)))
    assert said[-1] == (40, 40)
    assert said == sorted(said)


def test_a_stop_halts_blocks_that_are_under_way() -> None:
    long = compose("run", ["place=pair", "weeks=2600", "engine.block_size=8", "engine.threads=1"])
    weeks: list[int] = []

    def stop(done: int, total: int) -> None:
        weeks.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ensemble([long], replicate_seeds(long, 4000), TRUST, (2600,), stop)
    assert weeks[-1] < 4000


@pytest.mark.parametrize("weeks", [(0,), (0, 5), (3,), (13, 26)])
def test_any_weeks_can_be_read(weeks: Sequence[int]) -> None:
    found = run_ensemble([PAIR], replicate_seeds(PAIR, 2), TRUST, weeks)
    whole = run_ensemble([PAIR], replicate_seeds(PAIR, 2), TRUST, (*weeks, 40))
    assert (found.array[:, :, : len(weeks)] == whole.array[:, :, : len(weeks)]).all()
