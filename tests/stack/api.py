"""Ask a server on 127.0.0.1, past any proxy."""

import json
import urllib.error
import urllib.request
from typing import Any

from .report import StackError

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url: str, token: str = "", body: bytes | None = None) -> tuple[int, Any]:
    """Return the status and the JSON of an answer; status 0 when there is none."""
    headers = {"Content-Type": "application/json", "Authorization": token}
    request = urllib.request.Request(url, body, {key: value for key, value in headers.items() if value})
    try:
        with _OPENER.open(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _parse(error.read())
    except (OSError, ValueError):
        return 0, None


def call(url: str, token: str, action: str, **values: object) -> Any:
    """Call an action of CKAN's API; None when the thing asked for is not there."""
    address = f"{url}/api/3/action/{action}"
    status, answer = fetch(address, token, json.dumps(values).encode())
    if status == 200:
        return answer["result"]
    if status == 404:
        return None
    detail = answer.get("error") if isinstance(answer, dict) else answer
    raise StackError(f"{action} at {url} failed with status {status}: {detail}")


def _parse(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text[:500].decode("utf-8", "replace")
