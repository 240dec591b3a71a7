"""The job's token for git: `git config credential.helper '!python -m followup_build.platform.credentials'`.

The token stays in the environment of the one step that pushes, and in no file.
"""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

from followup_build.platform.event import variable
from followup_build.platform.fault import run_step


def main(arguments: list[str]) -> None:
    """Answer git's question for a password, if it is about the platform that gave the token."""
    if arguments != ["get"]:
        return
    asked = dict(line.rstrip("\n").partition("=")[::2] for line in sys.stdin)
    server = urlsplit(os.environ.get("GITHUB_SERVER_URL") or "https://github.com")
    if (asked.get("protocol"), asked.get("host")) == (server.scheme, server.netloc) and server.scheme == "https":
        sys.stdout.write(f"username=x-access-token\npassword={variable('GITHUB_TOKEN')}\n")


if __name__ == "__main__":
    sys.exit(run_step(main))
