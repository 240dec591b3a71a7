"""Requests to the platform's own interface: GitHub's REST, with the token of the job."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from followup_build.platform.event import variable
from followup_build.platform.fault import PlatformError

_MOST_BYTES = 25 * 1024 * 1024
_PER_PAGE = 100
_MOST_PAGES = 50
_TIMEOUT = 30.0
_PAUSES = (0.5, 1.5)
"""Seconds before a question is asked again that the platform was too busy to answer."""
_BUSY = frozenset((500, 502, 503, 504))
_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_REASON_BY_STATUS: Mapping[int, str] = {
    401: "it does not accept the job's token",
    404: "it knows no such thing, or the job's token may not see it",
    429: "there were too many requests; run the job again later",
}


class _NoRedirect(HTTPRedirectHandler):
    """The token goes to the platform and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return None


class Api:
    """The platform's interface, at the address that the runner gives."""

    def __init__(self) -> None:
        self._address = variable("GITHUB_API_URL").rstrip("/")
        self._token = variable("GITHUB_TOKEN")
        parts = urlsplit(self._address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise PlatformError("the variable GITHUB_API_URL is not an address that starts with https://")
        if not self._token.isascii() or not self._token.isprintable():
            raise PlatformError("the variable GITHUB_TOKEN holds no token")
        self._opener = build_opener(_NoRedirect)

    def read_list(self, path: str) -> list[dict[str, Any]]:
        """All entries of a list, over all its pages.

        Raises:
            PlatformError: it could not be read to its end, so nobody knows what is in the rest.
        """
        found: list[dict[str, Any]] = []
        for page in range(1, _MOST_PAGES + 1):
            mark = "&" if "?" in path else "?"
            answer, has_more = self._ask("GET", f"{path}{mark}per_page={_PER_PAGE}&page={page}")
            if not isinstance(answer, list) or not all(isinstance(entry, dict) for entry in answer):
                raise PlatformError(f"the platform's answer to {path} is not a list")
            found.extend(answer)
            if not has_more and len(answer) < _PER_PAGE:
                return found
        raise PlatformError(f"the platform's list {path} has more than {_MOST_PAGES} pages")

    def read(self, path: str) -> dict[str, Any]:
        """One thing.

        Raises:
            PlatformError: it cannot be read.
        """
        return _mapping(self._ask("GET", path)[0], path)

    def send(self, method: str, path: str, body: Mapping[str, str]) -> dict[str, Any]:
        """Make or change something, and say what it is now; never tried twice, since the first time may have worked."""
        return _mapping(self._ask(method, path, body)[0], path)

    def _ask(self, method: str, path: str, body: Mapping[str, str] | None = None) -> tuple[Any, bool]:
        for pause in (*_PAUSES, None):
            try:
                return self._ask_once(method, path, body)
            except _BusyError as error:
                if pause is None or method != "GET":
                    raise PlatformError(str(error)) from None
                time.sleep(pause)
        raise AssertionError

    def _ask_once(self, method: str, path: str, body: Mapping[str, str] | None) -> tuple[Any, bool]:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "User-Agent": "followup",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._address}{path}", data, headers, method=method)  # noqa: S310 - looked at above
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                content = response.read(_MOST_BYTES + 1)
                has_more = 'rel="next"' in (response.headers.get("Link") or "")
                length = response.headers.get("Content-Length") or ""
        except HTTPError as error:
            with error:
                sentence = f"the platform refuses {method} {path} ({error.code}): {_reason(error)}"
            if error.code in _BUSY:
                raise _BusyError(sentence) from None
            raise PlatformError(sentence, error.code) from None
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise _BusyError(f"the platform does not answer {method} {path}: {reason}") from None
        if len(content) > _MOST_BYTES:
            raise PlatformError(f"the platform's answer to {path} is longer than {_MOST_BYTES:,} bytes")
        if length.isdecimal() and len(content) < int(length):
            raise _BusyError(f"the platform's answer to {path} breaks off in the middle")
        try:
            return json.loads(content or b"null"), has_more
        except (ValueError, RecursionError):
            raise PlatformError(f"the platform's answer to {path} is not JSON") from None


class _BusyError(Exception):
    """No answer this time; asking again may help."""


def _mapping(answer: Any, path: str) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise PlatformError(f"the platform's answer to {path} is not what it should be")
    return answer


def _reason(error: HTTPError) -> str:
    if error.code == 403:  # noqa: PLR2004 - forbidden
        if error.headers.get("X-RateLimit-Remaining") == "0" or error.headers.get("Retry-After"):
            return _REASON_BY_STATUS[429]
        return "the job's token has not the permission that this needs"
    return _REASON_BY_STATUS.get(error.code, "it gives no reason")
