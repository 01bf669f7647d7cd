"""The Mesa face: a care system as a `mesa.Model` whose agents are views on the engine's arrays."""

from icsim.model.agents import LeaderAgent, LeaderRelation, OrganisationAgent, ServiceUserGroupAgent, TeamAgent, TieView
from icsim.model.care_system import CareSystem

__all__ = ["CareSystem", "LeaderAgent", "LeaderRelation", "OrganisationAgent", "ServiceUserGroupAgent", "TeamAgent", "TieView"]
