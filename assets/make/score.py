#!/usr/bin/env python3
"""Prints how well `dateline extract` reads stories that somebody has annotated.

    score.py [--bin target/release/dateline] FOLDER

FOLDER holds pairs of files: NAME.ndjson, stories in any shape that `extract` reads, each
with an "id", and NAME.gold.ndjson, a line a story in the shape that `extract` writes:

    {"id": "…", "countries": [{"code": "NO"}], "speakers": [{"name": "Tove Lind"}],
     "organisations": [{"name": "Harbour Safety Board"}],
     "quotes": [{"start": 12, "end": 40, "direct": true, "speaker": "Tove Lind"}]}

so that a gold file can be made by correcting the program's own output. A list that is not
there is not judged; "countries" are in order of aboutness; offsets are code points of the
body; a "speaker" of null is somebody who is no person or cannot be told. Only the standard
library of Python is needed.

Names agree when their last words do and their first words are the same, an initial of each
other, or missing; quotations when they share four fifths of what either covers.
"""
import argparse, json, pathlib, subprocess, unicodedata


def fold(text):
    plain = unicodedata.normalize("NFKD", text).replace("’", "'")
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def agree(one, other):
    """Whether two names may be one person's, or both are nobody."""
    if not one or not other:
        return not one and not other
    one, other = fold(one).split(), fold(other).split()
    if one[-1] != other[-1]:
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    a, b = one[0].rstrip("."), other[0].rstrip(".")
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])


def overlap(one, other):
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared / (max(one["end"], other["end"]) - min(one["start"], other["start"]) or 1)


def pairs(found, gold, fits):
    """How many of `found` can be paired with one of `gold` each."""
    left, paired = list(gold), 0
    for item in found:
        match = next((other for other in left if fits(item, other)), None)
        if match is not None:
            left.remove(match)
            paired += 1
    return paired


def direct(story):
    return [quote for quote in story["quotes"] if quote.get("direct", True)]


def near(one, other):
    return overlap(one, other) >= 0.8


# What is judged: the gold list it needs, the task's name, what of a story it looks at, what fits.
TASKS = [
    ("countries", "countries", lambda s: [c["code"] for c in s["countries"]], lambda a, b: a == b),
    ("countries", "first country", lambda s: [c["code"] for c in s["countries"][:1]], lambda a, b: a == b),
    ("speakers", "speakers", lambda s: [p["name"] for p in s["speakers"]], agree),
    ("organisations", "organisations", lambda s: [fold(o["name"]) for o in s["organisations"]], lambda a, b: a == b),
    ("quotes", "direct quotations", direct, near),
    ("quotes", "direct quotations and speaker", direct,
     lambda a, b: near(a, b) and agree(a.get("speaker"), b.get("speaker"))),
    ("quotes", "all reported words", lambda s: s["quotes"], near),
]


def score(stories, gold):
    for needs, name, look, fits in TASKS:
        judged = [(stories[g["id"]], g) for g in gold if needs in g and g["id"] in stories]
        if not judged:
            continue
        paired = sum(pairs(look(story), look(g), fits) for story, g in judged)
        found = sum(len(look(story)) for story, _ in judged)
        wanted = sum(len(look(g)) for _, g in judged)
        precision, recall = 100 * paired / (found or 1), 100 * paired / (wanted or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        print(f"  {name:<32}{precision:9.1f}{recall:9.1f}{f1:9.1f}{len(judged):9}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("folder", type=pathlib.Path)
    given = parser.parse_args()
    for path in sorted(given.folder.glob("*.gold.ndjson")):
        source = path.with_name(path.name.replace(".gold.", "."))
        out = subprocess.run([given.bin, "extract", source], capture_output=True, encoding="utf8", check=True).stdout
        lines = lambda text: [json.loads(line) for line in text.split("\n") if line]
        stories = {story["id"]: story for story in lines(out)}
        print(f"{source.stem:<34}precision   recall       F1  stories")
        score(stories, lines(path.read_text("utf8")))


if __name__ == "__main__":
    main()
