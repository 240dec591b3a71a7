"""`python -m followup_build` is the command `followup`."""

from followup_build.cli import main

if __name__ == "__main__":
    main()
