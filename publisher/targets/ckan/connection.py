"""The connection to a portal: one session a thread, errors in our words. Reads and writes.

The door to ckanapi, requests and requests-toolbelt.
"""

import ipaddress
import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ckanapi
import requests
from requests_toolbelt import MultipartEncoder

from publisher import __version__
from publisher.problem import PublisherError, Refused, Unreachable
from publisher.targets.ckan.pace import Pace, Patience
from publisher.targets.ckan.state import Record

__all__ = ["Connection", "Doubtful", "NotThere", "Record"]

READS = ("_show", "_list", "_search", "_info", "_for_user")
FULL_LISTS = {"organization_list", "group_list"}  # CKAN shows one by one what it lists
MAX_DOWNLOAD = 50_000_000
MAX_REASON = 300
PART = 1 << 16  # bytes of a file that are held at once


class NotThere(Refused):
    """The portal knows no such thing; where one was seen before, somebody has purged it."""


class Doubtful(Unreachable):
    """The answer does not tell whether the action was carried out."""


@dataclass(frozen=True)
class Way:
    """What stands between us and a portal: a CA bundle of one's own, a proxy; the environment's are ignored."""

    ca_bundle: str | None = None
    proxy: str | None = None


class _Session(requests.Session):
    """A session that sends files as a stream, and follows no redirect: the token goes to no other host."""

    def post(self, url: str | bytes, data: Any = None, json: Any = None, **kwargs: Any) -> requests.Response:
        """Send a form; its files are read from disk while they travel."""
        if files := kwargs.pop("files", None):
            encoder = MultipartEncoder({**data, **files})
            kwargs["headers"] = {**kwargs.get("headers", {}), "Content-Type": encoder.content_type}
            data = encoder
        return super().post(url, data=data, json=json, **kwargs)


class Connection:
    """Calls the actions of a portal. The token goes nowhere but to this portal, and into no message."""

    def __init__(self, url: str, token: str | None, patience: Patience | None = None, way: Way | None = None) -> None:
        self.url = url.rstrip("/")
        self.token = token
        safety = _safety(self.url)
        if safety is None:
            raise Unreachable("bad-address")
        if token and not safety:
            raise Unreachable("token-over-http", url=self.url)
        self.patience = patience or Patience()
        self.pace = Pace(self.patience)
        self.date = ""  # of the last answer, by the portal's clock
        self._way = way or Way()
        self._own = threading.local()

    def call(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None = None) -> Any:
        """Call one action. A read is tried again where the answer says nothing; a write never by itself."""
        if not action.endswith(READS):
            self.pace.before_write()
            return self._once(action, data, files)
        for tried in range(len(self.patience.pauses)):
            try:
                return self._once(action, data, files)
            except Doubtful:
                self.pace.pause(tried)
        return self._once(action, data, files)

    @property
    def _session(self) -> requests.Session:
        """The session of this thread: requests does not promise that threads may share one."""
        if not hasattr(self._own, "session"):
            session = _Session()
            session.trust_env = False  # else ~/.netrc replaces the token
            session.verify = self._way.ca_bundle or True
            session.proxies = dict.fromkeys(("http", "https"), self._way.proxy) if self._way.proxy else {}
            session.hooks["response"].append(self._listen)
            self._own.session = session
        own: requests.Session = self._own.session
        return own

    def _listen(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        if answer.is_redirect and answer.request.method == "POST":
            answer.close()
            raise Unreachable("redirected", url=self.url, other=answer.headers["Location"])
        self.date = answer.headers.get("Date", "")
        self.pace.heard(answer.status_code, answer.headers.get("Retry-After", ""))

    def _once(self, action: str, data: Mapping[str, Any], files: Mapping[str, Any] | None) -> Any:
        """Call one action once; with `files`, values are sent as the JSON text that `package_revise` expects."""
        sent = dict(data)
        timeout = self.patience.of(sum(_size(stream) for _, stream, _ in (files or {}).values()))
        if files:
            sent = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
        remote = ckanapi.RemoteCKAN(
            self.url, apikey=self.token, user_agent=f"publisher/{__version__}", session=self._session
        )
        try:
            return remote.call_action(action, sent, files=files, requests_kwargs={"timeout": timeout})
        except ckanapi.NotFound as error:
            if action in FULL_LISTS:  # one of them was purged while it listed them
                raise Doubtful("bad-answer", action=action, reason=self._shown(str(error))) from None
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
        timeout = self.patience.of(MAX_DOWNLOAD)
        try:
            with self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False, stream=True) as answer:
                if answer.status_code != requests.codes.ok:
                    return None
                content = answer.raw.read(MAX_DOWNLOAD + 1, decode_content=True)
        except requests.RequestException:
            return None
        return content if len(content) <= MAX_DOWNLOAD else None

    def save(self, url: str, place: Path, limit: int) -> None:
        """Fetch a file that the portal itself serves to a new file on disk, part by part."""
        if not url.startswith(f"{self.url}/"):
            raise PublisherError("served-elsewhere", url=url)
        headers = {"Authorization": self.token} if self.token else {}
        connect, whole = self.patience.of(limit)
        deadline = time.monotonic() + whole
        timeout = (connect, self.patience.answer)
        try:
            with self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False, stream=True) as answer:
                if answer.status_code != requests.codes.ok:
                    raise PublisherError("not-served", url=url, status=str(answer.status_code))
                with place.open("xb") as stream:
                    for part in answer.iter_content(PART):
                        if stream.tell() + len(part) > limit:
                            raise PublisherError("over-size", url=url, limit=str(limit))
                        if time.monotonic() > deadline:
                            raise Unreachable("no-answer", url=url, reason="too slow")
                        stream.write(part)
        except requests.RequestException as error:
            raise Unreachable("no-answer", url=url, reason=type(error).__name__) from None

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


def _size(stream: Any) -> int:
    """The size of an open file, in bytes."""
    return os.fstat(stream.fileno()).st_size


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
