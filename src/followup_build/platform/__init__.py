"""What the workflows of a platform do beside the commands: ask who approved, tell reviewers, hear staff.

Each module with a `main` is run as `python -m followup_build.platform.NAME`; the workflows are its only callers.
"""
