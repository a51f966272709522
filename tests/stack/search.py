"""The stack's own Solr, made of the jars that Maven Central offers."""

import hashlib
import shutil
from pathlib import Path

from .api import fetch
from .daemons import Daemon, start, wait_ready
from .places import Place
from .process import run
from .report import StackError, say

NAME = "solr"
SOURCES = Path(__file__).with_name("solr")
COPY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
# A small heap and the quick compiler: the JVM starts in half the time.
JVM = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")


def up(place: Place) -> None:
    """Fetch Solr if it is missing, start it and wait for it."""
    jars = _install(place)
    home = place.data / NAME
    home.mkdir(exist_ok=True)
    shutil.copy(SOURCES / "solr.xml", home)
    classes = f"{jars}/classes:{jars}/lib/*"
    options = (*JVM, f"-Dsolr.log.dir={place.log}", "-cp", classes)
    command = ("java", *options, "Solr", str(home), str(place.solr_port))
    start(place, Daemon(NAME, command, place.solr_port))
    wait_ready(place, NAME, lambda: _ask(place, "STATUS")[0] == 200, 120)


def core_url(place: Place, core: str) -> str:
    """Return the address of a core."""
    return f"http://127.0.0.1:{place.solr_port}/solr/{core}"


def ensure_core(place: Place, core: str, schema: Path) -> bool:
    """Make a core for a CKAN schema, anew if the schema changed; tell whether it was made."""
    folder = place.data / NAME / core
    texts = {path.name: path.read_bytes() for path in (SOURCES / "conf").iterdir()}
    texts |= {"schema.xml": schema.read_bytes(), "synonyms.txt": b"", "protwords.txt": b""}
    digest = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
    mark = folder / "digest"
    if mark.exists() and mark.read_text(encoding="ascii") == digest:
        return False
    say(NAME, f"making the core {core}")
    if folder.exists():
        _ask(place, f"UNLOAD&core={core}")
        shutil.rmtree(folder)
    (folder / "conf").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "conf" / name).write_bytes(text)
    status, answer = _ask(place, f"CREATE&name={core}&instanceDir={core}")
    if status != 200:
        raise StackError(f"Solr cannot make the core {core}: {answer}")
    mark.write_text(digest, encoding="ascii")
    return True


def _ask(place: Place, action: str) -> tuple[int, object]:
    address = f"http://127.0.0.1:{place.solr_port}/solr/admin/cores"
    return fetch(f"{address}?wt=json&action={action}")


def _install(place: Place) -> Path:
    sources = (SOURCES / "pom.xml", SOURCES / "Solr.java")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
    folder = place.downloads / f"solr-{digest}"
    complete = folder / "complete"
    if complete.exists():
        return folder
    say(NAME, "fetching the jars with Maven")
    shutil.rmtree(folder, ignore_errors=True)
    log = place.log / "maven.log"
    cache = place.downloads / "maven"
    options = (f"-Dmaven.repo.local={cache}", f"-DoutputDirectory={folder}/lib")
    maven = ("mvn", "-B", "-f", str(sources[0]), *options, "-DincludeScope=runtime", COPY_PLUGIN)
    run(maven, what="fetching Solr with Maven", log=log)
    compiler = ("javac", "-d", f"{folder}/classes", "-cp", f"{folder}/lib/*", str(sources[1]))
    run(compiler, what="compiling Solr.java", log=log)
    shutil.rmtree(cache, ignore_errors=True)
    complete.touch()
    return folder
