"""Theories, scoreboards and mechanisms computed by workers: the same numbers as in this process, to the bit."""

import json
import pickle
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sweeps import DEMAND, small

from icsim.commands import entry
from icsim.config.compose import compose
from icsim.engine.block_pool import ProgressCounter, ThreadExecutor
from icsim.engine.crossed_design import ELSEWHERE, CrossedBlock, MediatorHold, ParameterDraw, run_crossed
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import Query
from icsim.sweep.workers import crossed_workers, dask_cluster
from icsim.sweep.workers.crossed_workers import CrossedWorkers, crossed_on

pytest.importorskip("distributed")
FEW = (
    "budget.draws=8", "budget.replicates=2", "budget.robustness_draws=8", "budget.robustness_replicates=2", "budget.scope_draws=8",
    "settings=prior", "weeks=52",
)  # fmt: skip


@pytest.fixture(scope="module")
def address() -> object:
    made = dask_cluster.local(small(DEMAND, "engine=dask", "engine.workers=2").first.engine)
    yield ("engine=dask", f"engine.address={made.scheduler_address}")
    made.close()


def told(folder: Path) -> dict[str, object]:
    """All JSON of a folder, without what names the command and the folder."""
    found = {}
    for path in sorted(folder.rglob("*.json")):
        if path.name not in ("ro-crate-metadata.json",):
            text = path.read_text(encoding="utf-8")
            found[str(path.relative_to(folder))] = _plain(json.loads(text))
    return found


def _plain(tree: object) -> object:
    if isinstance(tree, dict):
        own = ("command", "made_from", "engine", "out", "overrides", "sealed")  # a seal is of all that it closes, the command too
        return {key: _plain(value) for key, value in tree.items() if key not in own}
    return [_plain(one) for one in tree] if isinstance(tree, list) else tree


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [("test", "box4"), ("mechanisms",), ("scoreboard", "box4", "rivals=[hero]")], ids=lambda words: words[0]
)
def test_workers_make_the_numbers_of_one_machine(words: tuple[str, ...], tmp_path: Path, address: tuple[str, ...]) -> None:
    smaller = ("place=pair", "budget.draws=8", "budget.replicates=2", "budget.robustness_draws=2", "weeks=26")
    few = smaller if words[0] == "mechanisms" else FEW
    assert entry.main([*words, *few, f"out={tmp_path / 'here'}"]) == 0
    assert entry.main([*words, *few, f"out={tmp_path / 'away'}", *address]) == 0
    here, away = told(tmp_path / "here"), told(tmp_path / "away")
    assert here
    assert here == away
    tables = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*.parquet"))
    for path in tables:
        here_, away_ = (pq.read_table(tmp_path / where / path).replace_schema_metadata(None) for where in ("here", "away"))
        assert here_.equals(away_) or here_.to_pandas().equals(away_.to_pandas())  # the second where numbers are missing


def test_a_block_is_the_same_wherever_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed and unpacked as for a worker, without one: held states and drawn numbers come along."""
    arms = [compose("run", ["place=pair", "weeks=12", f"context.demand={demand}"]) for demand in (0.2, 0.8)]
    draws = [ParameterDraw({"trust.gain": gain}, {"urgency": 0.3}) for gain in (0.05, 0.1, 0.15)]
    lucks, wanted = replicate_seeds(arms[0], 5), [(Query("trust"), 12), (Query("morale"), 6)]
    hold = MediatorHold((Query("morale"),), ((0, 1),))
    here = run_crossed(arms, draws, lucks, wanted, hold)
    monkeypatch.setattr(crossed_workers, "address", lambda: "here")
    sent = []

    crew = CrossedWorkers(small(DEMAND, "engine=dask").first.engine, Path("nowhere"), print)

    class Packed(ThreadExecutor[CrossedBlock]):
        def submit(self, block: CrossedBlock, march: ProgressCounter) -> "Future[np.ndarray]":
            call, worth = crew.task(block)
            sent.append(worth)
            done: Future[np.ndarray] = Future()
            done.set_result(pickle.loads(pickle.dumps(call)))
            return done

    token = ELSEWHERE.set(Packed(2, lambda block: block.compute))
    try:
        away = run_crossed(arms, draws, lucks, wanted, hold)
    finally:
        ELSEWHERE.reset(token)
    np.testing.assert_array_equal(here, away)
    assert sum(sent) == 12 * 2 * 3 * 5
    with crossed_on(arms[0].engine, Path("nowhere"), print):
        assert ELSEWHERE.get() is None  # threads: nothing is set, and nothing is started
