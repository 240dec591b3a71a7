"""Located data to records: each file becomes a record, or findings in plain words that say why not."""
