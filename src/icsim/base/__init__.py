"""What every room stands on: errors, files, one reader of YAML, one translator of complaints, progress."""
