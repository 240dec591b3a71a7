"""Circles among things that name one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def find_cycles(names_by_ref: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Circles of names, each from its first name in the alphabet; every circle shares a step with one told.

    Walks without recursion, because a chain may have thousands of steps.
    """
    done: set[str] = set()
    for root in sorted(names_by_ref):
        if root in done:
            continue
        path = [root]
        position = {root: 0}
        waiting = [iter(names_by_ref[root])]
        while waiting:
            ref = next(waiting[-1], None)
            if ref is None:
                waiting.pop()
                gone = path.pop()
                del position[gone]
                done.add(gone)
            elif ref in position:
                circle = path[position[ref] :]
                first = circle.index(min(circle))
                yield (*circle[first:], *circle[:first])
            elif ref in names_by_ref and ref not in done:
                position[ref] = len(path)
                path.append(ref)
                waiting.append(iter(names_by_ref[ref]))
