"""The Mesa face: a care system as a `mesa.Model` whose agents are views on the engine's arrays."""

from icsim.model.agents import Leader, Organisation, ServiceUserGroup, Team
from icsim.model.care_system import CareSystem
from icsim.model.relations import LeaderRelation, Tie

__all__ = ["CareSystem", "Leader", "LeaderRelation", "Organisation", "ServiceUserGroup", "Team", "Tie"]
