"""One team through both worlds of a theory: data, then captions, then faces in `report`."""
