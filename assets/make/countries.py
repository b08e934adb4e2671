#!/usr/bin/env python3
"""Writes assets/countries.tsv: ISO 3166-1 alpha-2 codes, short English names, and what
else a country is commonly called, parted by semicolons.

    npm pack cldr-localenames-full && tar xzf cldr-localenames-full-*.tgz
    assets/make/countries.py package/main/en/territories.json > assets/countries.tsv

The names are CLDR's (Unicode-3.0), in their short form where CLDR has one. States
that are no more, and common names CLDR does not give (ALSO), are added by hand.
"""
import json
import sys

GONE = {"SU": "Soviet Union", "YU": "Yugoslavia", "CS": "Czechoslovakia", "DD": "East Germany"}
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# CLDR's short forms of these are initials (UK, US) or the plain name stands as the variant.
KEEP_LONG = {"GB", "US"}
OURS = {"PS": "Palestine", "CG": "Republic of the Congo", "CD": "DR Congo", "HK": "Hong Kong",
        "MO": "Macao", "MM": "Myanmar", "TR": "Turkey", "CI": "Ivory Coast"}
# Names a reader types that CLDR does not give: initials, former and traditional names.
ALSO = {"AE": ["UAE", "Emirates"], "BA": ["Bosnia-Herzegovina"], "BN": ["Brunei Darussalam"],
        "BY": ["Belorussia"], "CD": ["DRC", "Zaire", "Democratic Republic of the Congo"],
        "CF": ["CAR"], "CI": ["Côte d’Ivoire"], "CN": ["PRC", "People’s Republic of China"],
        "CZ": ["Czech Republic"], "DD": ["GDR"], "FK": ["Malvinas"], "GB": ["Britain", "Great Britain"],
        "GM": ["The Gambia"], "IR": ["Persia"], "KH": ["Kampuchea"], "KP": ["DPRK"], "KR": ["ROK"],
        "LA": ["Lao"], "LK": ["Ceylon"], "MD": ["Moldavia"], "MK": ["Macedonia", "FYROM"], "MM": ["Burma"],
        "NL": ["Holland", "The Netherlands"], "PG": ["PNG"], "RU": ["Russian Federation"], "SA": ["KSA"], "SU": ["USSR"], "SY": ["Syrian Arab Republic"],
        "TL": ["Timor-Leste", "East Timor"], "TR": ["Türkiye"], "TW": ["Formosa", "Chinese Taipei"],
        "US": ["USA", "America", "United States of America"], "VA": ["Holy See", "Vatican"]}

names = json.load(open(sys.argv[1], encoding="utf8"))
names = names["main"]["en"]["localeDisplayNames"]["territories"]
rows = dict(GONE)
also = {}
for key, name in names.items():
    if len(key) != 2 or not key.isalpha() or key in NOT_COUNTRIES:
        continue
    short = names.get(key + "-alt-short")
    rows[key] = OURS.get(key) or (short if short and key not in KEEP_LONG else name)
    # Names in brackets are CLDR's way to tell two apart, not what anybody types.
    forms = [name, short, names.get(key + "-alt-variant")]
    also[key] = [form for form in forms if form and "(" not in form]
print("# Countries: ISO 3166-1 alpha-2 code, short name in English, other common names parted by "
      "semicolons. Names from Unicode CLDR 48 (Unicode-3.0), written by assets/make/countries.py; "
      "SU, YU, CS, DD and names CLDR lacks added by hand.")
for code, name in sorted(rows.items()):
    tidy = lambda text: text.replace(" & ", " and ")
    forms = dict.fromkeys(map(tidy, also.get(code, []) + ALSO.get(code, [])))
    forms.pop(tidy(name), None)
    print(*filter(None, [code, tidy(name), "; ".join(forms)]), sep="\t")
