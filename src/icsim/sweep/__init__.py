"""Sweeps: a design of points, every point with every luck, one table that resumes and whose rows can be run again."""
