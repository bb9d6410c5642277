"""Opens the reports with programs that are not ours: pdftotext, pdfinfo, and Python's zip and XML readers."""
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

folder = sys.argv[1]
info = subprocess.run(["pdfinfo", f"{folder}/report.pdf"], check=True, capture_output=True, text=True).stdout
facts = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
assert facts["Title"].strip() == "Familjecentralen Eken – Hösten 2026", facts["Title"]
assert facts["Tagged"].strip() == "yes", "the PDF is not tagged"
assert b"/Lang (sv)" in subprocess.run(["qpdf", "--qdf", "--object-streams=disable", f"{folder}/report.pdf", "-"],
                                       check=True, capture_output=True).stdout, "the PDF has no language"
words = subprocess.run(["pdftotext", "-layout", f"{folder}/report.pdf", "-"], check=True, capture_output=True, text=True).stdout
for wanted in ("Svaren på frågorna", "Analys", "Förbättringsåtgärder", "Två prioriterade mål", "100 av 50"):
    assert wanted in words, f"the PDF lacks {wanted}"

word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
with zipfile.ZipFile(f"{folder}/report.docx") as archive:
    assert archive.testzip() is None
    parts = {name: archive.read(name) for name in archive.namelist()}
for name, content in parts.items():
    if name.endswith((".xml", ".rels")):
        tree.fromstring(content)
document = tree.fromstring(parts["word/document.xml"])
text = "".join(node.text or "" for node in document.iter(word + "t"))
for wanted in ("Familjecentralen Eken", "Analys", "Förbättringsåtgärder", "Två prioriterade mål", "100 av 50"):
    assert wanted in text, f"the document lacks {wanted}"
drawings = [node for node in document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
assert len(drawings) == 2 and all("svar" in node.get("descr") for node in drawings)
assert parts["word/media/chart1.png"].startswith(b"\x89PNG")
