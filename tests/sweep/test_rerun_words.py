"""A row as words of the command line: they give its very world again, and are not said where they cannot."""

import pytest
from sweeps import DEMAND, SHARE, SMALL, small

from icsim.base.resources import conf_dir
from icsim.commands import entry, names
from icsim.config.compose import compose
from icsim.config.config_paths import flatten
from icsim.config.settings import SETTABLE, Settings
from icsim.sweep.rerun_row import row_settings
from icsim.sweep.study_folder import open_folder
from icsim.sweep.study_record import Study
from icsim.sweep.sweep_study import SweepStudy
from icsim.teach.row_link import teach_arguments

EVENTS = "timeline=[{week: 8, crisis: {size: 0.8}}, {week: 9, set: {leadership.team.working_with_power.share: 0.3}}]"
LEADER = "leader.care.lead.authority=0.3"


def row_of(made: SweepStudy, folder, point: int, replicate: int) -> Settings:
    """The settings of a world as a row of the table has them."""
    open_folder(made, folder)
    values = dict(zip((axis.path for axis in made.points.axes), made.points.rows([point])[0], strict=True))
    luck = {"seed": made.first.seed + replicate, "structure_seed": made.first.structure_seed + replicate}
    return row_settings(Study.from_file(folder, "rerun"), values | luck)


def plain(settings: Settings) -> dict[str, object]:
    """What a world hangs on; paths of an event may be dotted or nested."""
    held = {head: settings.values[head] for head in (*SETTABLE, "place", "weeks")}
    return held | {"timeline": [dict(flatten(item)) for item in settings.timeline]}


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        (DEMAND, SHARE),
        (DEMAND, EVENTS),
        (DEMAND, LEADER),
        ("design.axes.leadership=[balanced,inspiring_intent]", "design.axes.rules.fairness=[any_voice,instrumental]"),
        ("design=ramp", DEMAND, "design.hold_weeks=8", "weeks=48", "measures=[served]"),
    ],
)
def test_the_words_of_a_row_give_its_world(tmp_path, given):
    made = small(*given)
    row = row_of(made, tmp_path / "study", made.points.count - 1, 1)
    said = teach_arguments(row)
    assert said[-1] == "seed=1"
    again = compose("test", said)
    assert plain(again) == plain(row)


@pytest.mark.slow
def test_a_luck_or_a_place_that_words_cannot_say_is_left_unsaid(tmp_path):
    made = small(DEMAND, "seed=7")
    assert teach_arguments(row_of(made, tmp_path / "other", 0, 0)) is None
    both = small(DEMAND, "seed=7", "structure_seed=7")
    assert teach_arguments(row_of(both, tmp_path / "both", 0, 0))[-1] == "seed=6"
    ours = tmp_path / "ours.yaml"
    ours.write_text((conf_dir() / "place" / "pair.yaml").read_text().replace("name: pair", "name: ours"))
    assert teach_arguments(row_of(small(DEMAND, f"place={ours}"), tmp_path / "own", 0, 0)) is None


def test_rerun_names_the_page_where_there_is_one(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "study"
    assert entry.main(["sweep", *SMALL, DEMAND, f"out={folder}"]) == 0
    for commands, there in (({"teach": ""}, True), ({}, False)):
        monkeypatch.setattr(names, "COMMANDS", {"rerun": "", **commands})
        capsys.readouterr()
        assert entry.main(["rerun", str(folder), "5"]) == 0
        said = capsys.readouterr().out
        assert ("icsim teach place=pair context.demand=0.9 weeks=16 seed=1" in said) is there
