"""Git over real HTTP: git's own backend behind a server that wants the job's token, as the platform does."""

from __future__ import annotations

import base64
import os
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit


def serve_git(handler: BaseHTTPRequestHandler, folder: Path, token: str) -> None:
    """Answer one request about a bare repository below a folder."""
    length = int(handler.headers.get("Content-Length") or 0)
    body = handler.rfile.read(length)
    wanted = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    if handler.headers.get("Authorization") != f"basic {wanted}":
        handler.send_response(401)
        handler.send_header("WWW-Authenticate", 'Basic realm="platform"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    parts = urlsplit(handler.path)
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_PROJECT_ROOT": str(folder),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_PROTOCOL": handler.headers.get("Git-Protocol") or "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "REQUEST_METHOD": handler.command,
        "CONTENT_TYPE": handler.headers.get("Content-Type") or "",
        "CONTENT_LENGTH": str(length),
        "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding") or "",
        "REMOTE_USER": "github-actions[bot]",
    }
    done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=True)
    head, _, content = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
    handler.send_response(int(headers.pop("Status", "200").split()[0]))
    for name, value in {**headers, "Content-Length": str(len(content))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
