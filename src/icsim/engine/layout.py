"""Where the things of the world stand in a block: rows, lists and what is fixed. `{}` is the row of whoever is asked."""

from typing import NamedTuple


class To(NamedTuple):
    """Another entity: its carrier, its row, and when there is one (always, if nothing is said)."""

    carrier: str
    row: str
    exists: str = ""


class Members(NamedTuple):
    """A list of entities as a stretch of an array: `start` gives its ends, `of` its rows, `first` the side of a tie."""

    carrier: str
    start: str
    of: str
    first: str = ""


class Two(NamedTuple):
    """The relations of a team with its leaders: two rows, the second perhaps empty."""

    carrier: str
    row: str
    exists: str


class All(NamedTuple):
    """Everybody of a kind."""

    carrier: str


COUNT = {
    "team": "team_id.size", "leader": "post_id.size", "leading": "rel_post.size", "tie": "tie_a.size",
    "leader_tie": "lt_a.size", "organisation": "org_post.size", "user_group": "ug_id.size",
}  # fmt: skip
EXISTS = {"leading": "rel_on[{}] > 0"}  # rows of a carrier that may be empty
ID = {"team": "team_id[{}]", "leader": "post_id[{}]"}
FIXED = {
    "team": {"expertise": "expertise[{}]", "size": "size[{}]", "has_group": "has_group[{}]"},
    "leader": {
        "system": "post_system[{}] > 0", "horizon": "post_horizon[{}]", "span": "float(post_span[{}])",
        "chairs": "post_chairs[{}] > 0", "own_teams": "post_own[{}] > 0",
    },
    "leading": {"home": "rel_home[{}] > 0", "table": "rel_table[{}] > 0"},
    "user_group": {"needs": "ug_needs[{}]"},
    "tie": {"together": "tie_together[{}]"},
}
LINKS: dict[str, dict[str, To | Members | Two | All]] = {
    "team": {
        "organisation": To("organisation", "team_org[{}]"),
        "near": To("leader", "rel_post[2 * {}]"),
        "far": To("leader", "rel_post[2 * {} + 1]", "rel_on[2 * {} + 1] > 0"),
        "hero": To("leader", "max(0, team_hero[{}])", "team_hero[{}] >= 0"),
        "leader_relations": Two("leading", "2 * {}", "rel_on[{}] > 0"),
        "heads": Members("leading", "head_start", "head_of"),
        "ties": Members("tie", "tie_start", "tie_of", "tie_side"),
    },
    "leading": {"team": To("team", "rel_team[{}]"), "leader": To("leader", "rel_post[{}]")},
    "leader": {
        "above": To("leader", "post_above[{}]", "post_above[{0}] != {0}"),
        "led": Members("leading", "led_start", "led_rel"),
        "members": Members("leading", "member_start", "member_rel"),
        "ties": Members("leader_tie", "lt_start", "lt_of", "lt_side"),
    },
    "tie": {
        "a": To("team", "tie_a[{}]"),
        "b": To("team", "tie_b[{}]"),
        "leaders": To("leader_tie", "tie_lead[{}]", "tie_lead[{}] >= 0"),
    },
    "leader_tie": {"a": To("leader", "lt_a[{}]"), "b": To("leader", "lt_b[{}]")},
    "user_group": {
        "teams": Members("team", "ug_start", "ug_of"),
        "ties": Members("tie", "ug_tie_start", "ug_tie_of"),
        "heads": Members("leading", "ug_head_start", "ug_head_of"),
    },
    "organisation": {"head": To("leader", "org_post[{}]")},
    "place": {
        "teams": All("team"),
        "leaders": All("leader"),
        "leadings": All("leading"),
        "ties": All("tie"),
        "organisations": All("organisation"),
        "leader_ties": All("leader_tie"),
        "users": All("user_group"),
    },
}
