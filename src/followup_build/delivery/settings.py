"""The mail server's address and credentials, from the environment alone: no file and no option ever holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from followup_build.delivery.fault import DeliveryError

_PORT, _IMPLICIT_PORT = 587, 465
_SECONDS, _MOST_SECONDS = 60, 600
VARIABLES: Mapping[str, str] = {
    "FOLLOWUP_SMTP_HOST": "the server's name, as its certificate has it",
    "FOLLOWUP_SMTP_PORT": f"its port ({_PORT}; {_IMPLICIT_PORT} where TLS is implicit)",
    "FOLLOWUP_SMTP_TLS": "starttls, or implicit: TLS from the first byte on (implicit on port 465, else starttls)",
    "FOLLOWUP_SMTP_USER": "who logs in; left out, nobody does",
    "FOLLOWUP_SMTP_PASSWORD": "the password",
    "FOLLOWUP_SMTP_CA_FILE": "certificates to trust beside the system's, as a PEM file",
    "FOLLOWUP_SMTP_TIMEOUT": f"seconds that each answer may take ({_SECONDS}); a message may take four times that",
}
"""Each variable, and what it says; a test holds the commands' help equal."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where mail is handed over, and as whom."""

    host: str
    port: int
    is_implicit: bool
    """Whether TLS starts with the first byte, not after STARTTLS; without TLS nothing is ever sent."""
    user: str
    password: str = field(repr=False)
    ca_file: str
    timeout: int
    """Seconds."""


def read_settings(environment: Mapping[str, str]) -> ServerSettings:
    """The settings of the mail server.

    Raises:
        DeliveryError: something is missing or is no such thing; all that is wrong is said at once.
    """
    values = {name.removeprefix("FOLLOWUP_SMTP_").lower(): environment.get(name, "").strip() for name in VARIABLES}
    faults = []
    if not values["host"]:
        faults.append("FOLLOWUP_SMTP_HOST is not set; it names the mail server")
    elif not values["host"].isascii() or not values["host"].isprintable() or set(values["host"]) & set(" /@"):
        faults.append("FOLLOWUP_SMTP_HOST is not a server's name; write it like smtp.example.org")
    if values["tls"] not in ("", "starttls", "implicit"):
        faults.append("FOLLOWUP_SMTP_TLS is neither starttls nor implicit")
    port = _number(values["port"], _IMPLICIT_PORT if values["tls"] == "implicit" else _PORT, 65_535)
    if port is None:
        faults.append("FOLLOWUP_SMTP_PORT is not a port; write a number from 1 to 65535")
    timeout = _number(values["timeout"], _SECONDS, _MOST_SECONDS)
    if timeout is None:
        faults.append(f"FOLLOWUP_SMTP_TIMEOUT is not a time; write seconds, from 1 to {_MOST_SECONDS}")
    # A password may start or end with a blank.
    password = environment.get("FOLLOWUP_SMTP_PASSWORD", "")
    if bool(values["user"]) != bool(password):
        missing = "FOLLOWUP_SMTP_PASSWORD" if values["user"] else "FOLLOWUP_SMTP_USER"
        faults.append(f"{missing} is not set; a login needs both, and where there is none, leave both out")
    elif not (values["user"] + password).isascii() or not (values["user"] + password).isprintable():
        faults.append("FOLLOWUP_SMTP_USER or FOLLOWUP_SMTP_PASSWORD holds a character that no mail server takes")
    if values["ca_file"] and not Path(values["ca_file"]).is_file():
        faults.append(f"FOLLOWUP_SMTP_CA_FILE names no file: {values['ca_file']}")
    if faults or port is None or timeout is None:
        raise DeliveryError("; ".join(faults))
    is_implicit = values["tls"] == "implicit" or (not values["tls"] and port == _IMPLICIT_PORT)
    return ServerSettings(values["host"], port, is_implicit, values["user"], password, values["ca_file"], timeout)


def _number(text: str, default: int, most: int) -> int | None:
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004 - below 100,000
    return number if 1 <= number <= most else None
