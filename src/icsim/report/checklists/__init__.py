"""Checklists for reporting, filled in from the code and from a study; what only an author can say is left open and called so."""
