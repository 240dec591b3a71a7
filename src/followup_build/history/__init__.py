"""Two states of the records compared: what the difference means, and whether anything went behind the ledger's back."""
