"""The Mesa face: a care system as a `mesa.Model` whose agents are views on the engine's arrays."""

from icsim.model.agents import Leader, LeaderRelation, Organisation, ServiceUserGroup, Team, Tie
from icsim.model.care_system import CareSystem

__all__ = ["CareSystem", "Leader", "LeaderRelation", "Organisation", "ServiceUserGroup", "Team", "Tie"]
