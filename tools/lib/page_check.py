"""What a page has to be: balanced markup, unique ids, nothing that runs, nothing from elsewhere."""

import struct
import zlib
from html.parser import HTMLParser

# Elements without an end; SVG's end in "/>".
VOID = {"meta", "link", "br", "img", "hr", "input"}
# What may stand in a page of ours; anything else came out of a report's text.
ELEMENTS = VOID | {
    "html", "head", "body", "title", "style", "main", "header", "section", "div", "p", "span", "h1", "h2", "h3",
    "ul", "li", "figure", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "svg", "g", "path", "rect", "circle", "text", "tspan", "desc", "defs", "pattern"}
# Elements whose end may be left out are not left out here, so that a plain stack can check them.
PARENTS = {"tr": {"thead", "tbody"}, "td": {"tr"}, "th": {"tr"}, "li": {"ul"}, "tbody": {"table"},
           "thead": {"table"}, "caption": {"table"}, "tspan": {"text"}}
LINKS = {"href", "src", "srcset", "action", "data", "poster", "xlink:href"}


class PageParser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.faults, self.ids, self.references, self.text = [], [], set(), [], []
        self.charts = []

    def fault(self, text: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}, column {self.getpos()[1]}: {text}")

    def handle_decl(self, declaration):
        if declaration != "DOCTYPE html":
            self.fault(f"declaration {declaration}")

    def handle_comment(self, data):
        self.fault("a comment")

    def handle_starttag(self, tag, attributes):
        self.element(tag, attributes, closes=tag in VOID)

    def handle_startendtag(self, tag, attributes):
        if "svg" not in self.stack:
            self.fault(f"<{tag}/> outside of a drawing")
        self.element(tag, attributes, closes=True)

    def element(self, tag, attributes, closes):
        if tag not in ELEMENTS:
            self.fault(f"unexpected <{tag}>")
        if tag in PARENTS and (not self.stack or self.stack[-1] not in PARENTS[tag]):
            self.fault(f"<{tag}> inside <{self.stack[-1] if self.stack else ''}>")
        names = [name for name, _ in attributes]
        if len(set(names)) != len(names):
            self.fault(f"<{tag}> has an attribute twice")
        for name, value in attributes:
            if name.startswith("on"):
                self.fault(f"<{tag} {name}>")
            if name in LINKS and value != "data:,":
                self.fault(f"<{tag} {name}={value}>")
            if name == "id":
                if value in self.ids:
                    self.fault(f"id {value} twice")
                self.ids.add(value)
            if name == "aria-labelledby":
                self.references += value.split()
            if name in ("d", "x", "y", "width", "height", "cx", "cy") and any(
                    word in value for word in ("nan", "inf", "e")):
                self.fault(f"<{tag} {name}={value[:40]}>")
        if tag == "svg" and ("class", "chart") in attributes:
            if ("role", "img") not in attributes or "aria-labelledby" not in names:
                self.fault("a chart without role and label")
            self.charts.append(0)
        if self.charts and tag in ("path", "rect") and dict(attributes).get("d"):
            self.charts[-1] += dict(attributes)["d"].count("L") + dict(attributes)["d"].count("M")
        if not closes:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.fault(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "style" in self.stack:
            if "url(" in data.replace("url(#", "") or "@import" in data:
                self.fault("a style from elsewhere")
        else:
            self.text.append(data)


def check(text: str) -> tuple:
    """The faults of a page, and its parser with text and charts."""
    parser = PageParser()
    parser.feed(text)
    parser.close()
    if parser.stack:
        parser.faults.append(f"never closed: {parser.stack}")
    for reference in parser.references:
        if reference not in parser.ids:
            parser.faults.append(f"no element has the id {reference}")
    if not text.startswith("<!DOCTYPE html>"):
        parser.faults.append("no DOCTYPE")
    for needed in ('<html lang="en">', '<meta charset="utf-8">', "default-src 'none'", 'name="viewport"'):
        if needed not in text:
            parser.faults.append(f"no {needed}")
    return parser.faults, parser


def png_colours(data: bytes) -> tuple:
    """Width, height and the number of different colours of a PNG of 8 bits a channel."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    channels = {2: 3, 6: 4}[kind]
    if depth != 8:
        raise ValueError(f"{depth} bits a channel")
    packed, position = b"", 8
    while position < len(data):
        length, name = struct.unpack(">I4s", data[position:position + 8])
        if name == b"IDAT":
            packed += data[position + 8:position + 8 + length]
        position += 12 + length
    raw, stride = zlib.decompress(packed), width * channels
    previous, colours = bytearray(stride), set()
    for row in range(height):
        start = row * (stride + 1)
        line = unfiltered(raw[start], bytearray(raw[start + 1:start + 1 + stride]), previous, channels)
        # Every third row and pixel is enough to tell a drawing from an empty page.
        if row % 3 == 0:
            colours.update(bytes(line[at:at + 3]) for at in range(0, stride, 3 * channels))
        previous = line
    return width, height, len(colours)


def unfiltered(kind: int, line: bytearray, above: bytearray, channels: int) -> bytearray:
    """A row of a PNG without its filter (PNG specification, section 9)."""
    if kind == 0:
        return line
    if kind == 2:
        return bytearray((left + right) & 255 for left, right in zip(line, above))
    for index in range(len(line)):
        left = line[index - channels] if index >= channels else 0
        up = above[index]
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) // 2
        else:
            corner = above[index - channels] if index >= channels else 0
            distances = [(abs(up - corner), left), (abs(left - corner), up), (abs(left + up - 2 * corner), corner)]
            guess = min(distances, key=lambda pair: pair[0])[1]
        line[index] = (line[index] + guess) & 255
    return line
