"""Reads what sync/exports wrote with programs that are not ours, and compares every number of the table Svar with the
golden file, and those of the other sheets, of the round before and of the goals with the JSON form."""
import csv
import html.parser
import json
import subprocess
import sys

import openpyxl

folder = sys.argv[1]
golden = [row for row in csv.DictReader(open("tests/results/golden/rows.csv", encoding="utf-8", newline=""))]
numbers = ["antal", "procent", "n", "positiva_procent", "index", "medel", "vet_inte", "vet_inte_procent", "ej_svar"]
texts = ["plats", "fråga", "lydelse", "alternativ", "alternativ_text"]
compared = 0


def same(what, row, name, got, wanted):
    global compared
    compared += 1
    if got != wanted:
        sys.exit(f"{what}: {row['plats']}, {row['fråga']}, {row['alternativ']}: {name} is {got!r}, not {wanted!r}")


def as_number(text):
    """"–" stays, "" is None, all else is a number."""
    return text if text == "–" else None if text == "" else float(text)


def check_rows(what, rows, number_of, text_of=str):
    rows = list(rows)
    if len(rows) != len(golden):
        sys.exit(f"{what}: {len(rows)} rows, not {len(golden)}")
    for row, wanted in zip(rows, golden):
        for name in numbers:
            same(what, wanted, name, number_of(row[name]), as_number(wanted[name]))
        for name in texts:
            same(what, wanted, name, text_of(row[name]), wanted[name])


raw = open(f"{folder}/results-excel.csv", "rb").read()
assert raw.startswith(b"\xef\xbb\xbf") and b";" in raw and raw.endswith(b"\r\n")
excel = csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";")
def from_excel(text):
    assert "." not in text, f"csv-excel: {text!r} has a decimal point"
    return as_number(text.replace(",", "."))
check_rows("csv-excel", excel, from_excel)

book = openpyxl.load_workbook(f"{folder}/results.xlsx")
sheet = book["Svar"]
columns = list(golden[0])
check_rows("xlsx", (dict(zip(columns, (cell.value for cell in line))) for line in sheet.iter_rows(min_row=2)),
           lambda value: float(value) if isinstance(value, (int, float)) else value)
charts = sum(len(book[name]._charts) for name in book.sheetnames)
assert charts == 6, f"xlsx: {charts} charts"

subprocess.run(["readstat", "-f", f"{folder}/results.sav", f"{folder}/from-sav.csv"], check=True, stdout=subprocess.DEVNULL)
def from_sav(text):
    return None if text == "" else "–" if float(text) == -1 else float(text)
check_rows("sav", csv.DictReader(open(f"{folder}/from-sav.csv", encoding="utf-8", newline="")), from_sav)

data = json.load(open(f"{folder}/results.json", encoding="utf-8"))
rows = []
for place in data["places"]:
    for question in place["questions"]:
        for option in question["options"]:
            rows.append({"plats": place["name"], "fråga": question["id"], "lydelse": question["words"],
                         "alternativ": option["code"], "alternativ_text": option["label"],
                         "antal": option["count"], "procent": option["percent"], "n": question["n"],
                         "positiva_procent": question["positive_percent"], "index": question["index"],
                         "medel": question["mean"], "vet_inte": question["dont_know"]["count"],
                         "vet_inte_procent": question["dont_know"]["percent"], "ej_svar": question["no_answer"]})
    for counter in place["counters"]:
        for option in counter["options"]:
            rows.append({"plats": place["name"], "fråga": counter["id"], "lydelse": counter["words"],
                         "alternativ": option["code"], "alternativ_text": option["label"], "antal": option["count"]})
assert len(rows) == len(golden)
for row, wanted in zip(rows, golden):
    for name in numbers:
        value = as_number(wanted[name])
        if value is None or value == "–":
            same("json", wanted, name, row.get(name), None)
        else:
            same("json", wanted, name, float(row[name]), value)
    for name in texts:
        same("json", wanted, name, row[name], wanted[name])


def lines_of(name):
    sheet = book[name]
    return [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]


def as_cell(value):
    """A JSON number as a cell has it: "–" where it is hidden."""
    return "–" if value is None else value


def equal(what, got, wanted):
    global compared
    compared += len(wanted)
    if list(got) != list(wanted):
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


