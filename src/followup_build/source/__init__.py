"""Where text comes from, and the YAML dialect with positions."""
