"""Programme theories: a file, two worlds with the same luck, and what the difference says about each clause.

`clauses.py` reads what a theory says, `run_theory.py` runs it over plausible settings of the parameters, `mediation.py` and
`model_comparison.py` ask how and against what, and `verdict.py` adds the clauses up.
"""
