"""The WSGI application of a portal: CKAN, with one line in a log for each request."""

import os
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any
from urllib.parse import quote

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


def _load_ckan() -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    try:
        loader = import_module("ckan.cli").CKANConfigLoader(os.environ["CKAN_INI"])
        application: Callable[[Environ, StartResponse], Iterable[bytes]] = import_module(
            "ckan.config.middleware"
        ).make_app(loader.get_config())
    except BaseException:
        # CKAN's logging settings silence the server's own report of this.
        traceback.print_exc()
        raise
    return application


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Pass a request to CKAN and note its method, path and status."""
    noted = False

    def start_noted(status: str, headers: Any, *rest: Any) -> Any:
        nonlocal noted
        noted = True
        _note(environ, status.split(" ", 1)[0])
        return start_response(status, headers, *rest)

    try:
        return _ckan(environ, start_noted)
    except BaseException:
        if not noted:
            _note(environ, "500")
        raise


def _note(environ: Environ, status: str) -> None:
    path = quote(environ["PATH_INFO"].encode("latin-1"))
    line = f"{environ['REQUEST_METHOD']} {path} {status}\n"
    # One write in append mode: the workers' lines do not mix.
    os.write(_requests, line.encode("ascii"))


_requests = os.open(os.environ["REQUESTS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
_ckan = _load_ckan()
