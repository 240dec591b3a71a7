"""The rules over linked records: one module and one page a rule, found by their file names."""
