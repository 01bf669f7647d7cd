"""Settings as keywords become the words that the command line would have."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import icsim
from icsim.base.errors import UserError
from icsim.config.compose import compose, compose_dict
from icsim.interface.showing import figure_named, need_xarray
from icsim.interface.sweeps import axis_words
from icsim.interface.words import override_words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"keywords": {"context__demand": 0.7, "weeks": 26}}, ["context.demand=0.7", "weeks=26"]),
        ({"keywords": {}, "settings": {"context": {"demand": 0.7}}}, ["context.demand=0.7"]),
        ({"keywords": {"context.demand": np.float64(0.7)}, "settings": {"context.demand": 0.1}}, ["context.demand=0.7"]),
        ({"keywords": {"weeks": 26}, "overrides": ["weeks=30"]}, ["weeks=30"]),
        ({"keywords": {"weeks": 26}, "overrides": "weeks=30"}, ["weeks=30"]),
        ({"keywords": {}, "settings": "prior"}, ["settings=prior"]),
        ({"keywords": {"place": Path("my places/it's, one.yaml")}}, ["place='my places/it\\'s, one.yaml'"]),
        ({"keywords": {"report_weeks": range(4, 13, 4), "time_series": True}}, ["report_weeks=[4,8,12]", "time_series=true"]),
        ({"keywords": {"measures": ("trust", "morale")}}, ["measures=[trust,morale]"]),
        ({"keywords": {"arms": {"a": {"context.demand": 0.2}}}}, ["arms.a.context.demand=0.2"]),
    ],
)
def test_keywords_are_words(asked: dict[str, Any], words: list[str]) -> None:
    assert override_words(**asked) == words


def test_words_mean_what_was_given() -> None:
    timeline = [{"week": 8, "crisis": {"size": 0.6}}, {"week": 12, "set": {"context.demand": 0.9}}]
    said = override_words({"place": "pair", "timeline": timeline, "leader": {"care/lead": {"inspiring_intent.vision": 1.0}}})
    found = compose("run", said)
    assert [item["week"] for item in found.timeline] == [8, 12]
    assert found.timeline[1]["set"] == {"context": {"demand": 0.9}}
    assert found.leaders["care/lead"].levers == {"vision": 1.0}


@pytest.mark.slow
def test_axes_are_lists_ranges_or_the_whole_range() -> None:
    words = axis_words({"context__demand": np.linspace(0, 1, 3), "context.urgency": {"low": 0.2, "high": 0.4}, "rules.trust": None})
    assert words[0] == "design.axes.context.demand=[0.0,0.5,1.0]"
    axes: Any = compose_dict("sweep", words)["design"]
    assert axes["axes"]["context"] == {"demand": [0.0, 0.5, 1.0], "urgency": {"low": 0.2, "high": 0.4}}
    assert axes["axes"]["rules"]["trust"] is None


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: icsim.run("pair", context__demnd=0.7), r"^context\.demnd: unknown key .*did you mean context\.demand\?"),
        (lambda: icsim.run("pear"), "pear.*pair"),
        (lambda: icsim.run_sweep(place="pair", axes={"context.demnd": [0, 1]}), r"^design\.axes\.context\.demnd: unknown"),
        (lambda: icsim.run_sweep("tippping"), "tippping.*did you mean|tippping.*allowed"),
        (lambda: icsim.open_sweep("nothing"), "^nothing: no study.json there"),
        (lambda: icsim.run("pair", settings=5), "^settings: 5 is no settings; give a mapping"),  # type: ignore[arg-type]
        (lambda: icsim.run("pair", overrides=5), "^overrides: 5 is no list of words"),  # type: ignore[arg-type]
        (lambda: icsim.run_sweep(place="pair", axes="context.demand"), "^axes: 'context.demand' is no mapping"),  # type: ignore[arg-type]
        (lambda: icsim.analyse(5), "^analyse: 5 is no sweep; give what run_sweep"),  # type: ignore[arg-type]
        (lambda: icsim.analyse("folder", mesures="trust"), "^analyse: mesures is no keyword.*did you mean measures"),
        (lambda: icsim.run_theories(), "^run_theories: no theory"),
        (lambda: icsim.run_theories("box44"), "box44"),
        (lambda: icsim.run_calibration("fields"), "fields"),
        (lambda: figure_named({"forest": lambda: None}, "forst"), r"^plot: forst is no figure.*did you mean forest\?"),  # type: ignore[dict-item, return-value]
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    ask: Any, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=said) as refused:
        ask()
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_without_xarray_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(UserError, match=r"^to_xarray: needs xarray.*pip install xarray"):
        need_xarray()


def test_two_numbers_in_round_brackets_may_be_a_range_and_are_refused() -> None:
    with pytest.raises(UserError, match=r"may be a range or two values; give {'low': 0.1, 'high': 0.9} or \[0.1, 0.9\]"):
        axis_words({"context__demand": (0.1, 0.9)})
    assert axis_words({"context__demand": (0.1, 0.5, 0.9)}) == ["design.axes.context.demand=[0.1,0.5,0.9]"]


def test_a_table_is_no_setting_but_its_file_is() -> None:
    import pandas as pd

    with pytest.raises(UserError, match=r"design\.path: a DataFrame is no setting; .* give the path of its file"):
        override_words({"design__path": pd.DataFrame({"context.demand": [0.1]})})
