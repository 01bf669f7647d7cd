"""What `import icsim` offers: the names at the top, each loaded only when it is asked for."""

import subprocess
import sys

import icsim


def test_the_names_at_the_top_are_those_of_their_rooms() -> None:
    from icsim.config.compose import compose
    from icsim.engine.ensemble import replicate_seeds, run_ensemble
    from icsim.engine.measures import Query
    from icsim.model import CareSystem

    assert (icsim.compose, icsim.run_ensemble, icsim.replicate_seeds) == (compose, run_ensemble, replicate_seeds)
    assert (icsim.Query, icsim.CareSystem) == (Query, CareSystem)
    assert set(icsim.__all__) <= set(dir(icsim))


def test_every_name_at_the_top_is_there_and_no_room_stands_in_its_way() -> None:
    import icsim.calibrate.plan
    import icsim.interface.sweeps
    import icsim.sweep.designs

    for name in icsim.__all__:
        assert getattr(icsim, name).__class__.__name__ != "module", name


def test_nothing_slow_is_loaded_before_it_is_asked_for() -> None:
    said = "import sys, icsim; print(sorted({'numba', 'mesa', 'hydra'} & sys.modules.keys()))"
    made = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
