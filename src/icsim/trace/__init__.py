"""One team through both worlds of a theory: data (`paired_run`, `divergence`, `choice_terms`), then captions, then faces in `report`."""
