"""Papers: what is printed, handed round and sent, of the same values as the pages; `paper.py` is their one form."""
