"""Programme theories: a file, two worlds with the same luck, and what the difference says about each clause.

Verdicts over plausible settings of the parameters, mediation and rival models will stand beside what is here now: the
clause forms in `clauses/`, and how clauses add up in `verdict.py`.
"""
