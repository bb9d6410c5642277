"""Opens every file that the lead took away with programs that are not ours, and compares the numbers (D11).

openpyxl and LibreOffice (workbook), ReadStat (SPSS), LibreOffice (Word), Poppler and qpdf (PDF), Python's own readers
of CSV, JSON and ZIP. The CSV file is what the others are compared with; the browser test knows how many answered.
"""
import csv
import io
import json
import os
import pathlib
import struct
import subprocess
import sys
import xml.etree.ElementTree
import zipfile
import zlib

import openpyxl

folder = pathlib.Path(sys.argv[1])
opened = set()
compared = 0
key = ("plats", "fråga", "alternativ")
numbers = ("antal", "procent", "n", "vet_inte", "ej_svar")


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def take(name):
    opened.add(name)
    return folder / name


def number(text):
    """"–" is what is hidden, "" what there is none of; all else is a number."""
    text = "" if text is None else str(text)
    return text if text in ("", "–") else float(text.replace(",", "."))


def same(what, rows):
    """The same places, questions and answers in the same order, and the same number in each cell."""
    global compared
    rows = list(rows)
    assert len(rows) == len(wanted), f"{what}: {len(rows)} rows, not {len(wanted)}"
    for row, right in zip(rows, wanted):
        for name in key:
            assert str(row[name] or "") == right[name], f"{what}: {row[name]!r} is not {right[name]!r}"
        for name in numbers:
            got = row[name]
            assert number(got) == number(right[name]), f"{what}: {[right[k] for k in key]}: {name} is {got!r}, not {right[name]!r}"
            compared += 1


with open(take("resultat.csv"), encoding="utf-8", newline="") as file:
    wanted = list(csv.DictReader(file))
north = [row for row in wanted if row["plats"] == "Familjecentralen Norr"]
assert north and any(row["n"] == "12" for row in north), "nobody answered in Norr"

with open(take("resultat-excel.csv"), encoding="utf-8-sig", newline="") as file:
    same("CSV for Excel", csv.DictReader(file, delimiter=";"))

columns = list(wanted[0])  # the workbook has words for people in its first line
sheet = openpyxl.load_workbook(take("resultat.xlsx"))["Svar"]
same("workbook, openpyxl", (dict(zip(columns, line)) for line in sheet.iter_rows(min_row=2, values_only=True)))

# What both of LibreOffice's programs make of their files, in one start.
office = folder / "office"
run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", office, folder / "resultat.xlsx")
with open(office / "resultat-Svar.csv", encoding="utf-8", newline="") as file:
    same("workbook, LibreOffice", (dict(zip(columns, line)) for line in list(csv.reader(file))[1:]))
documents = [take("rapport.docx"), take("norr.docx")]
run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
    "--outdir", office, *documents)

run("readstat", "-f", take("resultat.sav"), folder / "from-sav.csv")
with open(folder / "from-sav.csv", encoding="utf-8", newline="") as file:
    same("SPSS", ({**row, **{name: "–" if number(row[name]) == -1 else row[name] for name in numbers}} for row in csv.DictReader(file)))

places = {place["name"]: place for place in json.load(open(take("resultat.json"), encoding="utf-8"))["places"]}
for row in north:
    question = next((one for one in places[row["plats"]]["questions"] if one["id"] == row["fråga"]), None)
    if question and row["n"] not in ("", "–"):
        assert question["n"] == int(row["n"]), row
        compared += 1

assert "Familjecentralen Norr" in take("resultat.txt").read_text(encoding="utf-8")


def check_words(what, text, place):
    for words in (place, "Besöksenkät hösten 2026", "Analys", "Förbättringsåtgärder", "Två prioriterade mål"):
        assert words in text.replace("\n", " "), f"{what} lacks {words}"
    if place == "Familjecentralen Norr":
        assert "12 av 50" in text.replace("\u00a0", " "), f"{what} lacks its number of answers"


def check_pdf(path, place):
    facts = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes" and facts["Title"].strip(), f"{path} is not tagged or has no title"
    run("qpdf", "--check", path)
    check_words(path, run("pdftotext", "-layout", path, "-"), place)


for document, place in zip(documents, ("Region Kalmar län", "Familjecentralen Norr")):
    check_words(document, (office / (document.stem + ".txt")).read_text(encoding="utf-8-sig"), place)
check_pdf(take("rapport.pdf"), "Region Kalmar län")
check_pdf(take("norr.pdf"), "Familjecentralen Norr")

for name, ending in (("rapporter-pdf.zip", "pdf"), ("rapporter-word.zip", "docx")):
    with zipfile.ZipFile(take(name)) as archive:
        assert archive.testzip() is None
        reports = archive.namelist()
        assert len(reports) == 4 and all(report.endswith(ending) for report in reports), reports
        mine = next(report for report in reports if "Norr" in report)
        content = archive.read(mine)
    if ending == "pdf":
        (folder / "from-zip.pdf").write_bytes(content)
        check_pdf(folder / "from-zip.pdf", "Familjecentralen Norr")
    else:
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None

# The browser has drawn the SVG; the picture to paste is read piece by piece, as its format says.
assert xml.etree.ElementTree.parse(take("norr.svg")).getroot().tag.endswith("svg")
data = take("norr.png").read_bytes()
assert data.startswith(b"\x89PNG\r\n\x1a\n")
width, height = struct.unpack(">II", data[16:24])
assert width > 900 and height > 200, f"the picture is {width} by {height}"
at, kinds = 8, []
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    assert zlib.crc32(data[at + 4:at + 8 + size]) == struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0], kind
    kinds.append(kind)
    at += 12 + size
assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND"

left = {name for name in os.listdir(folder) if (folder / name).is_file()} - opened - {"from-sav.csv", "from-zip.pdf"}
assert not left, f"nobody opened {left}"
print(f"{len(opened)} files opened, {compared} numbers compared")
