"""From words to valid settings: Hydra composes, pydantic validates, and what is wrong is one line."""
