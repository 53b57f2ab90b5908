"""Each thing that a page must not be is noticed, and a small picture is read as it is."""

import struct
import unittest
import zlib

import support  # noqa: F401  (the path to tools/lib)
import page_check
import sample_reports

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>t</title>
<link rel="icon" href="data:,">
<style>.a{fill:url(#b)}</style>
</head>
<body><main><table><tbody><tr><td>1</td></tr></tbody></table>
<svg class="chart" role="img" aria-labelledby="c"><title id="c">x</title><path d="M0 1L2 3L4 5"/></svg>
</main></body>
</html>
"""


def png(width: int, height: int, rows: bytes, channels: int = 3) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    kind = {3: 2, 4: 6}[channels]
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class PageCheckTests(unittest.TestCase):
    def test_a_good_page_has_no_faults(self):
        faults, parser = page_check.check(PAGE)
        self.assertEqual(faults, [])
        self.assertEqual(parser.charts, [3])

    def test_each_fault_is_noticed(self):
        for old, new, expected in (
                ("</td>", "", "closes nothing"),
                ("<main>", "<main><script>1</script>", "unexpected <script>"),
                ("<main>", "<main><!-- x -->", "a comment"),
                ("<main>", "<main><p onclick=\"1\"></p>", "<p onclick>"),
                ("<main>", "<main><p id=\"c\"></p>", "id c twice"),
                ("data:,", "http://example.invalid/x", "href=http"),
                ("url(#b)", "url(x.png)", "a style from elsewhere"),
                ("M0 1L2", "M0 nanL2", "<path d="),
                ("M0 1L2", "M0 1e9L2", "<path d="),
                ("aria-labelledby=\"c\"", "aria-labelledby=\"d\"", "no element has the id d"),
                ("role=\"img\" ", "", "without role"),
                ("<tr><td>", "<td>", "<td> inside <tbody>"),
                ("default-src 'none'", "default-src *", "default-src 'none'"),
                ("<html lang=\"en\">", "<html>", "no <html lang"),
                ("</body>", "", "closes nothing")):
            faults, _ = page_check.check(PAGE.replace(old, new, 1))
            self.assertTrue(any(expected in fault for fault in faults), f"{new}: {faults}")

    def test_the_colours_of_a_picture_are_counted(self):
        red, blue = b"\xff\0\0", b"\0\0\xff"
        plain = png(3, 3, (b"\0" + red * 3) * 3)
        self.assertEqual(page_check.png_colours(plain), (3, 3, 1))
        # Rows 0 and 3 are looked at: row 3 as the one above it plus a difference.
        mixed = png(4, 4, (b"\0" + red * 4) * 3 + b"\2" + b"\1\0\0" * 4)
        self.assertEqual(page_check.png_colours(mixed)[2], 2)
        # Every third pixel of a row: 0 and 3.
        self.assertEqual(page_check.png_colours(png(4, 1, b"\0" + red * 3 + blue))[2], 2)

    def test_every_filter_is_undone(self):
        above = bytearray([10, 20, 30, 40])
        for kind, coded in ((0, [1, 2, 3, 4]), (1, [1, 1, 1, 1]), (2, [247, 238, 229, 220]),
                            (3, [252, 248, 243, 239]), (4, [247, 248, 239, 1])):
            line = page_check.unfiltered(kind, bytearray(coded), above, 1)
            self.assertEqual(list(line), [1, 2, 3, 4], kind)

    def test_a_sample_of_half_an_hour_has_all_its_rows(self):
        report = sample_reports.board()
        self.assertEqual(len(report["samples"]["seconds"]), 18000)
        for column in report["samples"]["columns"]:
            self.assertEqual(len(column["values"]), 18000)


if __name__ == "__main__":
    unittest.main()
