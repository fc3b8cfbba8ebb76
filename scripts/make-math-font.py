#!/usr/bin/python3
"""Makes fonts/offprint-math/OffprintMath-Regular.ttf out of TeX Gyre Schola Math (Debian: fonts-texgyre-math).

The font of formulas. Of the fonts with a MATH table it is the one whose weight and width go with Source Serif. It is cut down to the characters that
formulas may hold (src/math/symbols.cpp) with their larger variants, pieces and script forms, and gets TrueType outlines: only those can be embedded with a code for each
glyph and its text (src/pdf/font_embedder.h). The licence asks that a changed font has a name of its own. Only needed when the characters change:

    apt-get install fonts-texgyre-math python3-fonttools; scripts/make-math-font.py; sha256sum fonts/offprint-math/*.ttf
"""
import os
import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SOURCE = "/usr/share/texmf/fonts/opentype/public/tex-gyre-math/texgyreschola-math.otf"
TARGET = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "fonts/offprint-math/OffprintMath-Regular.ttf")
FAMILY, VERSION = "Offprint Math", "1.000"
TIME = 3_500_000_000  # of making, in the font's own count: the same bytes each time
TOLERANCE = 0.35  # of a curve made quadratic, in thousandths of an em


def characters():
    yield from range(0x20, 0x7F)
    yield from (0xA0, 0xA3, 0xA5, 0xA7, 0xAC, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7, 0x20AC)
    yield from range(0x391, 0x3CA)  # Greek, upright
    yield from (0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5)
    yield from range(0x1D400, 0x1D468)  # bold and italic Latin
    yield 0x210E
    yield from range(0x1D49C, 0x1D4B6)  # script capitals, with those that Unicode had before
    yield from (0x212C, 0x2130, 0x2131, 0x210B, 0x2110, 0x2112, 0x2133, 0x211B)
    yield from range(0x1D538, 0x1D552)  # double-struck capitals, likewise
    yield from (0x2102, 0x210D, 0x2115, 0x2119, 0x211A, 0x211D, 0x2124)
    yield from range(0x1D6A4, 0x1D6A6)  # letters without their dots, under accents
    yield from range(0x1D6E2, 0x1D71C)  # Greek, italic
    yield from range(0x1D7CE, 0x1D7D8)  # bold figures
    yield 0x1D7D9
    yield from (0x302, 0x303, 0x304, 0x305, 0x307, 0x308, 0x30C, 0x332, 0x20D7)  # accents
    yield from (0x2016, 0x2026, 0x2032, 0x2033, 0x2034, 0x2057, 0x2113, 0x2190, 0x2191, 0x2192, 0x2193, 0x2194, 0x21A6, 0x21D0, 0x21D2, 0x21D4)
    yield from (0x2200, 0x2202, 0x2203, 0x2204, 0x2205, 0x2207, 0x2208, 0x2209, 0x220B, 0x220F, 0x2210, 0x2211, 0x2212, 0x2213, 0x2215, 0x2217, 0x2218, 0x221A)
    yield from (0x221D, 0x221E, 0x2223, 0x2225, 0x2226, 0x2227, 0x2228, 0x2229, 0x222A, 0x222B, 0x222C, 0x222E, 0x2234, 0x2235, 0x223C, 0x2243, 0x2245, 0x2248)
    yield from (0x2254, 0x225C, 0x2260, 0x2261, 0x2264, 0x2265, 0x226A, 0x226B, 0x227A, 0x227B, 0x2282, 0x2283, 0x2286, 0x2287, 0x2295, 0x2297, 0x22A5, 0x22C0)
    yield from (0x22C1, 0x22C2, 0x22C3, 0x22C5, 0x22C6, 0x22EE, 0x22EF, 0x22F1, 0x2308, 0x2309, 0x230A, 0x230B, 0x27E8, 0x27E9)


def cut(font):
    options = subset.Options()
    options.layout_features = ["ssty"]
    options.hinting = False
    options.name_IDs = []
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["FFTM", "DSIG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(characters()))  # of a stretch those that are there
    subsetter.subset(font)


def make_quadratic(font):
    order, drawn = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    metrics = font["hmtx"].metrics
    for name in order:
        glyf[name].recalcBounds(glyf)
        metrics[name] = (metrics[name][0], getattr(glyf[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def name(font, copyright):
    names = font["name"]
    names.names = []
    texts = {
        0: copyright + " Changed: fewer characters, TrueType outlines, another name.",
        1: FAMILY,
        2: "Regular",
        3: FAMILY + " " + VERSION,
        4: FAMILY,
        5: "Version " + VERSION,
        6: "OffprintMath-Regular",
        13: "GUST Font License, version 1.0",
        14: "http://tug.org/fonts/licenses/GUST-FONT-LICENSE.txt",
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = TIME
    font["head"].fontRevision = float(VERSION)


def main():
    source = sys.argv[1] if len(sys.argv) > 1 else SOURCE
    font = TTFont(source, recalcTimestamp=False, lazy=False)
    copyright = font["name"].getDebugName(0)
    cut(font)
    make_quadratic(font)
    name(font, copyright)
    font.save(TARGET)
    print(f"{TARGET}: {len(font.getGlyphOrder())} glyphs, {os.path.getsize(TARGET)} bytes")


main()
