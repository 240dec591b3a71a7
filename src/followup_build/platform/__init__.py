"""What the workflows of a platform do beside the commands: ask who approved, put words where reviewers
read them, and turn what staff write into a record that is proposed.

Each module with a `main` is run as `python -m followup_build.platform.NAME`; the workflows are its only callers.
"""
