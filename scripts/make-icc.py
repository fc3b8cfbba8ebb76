#!/usr/bin/env python3
"""Write assets/srgb.icc: a small ICC v2.1 matrix/TRC display profile for sRGB (IEC 61966-2-1).

The bytes depend on nothing but this file: no clock, no library. `--check` compares instead of writing.
"""

import struct
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "assets" / "srgb.icc"
DATE = (2026, 1, 1, 0, 0, 0)
CURVE_ENTRIES = 256
D50 = (0x0000F6D6, 0x00010000, 0x0000D32D)  # PCS illuminant as s15Fixed16, fixed by the ICC specification
PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
D65 = (0.3127, 0.3290)
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))


def mul(m, v):
    return tuple(sum(a * b for a, b in zip(row, v)) for row in m)


def inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    adj = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(x / det for x in row) for row in adj)


def xyz_of(x, y):
    return (x / y, 1.0, (1.0 - x - y) / y)


def colorants():
    """Three columns (R, G, B) of XYZ under D50, as s15Fixed16 integers that sum to the PCS white exactly."""
    columns = [xyz_of(*p) for p in PRIMARIES]
    white = xyz_of(*D65)
    scale = mul(inverse(tuple(zip(*columns))), white)
    target = tuple(v / 65536.0 for v in D50)
    gain = [t / s for t, s in zip(mul(BRADFORD, target), mul(BRADFORD, white))]

    def adapt(v):
        return mul(inverse(BRADFORD), tuple(g * c for g, c in zip(gain, mul(BRADFORD, v))))

    red, green, blue = ([round(c * 65536.0) for c in adapt(tuple(s * c for c in col))] for s, col in zip(scale, columns))
    green = [w - r - b for w, r, b in zip(D50, red, blue)]
    return red, green, blue


def linear(v):
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def tag_text(text):
    return b"text" + bytes(4) + text.encode("ascii") + b"\0"


def tag_desc(text):
    raw = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(raw)) + raw + bytes(4 + 4 + 2 + 1 + 67)


def tag_xyz(values):
    return b"XYZ " + bytes(4) + struct.pack(">3i", *values)


def tag_curve():
    last = CURVE_ENTRIES - 1
    table = [round(linear(i / last) * 65535.0) for i in range(CURVE_ENTRIES)]
    return b"curv" + bytes(4) + struct.pack(f">I{CURVE_ENTRIES}H", CURVE_ENTRIES, *table)


def profile():
    red, green, blue = colorants()
    curve = tag_curve()
    tags = [
        (b"desc", tag_desc("sRGB IEC61966-2.1")),
        (b"cprt", tag_text("No copyright, use freely (CC0 1.0)")),
        (b"wtpt", tag_xyz(D50)),
        (b"rXYZ", tag_xyz(red)),
        (b"gXYZ", tag_xyz(green)),
        (b"bXYZ", tag_xyz(blue)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    data_at = 128 + 4 + 12 * len(tags)
    table, data, placed = struct.pack(">I", len(tags)), b"", {}
    for name, body in tags:
        if body not in placed:  # equal elements are stored once and shared
            placed[body] = data_at + len(data)
            data += body + bytes(-len(body) % 4)
        table += name + struct.pack(">II", placed[body], len(body))
    head = struct.pack(">I", data_at + len(data)) + bytes(4) + struct.pack(">I", 0x02100000)
    head += b"mntr" + b"RGB " + b"XYZ " + struct.pack(">6H", *DATE) + b"acsp"
    head += bytes(4 + 4 + 4 + 4 + 8)  # platform, flags, manufacturer, model, attributes
    head += struct.pack(">I", 0) + struct.pack(">3I", *D50)  # perceptual intent, PCS illuminant
    return head.ljust(128, b"\0") + table + data


def main():
    made = profile()
    if "--check" in sys.argv[1:]:
        if OUT.read_bytes() != made:
            sys.exit(f"{OUT.name} differs from what {Path(__file__).name} makes")
        return
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(made)
    print(f"{OUT.name}: {len(made)} bytes")


if __name__ == "__main__":
    main()
