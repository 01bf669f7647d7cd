"""Sweeps: a design of points, every point with every replicate, one table that resumes and whose rows can be run again."""
