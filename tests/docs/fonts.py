"""The fonts of the site, made from those that npm brings; run as `python -m tests.docs.fonts`.

A word of Vietnamese has letters of several subsets of a font as it comes (latin, vietnamese, latin-ext), and marks and
kerning do not reach from one file into another. So the subsets become one file a weight. It is made smaller than they
were by leaving out the hints, and gets figures of equal width (`tnum`), which Be Vietnam Pro does not have: columns of
numbers must stand in line.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.otlLib.builder import SingleSubstBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import otTables

from tests.needs import REPOSITORY, npm_tools

FONTS = REPOSITORY / "site_templates" / "static" / "fonts"
WEIGHTS = (400, 600)
SUBSETS = ("latin", "vietnamese", "latin-ext")
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
# Letters, marks, punctuation, signs of money and arithmetic; not the phonetic alphabet, nor historic letters.
LETTERS = (range(0x20, 0x180), range(0x1A0, 0x1B1), range(0x2B0, 0x370), range(0x1E00, 0x1F00), range(0x2000, 0x2300))
WIDTH = 680  # of every figure, in thousandths


def make(folder: Path, weight: int) -> TTFont:
    """One weight of the font."""
    source = npm_tools() / "@fontsource" / "be-vietnam-pro" / "files"
    files = [_plain(source / f"be-vietnam-pro-{name}-{weight}-normal.woff2", folder) for name in SUBSETS]
    font = Merger().merge([str(path) for path in files])
    _add_even_figures(font)
    options = subset.Options(hinting=False, layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[code for part in LETTERS for code in part])
    cut.subset(font)
    font["gasp"] = newTable("gasp")
    font["gasp"].version, font["gasp"].gaspRange = 1, {0xFFFF: 0b1010}  # smooth at every size
    font["head"].created = font["head"].modified = TTFont(files[0])["head"].modified
    font.recalcTimestamp = False
    font.flavor = "woff2"
    return font


def _plain(path: Path, folder: Path) -> Path:
    """A file of npm without its compression."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    font.save(folder / f"{path.stem}.ttf")
    return folder / f"{path.stem}.ttf"


def _add_even_figures(font: TTFont) -> None:
    """Figures again, each in the middle of the same width, and the feature `tnum` that puts them in."""
    names = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    font.setGlyphOrder([*font.getGlyphOrder(), *(f"{name}.tnum" for name in names)])
    for name in names:
        _center(font, name)
    builder = SingleSubstBuilder(font, None)
    builder.mapping = {name: f"{name}.tnum" for name in names}
    table = font["GSUB"].table
    table.LookupList.Lookup.append(builder.build())
    table.LookupList.LookupCount += 1
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupCount = None, 1
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]
    table.FeatureList.FeatureRecord.append(record)
    for system in _systems(table):
        system.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)
        system.FeatureCount += 1


def _center(font: TTFont, name: str) -> None:
    glyphs, pen, drawn = font.getGlyphSet(), TTGlyphPen(None), DecomposingRecordingPen(font.getGlyphSet())
    shift = (WIDTH - font["hmtx"][name][0]) // 2
    glyphs[name].draw(drawn)
    drawn.replay(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
    font["glyf"][f"{name}.tnum"] = pen.glyph()
    font["hmtx"][f"{name}.tnum"] = (WIDTH, font["hmtx"][name][1] + shift)


def _systems(table: otTables.GSUB) -> Iterator[otTables.LangSys]:
    for script in table.ScriptList.ScriptRecord:
        yield from filter(None, [script.Script.DefaultLangSys])
        yield from (record.LangSys for record in script.Script.LangSysRecord)


def main() -> None:
    """Write the files, and the licence beside them."""
    FONTS.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for weight in WEIGHTS:
            path = FONTS / f"be-vietnam-pro-{weight}.woff2"
            make(Path(folder), weight).save(path)
            sys.stdout.write(f"wrote {path.relative_to(REPOSITORY)}, {path.stat().st_size} bytes\n")
    licence = npm_tools() / "@fontsource" / "be-vietnam-pro" / "LICENSE"
    (FONTS / "OFL.txt").write_text(licence.read_text("utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
