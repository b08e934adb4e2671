#!/usr/bin/env python3
"""Writes assets/countries.tsv: ISO 3166-1 alpha-2 codes and short English names.

    npm pack cldr-localenames-full && tar xzf cldr-localenames-full-*.tgz
    assets/make/countries.py package/main/en/territories.json > assets/countries.tsv

The names are CLDR's (Unicode-3.0), in their short form where CLDR has one. States
that are no more are added by hand.
"""
import json
import sys

GONE = {"SU": "Soviet Union", "YU": "Yugoslavia", "CS": "Czechoslovakia", "DD": "East Germany"}
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# CLDR's short forms of these are initials (UK, US) or the plain name stands as the variant.
KEEP_LONG = {"GB", "US"}
OURS = {"PS": "Palestine", "CG": "Republic of the Congo", "CD": "DR Congo", "HK": "Hong Kong",
        "MO": "Macao", "MM": "Myanmar", "TR": "Turkey", "CI": "Ivory Coast"}

names = json.load(open(sys.argv[1], encoding="utf8"))
names = names["main"]["en"]["localeDisplayNames"]["territories"]
rows = dict(GONE)
for key, name in names.items():
    if len(key) != 2 or not key.isalpha() or key in NOT_COUNTRIES:
        continue
    short = names.get(key + "-alt-short")
    rows[key] = OURS.get(key) or (short if short and key not in KEEP_LONG else name)
print("# Countries: ISO 3166-1 alpha-2 code, short name in English. Names from Unicode CLDR 48 "
      "(Unicode-3.0), written by assets/make/countries.py; SU, YU, CS, DD added by hand.")
for code, name in sorted(rows.items()):
    print(code, name.replace(" & ", " and "), sep="\t")
