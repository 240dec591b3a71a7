"""The guard: what a branch may not do to promises and facts that its base already has."""
