"""Typed models of every JSON file that a study leaves: one per file, used by its writer, its readers, the pages and the docs.

`document` holds what they share; `schemas` lists them and publishes their JSON Schema.
"""
