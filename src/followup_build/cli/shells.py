"""How bash, zsh and fish ask for what may be typed, where click's own way loses some of it."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

_FISH = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=(commandline -ct | string collect) %(prog_name)s);
    for completion in $response;
        set -l metadata (string split --max 1 "," $completion);
        switch $metadata[1];
            case dir;
                __fish_complete_directories $metadata[2];
            case file;
                __fish_complete_path $metadata[2];
            case plain;
                echo $metadata[2];
        end;
    end;
end;
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)";
"""
"""Unlike click's, it keeps the order of what is offered, and what stands behind a comma in a description."""


def _with_option(incomplete: str, found: list[CompletionItem]) -> list[CompletionItem]:
    """What is offered for the value of `--option=value`, with the option, since these shells replace the whole word."""
    name, sign, _ = incomplete.partition("=")
    if not sign or not name.startswith("--"):
        return found
    return [CompletionItem(f"{name}={one.value}", one.type, one.help) for one in found]


class Bash(BashComplete):
    """Bash, to which the `=` of `--option=value` is a word of its own."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        args, incomplete = super().get_completion_args()
        kept = [word for at, word in enumerate(args) if word != "=" or not at or not args[at - 1].startswith("--")]
        return kept, "" if incomplete == "=" and args[-1:] and args[-1].startswith("--") else incomplete


class _WithOption(ShellComplete):
    """A shell that puts what is offered in place of the whole word, and so wants `--option=` in front of a value."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What may be typed there."""
        return _with_option(incomplete, super().get_completions(args, incomplete))


class Zsh(_WithOption, ZshComplete):
    """Zsh."""


class Fish(_WithOption, FishComplete):
    """Fish."""

    source_template = _FISH


for one in (Bash, Zsh, Fish):
    add_completion_class(one)
