#!/usr/bin/env python3
"""Writes assets/gazetteer/world.tsv and assets/gazetteer/scripts.tsv: names of countries
in other languages.

    npm pack cldr-localenames-full@48.2.0 && tar xzf cldr-localenames-full-*.tgz
    assets/make/world.py package/main

The names are Unicode CLDR's (Unicode-3.0). Those in Latin letters are read like English
ones and left out where English means something else by them; those in other scripts are
found anywhere in a text. Of a Cyrillic, Greek, Arabic or Hebrew name the ending is cut,
so that its cases are found, too; a star stands for the ending.
"""
import json
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent / "gazetteer"
LATIN = "fr es de it pt nl sv da nb fi pl cs sk hu ro tr id vi hr ca".split()
OTHER = "ru uk bg sr mk be kk el ar fa ur he hi bn ta te th ka hy am zh zh-Hant ja ko".split()
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
ENGLISH_WORDS = set("island japan poland holland niger oman cuba kina man male samoa turki chili siri gana mali chad jersey "
                    "guam peru irak iran jordan bali kuba china indie cipro cile ira sina india dominique".split())
# Short forms that CLDR has not.
MORE = {"ru": {"US": ["Америка"], "GB": ["Британия", "Англия"], "KR": ["Южная Корея"], "KP": ["Северная Корея"],
               "DE": ["ФРГ"], "CN": ["КНР"], "SU": ["СССР"]},
        "uk": {"US": ["Америка"], "GB": ["Британія", "Англія"]},
        "ar": {"US": ["أمريكا", "أميركا", "الأميركي", "الأمريكي"], "GB": ["بريطانيا"], "AE": ["الإمارات"], "SA": ["السعودي"]},
        "fa": {"US": ["آمریکا"], "GB": ["بریتانیا", "انگلیس"]},
        "he": {"US": ['ארה"ב', "ארה״ב"]},
        "zh": {"GB": ["英国"], "KP": ["北朝鲜"], "RU": ["俄国"]},
        "ja": {"US": ["米国"], "KR": ["韓国"], "KP": ["北朝鮮"], "GB": ["英国"]},
        "ko": {"KR": ["한국"], "KP": ["북한"]},
        "fr": {"GB": ["Grande-Bretagne", "Angleterre"], "US": ["Etats-Unis"], "NL": ["Hollande"]},
        "es": {"GB": ["Gran Bretaña", "Inglaterra"], "US": ["EE.UU.", "EE. UU."]},
        "de": {"GB": ["Großbritannien", "Grossbritannien"], "US": ["Vereinigte Staaten"]},
        "it": {"GB": ["Gran Bretagna", "Inghilterra"]}, "pt": {"GB": ["Grã-Bretanha", "Inglaterra"], "US": ["EUA"]}}
CYRILLIC_END, GREEK_END = "аяыиеоуюйьіїа", "αάηήοόςιίυύ"


def script(name):
    for c in name:
        if c.isalpha():
            return unicodedata.name(c).split()[0]
    return ""


def stem(name):
    """The name with a star for what its cases change."""
    kind, word = script(name), name
    if kind == "CYRILLIC":
        while len(word) > 4 and word[-1] in CYRILLIC_END and len(name) - len(word) < 2:
            word = word[:-1]
        return word + "*" if len(word) > 3 and not name.isupper() else name
    if kind == "GREEK":
        while len(word) > 4 and word[-1] in GREEK_END and len(name) - len(word) < 2:
            word = word[:-1]
        return word + "*"
    if kind == "ARABIC":
        cut = word[:-1] if len(word) > 4 and word[-1] in "اةهی" else word
        return cut + "*" if len(cut) > 3 else name
    if kind == "HEBREW":
        cut = word[:-1] if len(word) > 4 and word[-1] == "ה" else word
        return cut + "*" if len(cut) > 3 else name
    return name


def names(folder, language):
    path = pathlib.Path(folder) / language / "territories.json"
    table = json.load(open(path, encoding="utf8"))["main"][language]["localeDisplayNames"]["territories"]
    for key, name in table.items():
        code = key.split("-")[0]
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
            yield code, name
    for code, more in MORE.get(language, {}).items():
        for name in more:
            yield code, name


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def taken():
    """What English already means by a name: states, regions and towns of some size."""
    taken = {}
    for file in ("regions.tsv", "towns.tsv"):
        for line in open(HERE / file, encoding="utf8"):
            if "\t" in line:
                name, codes = line.rstrip("\n").split("\t")
                digits = [int(c) for c in codes if c.isdigit()] or [4]
                if max(digits) >= 3:
                    taken.setdefault(fold(name), codes.lstrip("pw")[:2])
    for line in open(HERE.parent / "countries.tsv", encoding="utf8"):
        fields = line.rstrip("\n").split("\t")
        for name in [fields[1]] + (fields[2].split("; ") if len(fields) > 2 else []) if len(fields) > 1 else []:
            taken[fold(name)] = fields[0]
    for line in open(HERE / "countries.tsv", encoding="utf8"):
        fields = line.rstrip("\n").split("\t")
        for field in fields[1:]:
            for name in field.split("|"):
                taken[fold(name)] = fields[0]
    return taken


def main(folder):
    english, latin, other = taken(), {}, {}
    for language in LATIN:
        for code, name in names(folder, language):
            name = name.replace(" & ", " and ").replace("’", "'")
            key = fold(name)
            if len(key) > 3 and script(name) == "LATIN" and key not in english and key not in ENGLISH_WORDS \
                    and "(" not in name and "[" not in name and "," not in name and name[0].isupper():
                latin.setdefault(key, (name, set()))[1].add(code)
    for language in OTHER:
        for code, name in names(folder, language):
            if "(" in name or "[" in name or script(name) in ("LATIN", "") or len(name) < 2:
                continue
            other.setdefault(stem(name), set()).add(code)
    with open(HERE / "world.tsv", "w", encoding="utf8") as out:
        print("# Names of countries in other languages of the Latin script: name, code. Names from Unicode CLDR 48 "
              "(Unicode-3.0), written by assets/make/world.py.", file=out)
        for key in sorted(latin, key=lambda key: latin[key][0]):
            name, codes = latin[key]
            if len(codes) == 1:
                print(name, *codes, sep="\t", file=out)
    with open(HERE / "scripts.tsv", "w", encoding="utf8") as out:
        print("# Names of countries in other scripts: name, code; a star stands for an ending. Names from Unicode CLDR 48 "
              "(Unicode-3.0), written by assets/make/world.py.", file=out)
        for name in sorted(other):
            if len(other[name]) == 1:
                print(name, *other[name], sep="\t", file=out)


main(*sys.argv[1:])
