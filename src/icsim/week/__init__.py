"""The week, written once: each step a plain function of one entity, which plain Python runs and the engine compiles."""
