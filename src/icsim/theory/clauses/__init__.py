"""The forms a clause can take, one file each. For now: the same measure in two arms (`compare`)."""
