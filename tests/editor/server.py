"""A client of the YAML language server: the Language Server Protocol over its standard input and output."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass
class Server:
    """One running server, which has a folder open with its settings."""

    read: IO[bytes]
    write: IO[bytes]
    settings: Mapping[str, Any]
    asked: int = 0
    told: dict[str, list[Any]] = field(default_factory=dict)

    def start(self, root: Path) -> None:
        """Open a folder."""
        folder = {"uri": root.as_uri(), "name": root.name}
        able = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": {"hover": {}}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "capabilities": able, "workspaceFolders": [folder]},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})

    def open(self, path: Path) -> list[Any]:
        """Open a file; give what the server finds wrong with it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while path.as_uri() not in self.told:
            self._next()
        return self.told[path.as_uri()]

    def ask(self, method: str, params: Any) -> Any:
        """Ask something, and wait for the answer."""
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.asked and "method" not in message:
                return message.get("result")

    def tell(self, method: str, params: Any) -> None:
        """Say something that has no answer."""
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.write.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.write.flush()

    def _next(self) -> Any:
        """Take the next message; answer what the server asks of an editor."""
        length = 0
        while line := self.read.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        assert length, "the language server ended"
        message = json.loads(self.read.read(length))
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.told[params["uri"]] = params["diagnostics"]
        elif method and "id" in message:
            self._send({"id": message["id"], "result": self._answer(method, params)})
        return message

    def _answer(self, method: str, params: Any) -> Any:
        if method == "workspace/configuration":
            return [self._section(item.get("section", "")) for item in params["items"]]
        return None

    def _section(self, name: str) -> Any:
        start = f"{name}."
        return {key.removeprefix(start): value for key, value in self.settings.items() if key.startswith(start)} or None


@contextmanager
def running(modules: Path, root: Path) -> Iterator[Server]:
    """Run the server on a folder, with the settings that lie in it."""
    settings = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
    program = ["node", str(modules / "yaml-language-server" / "bin" / "yaml-language-server"), "--stdio"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdin
        assert process.stdout
        server = Server(process.stdout, process.stdin, settings)
        server.start(root)
        yield server
        server.ask("shutdown", None)
        server.tell("exit", None)
