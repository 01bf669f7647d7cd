"""One world in Mesa's viewer: sliders from the catalogue, a picture of every place's kind, and a page that Solara can render."""

import pytest

from icsim.base.errors import UserError
from icsim.catalogue import catalogue

pytest.importorskip("solara", reason="Mesa's viewer is left out: it needs solara")

from icsim.model import CareSystem
from icsim.model.viz import SLIDERS, app, colour_of, draw_network, slider


@pytest.mark.parametrize("path", [*SLIDERS, "leadership.system.inspiring_intent.vision"])
def test_a_slider_has_the_catalogues_range(path: str) -> None:
    made = slider(path)
    assert made["min"] <= made["value"] <= made["max"]
    assert made["label"] not in ("", "overall level")


def test_every_default_slider_is_a_setting_of_the_model() -> None:
    model = CareSystem("pair", measures=["trust"], weeks=2, **{path: slider(path)["max"] for path in SLIDERS})
    assert model.settings.values["context"]["power_imbalance"] == slider("context.power_imbalance")["max"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sliders": ["context.demnd"]}, "sliders: context.demnd has no slider; allowed: .*did you mean context.demand"),
        ({"sliders": ["leadership.team.working_with_power.level.x"]}, "has no slider"),
        ({"measures": ["trst"]}, "measures: trst is unknown; allowed: .*did you mean trust"),
        ({"place": "pear"}, "place"),
    ],
)
def test_mistakes_name_what_is_allowed(given: dict, said: str) -> None:
    with pytest.raises(UserError, match=said):
        app(**given)


def test_the_picture_has_every_team_and_the_week() -> None:
    model = CareSystem("merged_hospital", measures=["trust"], seed=1)
    model.step()
    figure = draw_network(model, colour_of(["trust", "morale"]))
    axes = figure.axes[0]
    assert axes.get_title() == "Week 1: a theory explored, not a forecast"
    assert len(axes.texts) == len(model.teams)
    assert list(axes.collections[0].get_array()) == pytest.approx(sorted_by_name(model))


def sorted_by_name(model: CareSystem) -> list[float]:
    return [team.morale for team in sorted(model.teams, key=lambda team: team.name)]


def test_teams_are_coloured_by_a_state_of_theirs() -> None:
    assert colour_of(["trust", "ownership"]) == "ownership"
    assert colour_of(["trust"]) == "morale"
    assert catalogue().measures[colour_of([])].carrier == "team"


def test_mesas_viewer_takes_the_model_and_its_keywords() -> None:
    from mesa.visualization.solara_viz import _check_model_params

    _check_model_params(CareSystem.__init__, {"place": "pair", "context.demand": 0.5})


def test_the_page_renders_and_steps() -> None:
    import solara

    page, context = solara.render(app(measures=["morale"], sliders=["context.demand"], weeks=4, seed=1), handle_error=False)
    context.close()
    assert page is not None
