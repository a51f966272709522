"""`publisher schema`: what an editor needs is written, and nothing that people wrote is lost."""

import json
from pathlib import Path

from publisher.load import PATTERNS
from tests.cli.conftest import Publisher


def test_the_command_writes_schemas_and_settings(publisher: Publisher, root: Path) -> None:
    told = publisher("--lang", "vi", "schema")
    assert told.code == 0
    assert {path.stem for path in (root / ".vscode/schemas").iterdir()} == set(PATTERNS)
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"]["./.vscode/schemas/dataset.json"] == "/datasets/*/datapackage.yaml"
    assert "harbour" in (root / ".vscode/schemas/database.json").read_text("utf-8")
    assert publisher("schema").err == ""


def test_the_command_leaves_settings_as_people_wrote_them(publisher: Publisher, root: Path) -> None:
    (root / ".vscode").mkdir()
    (root / ".vscode/settings.json").write_text("// ours\n{}\n", encoding="utf-8")
    told = publisher("schema")
    assert told.code == 0
    assert (root / ".vscode/settings.json").read_text("utf-8") == "// ours\n{}\n"
    assert '"yaml.schemas"' in told.err


def test_without_a_catalogue_there_is_nothing_to_write(publisher: Publisher, root: Path) -> None:
    (root / "catalogue/catalogue.yaml").unlink()
    assert publisher("schema").code == 2


def test_a_catalogue_below_the_folder_that_is_opened_is_found_there(publisher: Publisher, root: Path) -> None:
    assert publisher("schema", "--into", root.parent).code == 0
    settings = json.loads((root.parent / ".vscode/settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"]["./.vscode/schemas/themes.json"] == f"/{root.name}/catalogue/themes.yaml"
    assert (root.parent / ".vscode/schemas/themes.json").is_file()


def test_a_folder_elsewhere_gets_the_patterns_of_a_catalogue_at_its_top(publisher: Publisher, tmp_path: Path) -> None:
    assert publisher("schema", "--into", tmp_path / "elsewhere").code == 0
    settings = json.loads((tmp_path / "elsewhere/.vscode/settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"]["./.vscode/schemas/themes.json"] == "/catalogue/themes.yaml"
