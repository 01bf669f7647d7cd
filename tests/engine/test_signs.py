"""Signs that were wrong by construction, at default numbers in the default place; benchmarks/signs.py prints more of them."""

import numpy as np
import pytest

from icsim.catalogue import MECHANISMS
from icsim.config.compose import compose
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query

pytestmark = pytest.mark.slow
TIERS = ("team", "system")


def both(lever: str, dose: float | str) -> dict[str, object]:
    """A lever of both tiers."""
    return {f"leadership.{tier}.{lever}": dose for tier in TIERS}




def mean(changes: dict[str, object], measure: str, week: int, **of: str) -> float:
    """A measure at a week, over all worlds; nan where no world has it."""
    settings = compose("test", ["place=place", f"weeks={week}"], context=changes)
    values = run_ensemble([settings], replicate_seeds(settings, 16), (Query(measure, of),), (week,)).array
    return float("nan") if np.isnan(values).all() else float(np.nanmean(values))


def test_a_vision_makes_people_want_joint_work() -> None:
    effect = mean(both("inspiring_intent.vision", 0.9), "intent", 52) - mean(both("inspiring_intent.vision", 0.1), "intent", 52)
    assert effect > 0.05


def test_credibility_does_not_rest_with_poor_leaders() -> None:
    poor, good = ({k: v for name in MECHANISMS for k, v in both(f"{name}.level", dose).items()} for dose in (0.1, 0.9))
    assert mean(good, "credibility", 104) > mean(poor, "credibility", 104)


def test_threats_buy_something_at_first_and_cost_more_later() -> None:
    threat, none = both("working_with_power.threat", 0.9), both("working_with_power.threat", 0.0)
    assert mean(threat, "collaboration", 8) > mean(none, "collaboration", 8)
    assert mean(threat, "collaboration", 104) < mean(none, "collaboration", 104) - 0.05


def test_nobody_trusts_an_empty_post() -> None:
    posts = compose("run", ["place=place"]).world.posts
    gone = {"timeline": [{"week": 1, "leader_exit": {"who": post.name, "successor": "none"}} for post in posts]}
    for measure in ("trust_in_leader", "credibility", "leader_trust"):
        assert np.isnan(mean(gone, measure, 26)), measure
    one = {"timeline": gone["timeline"][:1]}
    assert 0.0 < mean(one, "trust_in_leader", 26) < 1.0


def test_to_bring_teams_together_costs_no_trust() -> None:
    connecting, not_connecting = (both("taking_wider_view.connecting", dose) for dose in (0.9, 0.1))
    assert abs(mean(connecting, "trust", 156) - mean(not_connecting, "trust", 156)) < 0.05
    assert mean(connecting, "collaboration", 156) > mean(not_connecting, "collaboration", 156) - 0.05


def test_like_minded_contacts_bridge_less() -> None:
    seek = both("taking_wider_view.connecting", 0.9)
    diverse, like = (seek | both("taking_wider_view.contacts", word) for word in ("diverse", "like_minded"))
    assert mean(diverse, "bridging_ties", 104) > mean(like, "bridging_ties", 104)


def test_a_visit_is_worth_no_less_for_partners_who_do_not_visit() -> None:
    who = "leader.community/urgent_response_lead.inspiring_intent.recognition"
    others = both("inspiring_intent.recognition", 0.0)
    visited, not_visited = (mean(given, "morale", 52, organisation="care_homes") for given in ({**others, who: 0.9}, others))
    assert visited > not_visited


def test_a_crisis_strains_staff_within_a_month() -> None:
    crisis = {"timeline": [{"week": 40, "crisis": {"size": 1.0}}]}
    assert mean(crisis, "staff_strain", 44) > mean({}, "staff_strain", 44) + 0.05
