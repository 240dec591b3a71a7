"""Commands below a command."""

from __future__ import annotations

import click


class NearestGroup(click.Group):
    """A group that answers a mistyped command with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - only a typing error needs it

            near = get_close_matches(args[0], self.commands, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Commands: {', '.join(self.commands)}."
            ctx.fail(f"there is no command {ctx.info_name} {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are needed."""
        return list(self.commands)
