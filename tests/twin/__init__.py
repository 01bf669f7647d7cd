"""The twin: the simulated week a second time, in plain Python with Mesa agents, written from docs/odd.md alone."""
