"""States lead somewhere: a reasoning that no rule reads could carry no effect, whatever a theory says of it."""

from icsim.engine.block_fields import STATE
from icsim.engine.influences import dependency_edges

ENDS = {  # outcomes: what they stand for is not thought to act back within the horizon of the model
    "partnership_team": "a core value, the outcome of Box 1",
    "partnership_leader": "a core value, the outcome of Box 1",
    "user_experience": "the experience of the people served",
}


def test_every_state_is_read_by_a_rule_that_moves_another() -> None:
    read = {edge.source for edge in dependency_edges() if edge.source != edge.target}
    idle = {name for names in STATE.values() for name in names} - read
    assert idle == set(ENDS)
