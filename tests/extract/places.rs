//! What a reader sees of a story's countries and its place, rule by rule, each with the
//! sentence that shows it.

use super::facts;

/// `NO:2 DK:0` for a story naming Norway twice and a Danish town.
fn countries(body: &str) -> String {
    let facts = facts("", body);
    let counted = facts.countries.iter().map(|c| format!("{}:{}", c.code, c.count));
    counted.collect::<Vec<_>>().join(" ")
}

#[test]
fn names_demonyms_and_seats_count() {
    assert_eq!(countries("Norwegian boats left Norway’s fjords, the Norwegians said."), "NO:3");
    assert_eq!(
        countries("The US-led fleet met the U.S. envoy; the UAE and the UK agreed."),
        "US:2 AE:1 GB:1"
    );
    assert_eq!(countries("The Kremlin and the White House were silent."), "RU:1 US:1");
    assert_eq!(countries("Let us go with them."), "");
}

#[test]
fn a_capital_is_a_state_when_it_acts_and_a_place_when_things_happen_there() {
    assert_eq!(countries("Moscow rejected the note."), "RU:1");
    assert_eq!(countries("The choir sang in Moscow."), "RU:0");
}

#[test]
fn a_town_tells_its_country_without_counting() {
    assert_eq!(countries("The ferry sank near Bergen."), "NO:0");
    assert_eq!(countries("Farmers met in Lebanon, Ohio, on Monday."), "US:0");
    assert_eq!(countries("A shop opened in Paris, Ont., on Monday."), "CA:0");
}

#[test]
fn longer_names_win() {
    assert_eq!(countries("Rain fell over New Mexico."), "US:0");
    assert_eq!(countries("Papua New Guinea and South Sudan voted."), "PG:1 SS:1");
    assert_eq!(countries("Trade in South America and Latin America grew."), "");
}

#[test]
fn names_in_other_languages_and_scripts_count() {
    assert_eq!(countries("Le ferry a quitté la Norvège pour le Danemark."), "NO:1 DK:1");
    assert_eq!(countries("Die Fähre verließ Norwegen und Großbritannien."), "NO:1 GB:1");
    assert_eq!(countries("El barco salió de Noruega hacia Gran Bretaña."), "NO:1 GB:1");
    assert_eq!(countries("Паром вышел из Норвегии в норвежские воды."), "NO:1");
    assert_eq!(countries("渡轮从挪威开往丹麦。"), "NO:1 DK:1");
    assert_eq!(countries("وصلت العبارة إلى النرويج"), "NO:1");
}

#[test]
fn persons_birds_and_languages_are_no_countries() {
    assert_eq!(countries("The coach praised Tove Jordan again."), "");
    assert_eq!(countries("She spoke French, and he learned German."), "");
}

#[test]
fn what_the_story_is_about_comes_first() {
    let facts = facts("Norway builds ferries", "Denmark and Sweden buy them. Norway sells.");
    let codes: Vec<_> = facts.countries.iter().map(|country| country.code.to_string()).collect();
    assert_eq!(codes[0], "NO");
    assert_eq!(codes.len(), 3);
}

#[test]
fn the_dateline_is_the_place_as_written() {
    assert_eq!(
        facts("", "OSLO, Dec 15 (Northern Wire) — Ferries sailed.").place.as_deref(),
        Some("OSLO")
    );
    assert_eq!(facts("", "Ferries sailed - in Oslo.").place, None);
}

#[test]
fn every_mention_is_the_word_itself() {
    let (headline, body) = ("Norway’s ferry", "The Norwegian ferry left Élysée for Côte d’Ivoire.");
    for country in facts(headline, body).countries {
        for mention in &country.mentions {
            let text =
                if mention.part == dateline::model::Part::Headline { headline } else { body };
            assert!(mention.span.of(text).starts_with(char::is_uppercase));
        }
    }
}

fn bodies(body: &str) -> Vec<String> {
    facts("", body).organisations.into_iter().map(|body| body.name.into()).collect()
}

#[test]
fn a_body_is_told_by_its_head_noun() {
    assert_eq!(bodies("He joined the Harbour Safety Board."), ["Harbour Safety Board"]);
    assert_eq!(
        bodies("She left the Institute of Marine Research."),
        ["Institute of Marine Research"]
    );
    assert_eq!(bodies("Shares of Lindvik Shipping Inc rose."), ["Lindvik Shipping Inc"]);
    assert_eq!(bodies("Norwegian forces and the Norwegian Army met."), ["Norwegian Army"]);
    assert_eq!(bodies("The board met at the Lindvik Airbase."), Vec::<String>::new());
}

