"""What a finished sweep says: which axes matter, where an outcome comes about, and how far luck and few runs let one believe it."""
