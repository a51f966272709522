"""The whole stack: start it, stop it, delete it, show it."""

import shutil
from collections.abc import Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

from . import ckan, postgres, redis, search, system
from .daemons import all_records, check_port, find_record, stop
from .places import Place, locked
from .portals import PORTALS, Portal
from .process import cancelled
from .report import StackError


def up(place: Place, portals: tuple[Portal, ...]) -> None:
    """Install what is missing and start the services and the portals beside each other."""
    with locked(place):
        _check_ports(place, portals)
        system.ensure_packages(place)
        with ThreadPoolExecutor(max_workers=3 + len(portals)) as pool:
            databases = pool.submit(postgres.up, place)
            cache = pool.submit(redis.up, place)
            solr = pool.submit(search.up, place)

            def wait_databases() -> None:
                databases.result()
                cache.result()

            started = [pool.submit(ckan.up, place, portal, wait_databases, solr.result) for portal in portals]
            _finish([databases, cache, solr, *started])


def down(place: Place) -> None:
    """Stop every server that the stack started, the portals first."""
    with locked(place):
        _stop_all(place)


def clean(place: Place, downloads: bool) -> None:
    """Stop the stack and delete its data; the downloads too if asked for."""
    with locked(place):
        _stop_all(place)
        folders = [place.data, place.log, place.run]
        for folder in [*folders, place.downloads] if downloads else folders:
            shutil.rmtree(folder)


def is_running(place: Place, portal: Portal) -> bool:
    """Tell whether a portal runs on the port that is asked for."""
    record = find_record(place, portal.name)
    return record is not None and record.port == portal.port(place) and record.alive()


def status(place: Place) -> Iterable[str]:
    """Return one line for each server: what runs where."""
    services = (postgres.NAME, redis.NAME, search.NAME)
    for name in (*services, *(portal.name for portal in PORTALS)):
        record = find_record(place, name)
        if record and record.alive():
            yield f"{name:16} runs on 127.0.0.1:{record.port}, pid {record.pid}"
        else:
            yield f"{name:16} does not run"


def _check_ports(place: Place, portals: tuple[Portal, ...]) -> None:
    check_port(place, postgres.NAME, place.postgres_port)
    check_port(place, redis.NAME, place.redis_port)
    check_port(place, search.NAME, place.solr_port)
    for portal in portals:
        check_port(place, portal.name, portal.port(place))


def _finish(steps: list[Future[None]]) -> None:
    """Wait for all steps; when one fails, or on Ctrl-C, let the others end soon."""
    try:
        done, _ = wait(steps, return_when=FIRST_EXCEPTION)
        for step in done:
            step.result()
    except BaseException:
        cancelled.set()
        raise


def _stop_all(place: Place) -> None:
    services = (postgres.NAME, redis.NAME, search.NAME)
    for record in sorted(all_records(place), key=lambda record: record.name in services):
        stop(place, record)
    if left := [record.name for record in all_records(place)]:
        raise StackError(f"still there: {', '.join(left)}")
