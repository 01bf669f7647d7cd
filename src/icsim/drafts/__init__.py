"""From words to theory files: what in the vocabulary is near to a phrase, and a spreadsheet of configurations as drafts."""
