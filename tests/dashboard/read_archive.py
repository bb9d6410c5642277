"""Reads a round's archive with Python's own csv and json, and complains about whatever does not fit."""
import csv
import json
import pathlib
import sys

folder, answers, texts = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def rows(name):
    with open(folder / name, newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file, strict=True))
    assert lines, name
    assert all(len(line) == len(lines[0]) for line in lines), name
    return [dict(zip(lines[0], line)) for line in lines[1:]]


facts = json.loads((folder / "innehall.json").read_text(encoding="utf-8"))
assert (facts["answers"], facts["texts"]) == (answers, texts), facts
visits = rows("svar.csv")
assert len(visits) == answers
assert len(rows("fritexter.csv")) == texts
codes = {(row["fraga"], row["kod"]) for row in rows("kodbok.csv")}
known = {"familjecentral_nr", "familjecentral", "ar", "vecka", "papper", "orimlig"}
for visit in visits:
    for question, given in visit.items():
        for code in given.split("|") if question not in known and given else []:
            assert (question, code) in codes, (question, code)
assert rows("citat.csv") and rows("raknare.csv") and rows("resultat.csv")
json.loads((folder / "resultat.json").read_text(encoding="utf-8"))
named = {line[66:] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
assert named == there, named ^ there
