"""Settings that resemble what was observed: what they are held against, how they are found, and what they then say."""
