"""The orders that arrays and tables follow; importing this reads the catalogue."""

from icsim.catalogue.load import catalogue

LEVERS = tuple(catalogue().levers)
CONTEXT = tuple(catalogue().context)
PARAMETERS = tuple(catalogue().parameters)  # "file.name"
VARIANTS = tuple(catalogue().variants)
