"""The connection to a portal: one session, errors in our words. Reads and writes; the door to ckanapi and requests."""

import ipaddress
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import ckanapi
import requests

from publisher import __version__
from publisher.problem import PublisherError, Refused, Unreachable

READS = ("_show", "_list", "_search")
MAX_DOWNLOAD = 50_000_000
MAX_REASON = 300

Record = dict[str, Any]


class NotThere(Refused):
    """The portal knows no such thing; where one was seen before, somebody has purged it."""


class Doubtful(Unreachable):
    """The answer does not tell whether the action was carried out."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for an answer, and between tries; in seconds."""

    connect: float = 10
    answer: float = 300
    pauses: tuple[float, ...] = (0.5, 1, 2, 4)
    longest: float = 60  # of what a portal may ask for by Retry-After


class Connection:
    """Calls the actions of a portal. The token goes nowhere but to this portal, and into no message."""

    def __init__(self, url: str, token: str | None, patience: Patience | None = None) -> None:
        self.url = url.rstrip("/")
        self.token = token
        safety = _safety(self.url)
        if safety is None:
            raise Unreachable("bad-address")
        if token and not safety:
            raise Unreachable("token-over-http", url=self.url)
        self._session = requests.Session()
        self._session.trust_env = False  # else ~/.netrc replaces the token
        self._session.hooks["response"].append(self._listen)
        self._patience = patience or Patience()
        self._asked_to_wait = 0.0
        self._remote = ckanapi.RemoteCKAN(
            self.url, apikey=token, user_agent=f"publisher/{__version__}", session=self._session
        )

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        """Call one action. A read is tried again where the answer says nothing; a write never by itself."""
        for tried in range(len(self._patience.pauses) if action.endswith(READS) else 0):
            try:
                return self._once(action, data, files)
            except Doubtful:
                self.pause(tried)
        return self._once(action, data, files)

    def pause(self, tried: int) -> None:
        """Wait before the next try: longer each time, as long as the portal asked, and never all at once."""
        pauses = self._patience.pauses
        own = pauses[min(tried, len(pauses) - 1)] * random.uniform(0.75, 1.25)
        time.sleep(min(max(own, self._asked_to_wait), self._patience.longest))

    def _listen(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        """Remember how long the portal asks us to wait (Retry-After, in seconds)."""
        asked = answer.headers.get("Retry-After", "")
        self._asked_to_wait = float(asked) if asked.isdecimal() else 0.0

    def _once(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None) -> Any:
        """Call one action once; with `files`, values are sent as the JSON text that `package_revise` expects."""
        sent = dict(data)
        timeout = (self._patience.connect, self._patience.answer)
        if files:
            sent = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
        try:
            return self._remote.call_action(action, sent, files=files, requests_kwargs={"timeout": timeout})
        except ckanapi.NotFound:
            raise NotThere("stale", key=action) from None
        except ckanapi.NotAuthorized:
            raise Unreachable("action-not-allowed", action=action) from None
        except ckanapi.ValidationError as error:
            raise self._refused(action, error.error_dict) from None
        except ckanapi.CKANAPIError as error:
            raise Doubtful("bad-answer", action=action, reason=self._shown(str(error))) from None
        except requests.RequestException as error:
            kind = Unreachable if _never_sent(error) else Doubtful
            raise kind("no-answer", url=self.url, reason=type(error).__name__) from None

    def download(self, url: str) -> bytes | None:
        """Fetch a file that the portal itself serves; None if it is elsewhere, too large or not to be had."""
        if not url.startswith(f"{self.url}/"):
            return None
        headers = {"Authorization": self.token} if self.token else {}
        timeout = (self._patience.connect, self._patience.answer)
        try:
            with self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False, stream=True) as answer:
                if answer.status_code != requests.codes.ok:
                    return None
                content = answer.raw.read(MAX_DOWNLOAD + 1, decode_content=True)
        except requests.RequestException:
            return None
        return content if len(content) <= MAX_DOWNLOAD else None

    def _refused(self, action: str, errors: Any) -> PublisherError:
        """A validation error in our words; one about `match` means that somebody else wrote meanwhile."""
        if isinstance(errors, dict) and "match" in errors:
            return Refused("stale", key=action)
        told = {key: value for key, value in errors.items() if key != "__type"} if isinstance(errors, dict) else errors
        reason = self._shown(json.dumps(told, ensure_ascii=False))
        return PublisherError("portal-refused", action=action, reason=reason)

    def _shown(self, text: str) -> str:
        """What a portal said, shortened; a portal may repeat the token, we do not."""
        told = text.replace(self.token, "***") if self.token else text
        return told if len(told) <= MAX_REASON else told[: MAX_REASON - 1] + "…"


def _never_sent(error: requests.RequestException) -> bool:
    """Whether no connection was made at all, so that nothing can have been done."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}


def _safety(url: str) -> bool | None:
    """Whether a token may travel to an address: encrypted, or not beyond this machine; None for no address of ours."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return parts.scheme == "https" or host == "localhost" or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
