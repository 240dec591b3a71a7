"""What people write: one Pydantic class per record kind, and the words they may use."""