#[test]
fn a_body_may_be_named_behind_what_it_is() {
    assert_eq!(bodies("It was built by the German company Lindvik."), ["Lindvik"]);
    assert_eq!(bodies("The firm Lindvik and Vang drew it."), ["Lindvik and Vang"]);
    assert!(bodies("The company said so.").is_empty());
}

#[test]
fn a_head_alone_is_the_body_named_before() {
    assert_eq!(
        bodies("The Harbour Commission met, and the Commission voted."),
        ["Harbour Commission"]
    );
    assert_eq!(bodies("They got help from the Coalition at noon."), ["Coalition"]);
}

#[test]
fn initials_and_short_forms_are_the_same_body() {
    let facts =
        facts("", "The Harbour Safety Board (HSB) met. The HSB voted. The Safety Board left.");
    let counted: Vec<_> = facts.organisations.iter().map(|b| (&*b.name, b.count)).collect();
    assert_eq!(counted, [("Harbour Safety Board", 3)]);
    assert_eq!(
        bodies("The United Nations met. The UN voted, then the U.N. left."),
        ["United Nations"]
    );
}

#[test]
fn the_source_is_credited_and_is_no_organisation() {
    let closed = facts("", "The ferry sailed, according to Harbour Press.\n\nIt came back.");
    assert_eq!(closed.source.as_deref(), Some("Harbour Press"));
    assert!(closed.organisations.is_empty());
    let begun = facts("", "OSLO (Northern Wire) - The ferry sailed.");
    assert_eq!(begun.source.as_deref(), Some("Northern Wire"));
}

#[test]
fn a_local_story_keeps_its_town_at_home() {
    let local =
        "A Paris man was stopped by Deputies near the Lamar County line. The Sheriff said so.";
    assert_eq!(countries(local), "US:0");
    assert_eq!(countries("Paris and Bonn signed the French plan."), "FR:2 DE:1");
}

#[test]
fn a_namesake_follows_the_story() {
    assert_eq!(countries("The yards of Atlanta, Georgia, are full. Georgia waits."), "US:0");
    assert_eq!(countries("Georgia shut its border, and Tbilisi said so."), "GE:2");
    assert_eq!(
        countries("A shop in Edmonton, Ky., burned. The Edmonton fire was out by noon."),
        "US:0"
    );
}

#[test]
fn saints_and_currencies_are_no_places() {
    assert_eq!(countries("They met at St. Mary's School on St. Patrick's Day."), "");
    assert_eq!(countries("It costs US$40."), "");
}

/// How long each takes is for `benches/extract.rs`.
#[test]
fn floods_of_names_are_read() {
    for flood in ["Oslo ", "A ", "The Board of ", "HSB (HSB) ", "Lindvik, ", "U.S.", "St. ", "É"] {
        let body = flood.repeat((1 << 20) / flood.len());
        let facts = facts("", &body);
        let countries = facts.countries.iter().flat_map(|country| &country.mentions);
        let mut mentions =
            countries.chain(facts.organisations.iter().flat_map(|body| &body.mentions));
        assert!(mentions.all(|mention| !mention.span.of(&body).is_empty()), "{flood:?}");
    }
}

#[test]
fn a_large_town_needs_no_country_in_a_dateline() {
    let from = |town: &str| countries(&format!("{town} (NW) — The talks ended on Friday."));
    assert_eq!(["GENEVA", "NAPLES", "MANCHESTER"].map(from), ["CH:0", "IT:0", "GB:0"]);
    assert_eq!(["WELLINGTON", "VANCOUVER", "ST. LOUIS"].map(from), ["NZ:0", "CA:0", "US:0"]);
    assert_eq!(from("NAPLES, Fla."), "US:0");
}

#[test]
fn what_is_said_may_begin_with_a_state_that_is_a_name_too() {
    assert_eq!(countries("The minister said Turkey would buy grain."), "TR:1");
    assert_eq!(countries("The minister said Israel had not signed."), "IL:1");
    assert_eq!(countries("“We wait,” said Jordan, who leads the union."), "");
}
