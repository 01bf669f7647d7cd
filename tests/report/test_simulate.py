import numpy as np
import pytest
from small_runs import settings, simulated

from icsim.catalogue import catalogue
from icsim.catalogue.load import LEVERS
from icsim.engine.ensemble import all_measures, replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.engine.simulate import median_replicate, power_ranks, reported_weeks, simulate, trajectory_weeks


@pytest.mark.parametrize(
    ("last", "weeks"),
    [(260, (26, 52, 156, 260)), (10, (10,)), (26, (26,)), (100, (26, 52, 100)), (300, (26, 52, 156, 260, 300))],
)
def test_weeks_beyond_the_end_are_dropped_and_the_last_is_reported(last, weeks):
    assert reported_weeks(last) == weeks
    assert set(weeks) <= set(trajectory_weeks(last))
    assert trajectory_weeks(last)[0] == 0
    assert max(trajectory_weeks(last)) == last


def test_every_measure_of_the_catalogue_is_there_with_the_values_of_the_ensemble():
    simulation = simulated()
    assert set(simulation.names) >= set(catalogue().measures) - {"enacted"}
    direct = run_ensemble([settings()], replicate_seeds(settings()), all_measures(), simulation.reported)
    for query in all_measures():
        for week in simulation.reported:
            np.testing.assert_array_equal(simulation.at(query.measure, week), direct.of(query, week)[0])


def test_trust_by_power_is_what_a_query_reads():
    simulation = simulated("place=neighbourhood")
    assert power_ranks(simulation.settings.world) == ("bottom", "middle", "top")
    query = Query("trust", {"to": {"power_rank": "top"}})
    direct = run_ensemble([simulation.settings], simulation.replicates, [query], [30])
    np.testing.assert_array_equal(simulation.at("trust[to.power_rank=top]", 30), direct.of(query, 30)[0])
    assert power_ranks(simulated().settings.world) == ("bottom", "top")


def test_every_lever_is_read_as_enacted_for_each_tier_there_is():
    assert [query.measure for query in simulated().enacted.queries] == [f"enacted.{name}" for name in LEVERS]
    both = simulated("place=central_governance", "weeks=4", "replicates=2").enacted
    assert {query.of["tier"] for query in both.queries} == {"team", "system"}
    assert len(both.queries) == 2 * len(LEVERS)


def test_the_portrait_is_of_the_middle_world_and_agrees_with_it():
    simulation = simulated("weeks=1")  # the mean over one week is that week
    final = simulation.at("trust", 1)
    world = simulation.replicates.index(simulation.portrait.replicate)
    assert world == median_replicate(final)
    assert simulation.portrait.mutual.mean() == pytest.approx(final[world], abs=1e-15)
    assert simulation.portrait.say.sum() == pytest.approx(1.0)
    seen = simulation.portrait
    assert seen.given[seen.ties[0, 0]] == seen.received[seen.ties[0, 1]] == seen.trust[0, 0]


def test_nearest_to_median_takes_the_first_where_nothing_is_known():
    assert median_replicate(np.array([np.nan, np.nan])) == 0
    assert median_replicate(np.array([0.1, np.nan, 0.4, 0.5])) == 2


def test_the_same_settings_give_the_same_simulation_however_it_is_cut():
    again = simulate(settings("engine.block_size=2", "engine.threads=1"))
    np.testing.assert_array_equal(again.series.array, simulated().series.array)
    np.testing.assert_array_equal(again.enacted.array, simulated().enacted.array)
    assert again.portrait.replicate == simulated().portrait.replicate


def test_stages_say_what_comes_and_how_far_it_is():
    said, told = [], []

    def stages(what):
        said.append(what)
        return lambda done, whole: told.append((done, whole))

    simulate(settings("weeks=2", "replicates=3"), stages)
    assert said == ["worlds", "what leaders enact"]
    assert told[-1] == (3, 3)
