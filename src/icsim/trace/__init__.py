"""One team through both worlds of a theory: data (`follow`, `part`, `why`), then captions, then faces in `report`."""
