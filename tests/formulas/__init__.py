"""The rulebook a second time, as a mathematician writes it: from the rules' docstrings alone, by one who had not read their code.

When a rule and its second reading differ, read the docstring: it says which of the two is wrong.
"""