region = {question["id"]: question for question in data["places"][0]["questions"]}
lines = iter(lines_of("Frågor"))
for place in data["places"]:
    for question in place["questions"]:
        line, last, change = next(lines), question.get("last"), question.get("change")
        assert line[1] == place["name"] and line[3] == question["id"], line
        has_index = line[7] is not None
        wanted = [as_cell(region[question["id"]]["index"]) if has_index else None]
        wanted += [as_cell(last["n"]), as_cell(last["positive_percent"]), as_cell(last["index"])] if last else [None] * 3
        word = None if not change else "↔" if not change["readable"] else "upp" if change["points"] > 0 else "ned"
        wanted += [change["points"] if change else None, word]
        equal(f"xlsx Frågor {place['name']} {question['id']}", line[12:18], wanted)
        equal("n", [line[5]], [as_cell(question["n"])])
assert next(lines, None) is None
lines = iter(lines_of("Mål"))
for place in data["places"]:
    for goal in place.get("goals", []):
        equal(f"xlsx Mål {goal['id']}", next(lines)[1:9],
              [place["name"], place["centre"], goal["id"], goal["text"], len(goal["questions"]), goal["shown"],
               as_cell(goal["positive_percent"]), as_cell(goal["index"])])
assert next(lines, None) is None
lines = iter(lines_of("Deltagande"))
for place in data["places"]:
    equal("xlsx Deltagande", next(lines)[1:6],
          [place["name"], place["centre"], as_cell(place["responses"]), place["quota"], place["centres"]])


class Tables(html.parser.HTMLParser):
    """Every table row as its cells' words."""

    def __init__(self):
        super().__init__()
        self.rows, self.cell = [], None

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def swedish(text):
    """"12\u00a0345" or "85\u00a0%" or "72,9" as the number it is."""
    return "–" if text == "–" else float(text.replace("\u00a0", "").replace("%", "").replace(",", "."))


page = Tables()
page.feed(open(f"{folder}/results.html", encoding="utf-8").read())
by_words = {}
for line in page.rows:
    by_words.setdefault(line[0], []).append(line)
place = data["places"][1]["name"]
for question in data["places"][1]["questions"]:
    mine = [row for row in golden if row["plats"] == place and row["fråga"] == question["id"]]
    first = mine[0]
    if question["background"]:
        continue
    line = next(line for line in by_words[question["words"]] if len(line) > 8)
    same("html", first, "n", swedish(line[1]), as_number(first["n"]))
    for row, cell in zip(mine, line[2:]):
        same("html", row, "procent", swedish(cell), as_number(row["procent"]))
    dont_know, no_answer, positive, index = line[2 + len(mine):6 + len(mine)]
    wanted = "–" if first["vet_inte"] == "–" else f"{first['vet_inte']} ({first['vet_inte_procent']}\u00a0%)"
    same("html", first, "vet_inte", dont_know, wanted)
    same("html", first, "ej_svar", swedish(no_answer), as_number(first["ej_svar"]))
    same("html", first, "positiva_procent", swedish(positive), as_number(first["positiva_procent"]))
    same("html", first, "index", swedish(index), as_number(first["index"]))
    of_region, last, change = line[6 + len(mine):9 + len(mine)]
    here, there = question, region[question["id"]]
    equal("html Region", [swedish(of_region)], [as_cell(there["index"])])
    before = here["last"]["positive_percent"] if "last" in here else None
    equal("html förra", [swedish(last)], [as_cell(before)])
    points = here.get("change", {}).get("points")
    arrow = "–" if points is None else "↔" if not here["change"]["readable"] else \
        f"{'↑' if points > 0 else '↓'} {'−' if points < 0 else '+'}{abs(points)}"
    equal("html Ändring", [change], [arrow])
for goal in data["places"][1]["goals"]:
    line = by_words[goal["id"] + "\u00a0" + goal["text"]][0]
    equal("html mål", line[2:5], [f"{goal['shown']} av {len(goal['questions'])}", line[3], line[4]])
    equal("html mål", [swedish(line[3]), swedish(line[4])], [as_cell(goal["positive_percent"]), as_cell(goal["index"])])

print(f"{len(golden)} rows, {compared} values compared")
assert compared > 5000
