"""Opens a yearly report with programs that are not ours, and looks for every number of its kept form in each."""
import html.parser
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

folder = sys.argv[1]
paper = json.load(open(f"{folder}/paper.json", encoding="utf-8"))


def squeezed(text):
    return re.sub(r"\s+", "", text)


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.headings, self.skips = "", [], 0

    def handle_starttag(self, tag, attrs):
        self.skips += tag in ("style", "svg")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        self.skips -= tag in ("style", "svg")

    def handle_data(self, data):
        if not self.skips:
            self.text += data


page = Words()
page.feed(open(f"{folder}/paper.html", encoding="utf-8").read())
levels = page.headings
assert levels[0] == 1 and levels.count(1) == 1, "one h1, first"
assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), "a heading level is skipped"

info = subprocess.run(["pdfinfo", f"{folder}/paper.pdf"], check=True, capture_output=True, text=True).stdout
facts = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
assert facts["Tagged"].strip() == "yes", "the PDF is not tagged"
assert facts["Title"].strip() == f"{paper['title']} – {paper['place']}", facts["Title"]
plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", f"{folder}/paper.pdf", "-"], check=True,
                       capture_output=True).stdout
assert b"/Lang (sv)" in plain, "the PDF has no language"
pdf = subprocess.run(["pdftotext", f"{folder}/paper.pdf", "-"], check=True, capture_output=True, text=True).stdout

word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
with zipfile.ZipFile(f"{folder}/paper.docx") as archive:
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            tree.fromstring(archive.read(name))
    document = tree.fromstring(archive.read("word/document.xml"))
    pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
docx = "".join(node.text or "" for node in document.iter(word + "t"))
styles = [node.get(word + "val") for node in document.iter(word + "pStyle")]
blocks = paper["blocks"]
charts = [block for block in blocks if block["kind"] == "chart"]
assert len(pictures) == len(charts) > 0
drawings = document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
assert [node.get("descr") for node in drawings] == [block["words"] for block in charts], "a chart has no words"
for level, style in ((1, "Heading1"), (2, "Heading2")):
    wanted = sum(block["kind"] == "heading" and block["level"] == level for block in blocks)
    assert styles.count(style) == wanted, (style, styles.count(style), wanted)

forms = {"HTML": squeezed(page.text), "PDF": squeezed(pdf), "DOCX": squeezed(docx)}
cells = words = 0
for block in blocks:
    for row in block.get("table", {}).get("rows", []):
        for name, text in forms.items():
            if name == "PDF":  # a row may be broken over lines there: cell by cell
                assert all(squeezed(cell) in text for cell in row[1:]), (name, row)
            else:
                assert squeezed("".join(row)) in text, (name, row)
        cells += len(row)
    if block["kind"] in ("heading", "text", "quote"):
        for name, text in forms.items():
            assert squeezed(block["words"]) in text or name == "PDF", (name, block["words"])
        words += 1
assert cells > 150 and words > 40, (cells, words)
for needle in ("färreän5", "Prioriterademålunderår2027", "Antalsvarande:9"):
    for name, text in forms.items():
        assert needle in text, (name, needle)
