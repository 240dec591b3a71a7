"""What gives YAML events: libyaml where PyYAML has it, else PyYAML's own parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import yaml.parser
import yaml.reader
import yaml.scanner

_FLOW_SIGNS = frozenset(",[]{}")


class Parser(Protocol):
    """What gives one YAML event after another."""

    def get_event(self) -> Any:
        """The next event."""
        ...


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, for machines without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:
        """As the base class has it, but an escape beyond Unicode is a fault with a place and no bare ValueError."""
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            problem = "found an escape beyond Unicode"
            raise yaml.scanner.ScannerError(
                "while scanning a quoted scalar", start_mark, problem, self.get_mark()
            ) from None

    def scan_plain(self) -> Any:
        """As the base class has it, but like libyaml it refuses a:[b] inside of brackets, which YAML leaves open."""
        token = super().scan_plain()
        if self.flow_level and self.peek() == ":" and self.peek(1) in _FLOW_SIGNS:
            raise yaml.scanner.ScannerError(
                "while scanning a plain scalar", token.start_mark, "found unexpected ':'", self.get_mark()
            )
        return token


ParserOf = Callable[[str], Parser]

FastestParser: ParserOf
try:
    from yaml._yaml import CParser as FastestParser
except ImportError:  # pragma: no cover - a PyYAML that was built without libyaml
    FastestParser = PureParser
