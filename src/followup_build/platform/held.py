"""Which sessions a push marks as held: `python -m followup_build.platform.held`.

Their ids become the output `sessions` of the step, with spaces; it is empty where there is nothing to send. Those that
were held long ago are shown at the run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from followup_build.diagnostics.github_format import render_notice
from followup_build.history.held import newly_held
from followup_build.platform.event import read_push_base
from followup_build.platform.fault import PlatformError, run_step, say
from followup_build.platform.outputs import write_output
from followup_build.source.location import locate_records
from followup_build.source.tree import UnreadableSourceError
from followup_build.workspace import open_base, open_workspace


def main(_arguments: list[str]) -> None:
    """Compare the records with those before the push, and hand the ids over."""
    found: tuple[str, ...] = ()
    before = read_push_base()
    if before is None:
        say("the push made this branch, so nobody can say what has become held by it")
    else:
        root, records = locate_records(Path.cwd(), None)
        try:
            workspace = open_workspace(root, records=records)
            base = open_base(workspace, before)
        except UnreadableSourceError as error:
            raise PlatformError(str(error)) from None
        held = newly_held(base.portfolio, workspace.portfolio, workspace.as_of)
        found = held.recent
        say(f"newly held: {', '.join(found) or 'none'}; confidential, and not sent: {', '.join(held.hidden) or 'none'}")
        if held.older:
            # The run ends well, and nobody reads its log.
            older = f"held long ago, and not sent: {', '.join(held.older)}; to send one, run this workflow with its id"
            sys.stdout.write(render_notice(older))
    # An id has no character that could end the line.
    write_output("sessions", " ".join(found))


if __name__ == "__main__":
    sys.exit(run_step(main))
