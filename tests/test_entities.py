"""Entities over a whole text: one identity, one label, roles, ambiguous names, a user's own list."""

from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from extractor.matcher import payload
from extractor.pipeline import load


def rows(nlp: Language, text: str) -> list[dict[str, Any]]:
    """The entity rows of a text, with their text and label."""
    doc = nlp(text)
    spans = doc.spans["entities"]
    found = [{"rule": span.id_, **payload(span, "entities")} for span in spans]
    return [{"text": text[row["start"] : row["end"]], **row} for row in found]


def ids(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(row["text"], row["entity_id"]) for row in rows(nlp, text)]


def test_a_surname_means_the_person_named_in_full_with_role_and_country(nlp: Language) -> None:
    found = rows(nlp, "Norwegian Fisheries Minister Ingrid Solheim resigned. Solheim gave no reason.")
    people = [row for row in found if row["label"] == "PERSON"]
    assert [row["text"] for row in people] == ["Ingrid Solheim", "Solheim"]
    assert {row["entity_id"] for row in people} == {"person:ingrid-solheim"}
    assert {row["role"] for row in people} == {"Norwegian Fisheries Minister"}
    assert {row["country"] for row in people} == {"NOR"}


def test_a_role_behind_the_name_reaches_every_mention(nlp: Language) -> None:
    found = rows(nlp, "Tomasz Wilk, Poland's deputy interior minister, spoke first. Wilk left early.")
    roles = {row["role"] for row in found if row["label"] == "PERSON"}
    assert roles == {"Poland's deputy interior minister"}


def test_two_people_of_one_surname_are_never_joined(nlp: Language) -> None:
    found = rows(nlp, "Anna Berger and Peter Berger own the mill. Berger declined to comment.")
    by_text = {row["text"]: row["entity_id"] for row in found}
    assert by_text["Anna Berger"] == "person:anna-berger"
    assert by_text["Peter Berger"] == "person:peter-berger"
    assert by_text["Berger"] not in ("person:anna-berger", "person:peter-berger")


def test_a_famous_name_is_the_same_person_in_every_text_and_spelling(nlp: Language) -> None:
    texts = ["President Zelenskiy flew to Oslo.", "Volodymyr Zelensky flew home. Zelensky slept."]
    people = [row["entity_id"] for text in texts for row in rows(nlp, text) if row["label"] == "PERSON"]
    assert people == ["person:volodymyr-zelenskyy"] * 3


def test_famous_initials_are_a_person_and_an_airport_is_none(nlp: Language) -> None:
    found = rows(nlp, "MBS met FDR's biographer. Flights at JFK were late. The AOC label protects the wine of Oslo.")
    people = {row["text"]: row["entity_id"] for row in found if row["label"] == "PERSON"}
    assert people == {"MBS": "person:mohammed-bin-salman", "FDR": "person:franklin-roosevelt"}


def test_a_firm_named_after_its_founder_is_no_person(nlp: Language) -> None:
    assert [row["label"] for row in rows(nlp, "Grant & Co fell in Oslo.")] == ["ORG", "GPE"]


def test_names_in_a_row_are_what_their_plural_says(nlp: Language) -> None:
    found = {row["text"]: row["label"] for row in rows(nlp, "Rain fell along the Sutlej, Ravi and Chenab rivers.")}
    assert found["Ravi"] == found["Chenab"] == "LOC"


def test_a_counterpart_is_a_role_with_a_country(nlp: Language) -> None:
    found = rows(nlp, "His Latvian counterpart, Andris Spruds, agreed.")
    assert [(row["role"], row["country"]) for row in found if row["label"] == "PERSON"] == [
        ("Latvian counterpart", "LVA")
    ]


def test_a_company_named_short_is_no_place(nlp: Language) -> None:
    found = rows(nlp, "Nordhavn AB fell. Shares in Nordhavn rose.")
    assert [(row["label"], row["entity_id"]) for row in found] == [("ORG", "org:nordhavn")] * 2


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sarnvik Savings Bank cut 40 jobs. Sarnvik made a loss.", ["org:sarnvik-savings-bank"] * 2),
        ("Lindo Corp. bought Lindo Steel Inc. Shares in Lindo rose.", ["org:lindo", "org:lindo-steel", "org:lindo"]),
        ("CAMBRO Corp. named a chief. Cambro said so.", ["org:cambro"] * 2),
        ("Weldmart's Inc. closed two shops. Shares of Weldmart's fell.", ["org:weldmarts"] * 2),
        ("Ford Motor Company met Nestle S.A. in Oslo.", ["org:ford", "org:nestle", "gpe:oslo"]),
        (
            "Delmar Petroleum Ltd grew. Norlin Energy said Delmar agreed.",
            ["org:delmar-petroleum", "org:norlin-energy", "org:delmar-petroleum"],
        ),
        (
            "Lindo Energy Ltd fell. Shares in Lindo rose. Lindo Shipping sank. Lindo said so.",
            ["org:lindo-energy", "org:lindo-energy", "org:lindo-shipping", "org:lindo-energy"],
        ),
        ("Mines Advisory Group sent a team.", ["org:mines-advisory-group"]),
        ("Oslo-based Lindo Steel Corp. fell. Lindo shut a mill.", ["gpe:oslo", "org:lindo-steel", "org:lindo-steel"]),
        (
            "Norway's Ministry of Foreign Affairs protested. The Foreign Ministry said so.",
            ["gpe:NOR", *["org:ministry-of-foreign-affairs-of-norway"] * 2],
        ),
        ("The Department of Defense paid. The Defense Department said so.", ["org:us-defense-department"] * 2),
    ],
)
def test_an_organisation_has_one_id_and_its_daughter_another(nlp: Language, text: str, ids: list[str]) -> None:
    assert [row["entity_id"] for row in rows(nlp, text)] == ids


def test_a_role_has_the_rank_before_its_country(nlp: Language) -> None:
    found = rows(nlp, "Deputy Russian Foreign Minister Sergei Ryabkov spoke.")
    assert [row["role"] for row in found if row["label"] == "PERSON"] == ["Deputy Russian Foreign Minister"]


def test_a_post_is_no_organisation(nlp: Language) -> None:
    found = rows(nlp, "She is Head of Communications at the Ministry of Works in Norland.")
    assert [row["name"] for row in found if row["label"] == "ORG"] == ["Ministry of Works"]


def test_a_participle_that_begins_a_sentence_is_no_name(nlp: Language) -> None:
    assert rows(nlp, "Discontinued on 8 March, the line was sold.") == []


def test_a_son_is_not_his_father(nlp: Language) -> None:
    text = "Mark Dunmore founded the mill. Mark Dunmore Jr. sold it. Dunmore wept, but Dunmore Jr. did not."
    found = [(row["text"], row["entity_id"]) for row in rows(nlp, text) if row["label"] == "PERSON"]
    assert [entity_id for _, entity_id in found] == [
        "person:mark-dunmore",
        "person:mark-dunmore-jr",
        "person:mark-dunmore",
        "person:mark-dunmore-jr",
    ]


def test_a_name_with_more_parts_is_the_same_person(nlp: Language) -> None:
    text = "Marta Reyes Soto won. Marta Reyes thanked voters. Ms Reyes will take office; Soto is her mother's name."
    people = {row["entity_id"] for row in rows(nlp, text) if row["label"] == "PERSON"}
    assert people == {"person:marta-reyes-soto"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergei Lanskoy", "Sergey Lanskoy", True),
        ("Kirsten Aldous", "Kirstin Aldous", True),
        ("Jamal Haddad", "Jamil Haddad", False),
        ("Mario Conti", "Maria Conti", False),
        ("William Sarn", "Bill Sarn", True),
        ("Steve Conti", "Steven Conti", True),
        ("Robert Veld", "Roger Veld", False),
    ],
)
def test_two_forms_of_a_name_are_one_person(nlp: Language, one: str, other: str, same: bool) -> None:
    text = f"Minister {one} spoke first. Minister {other} spoke later."
    people = [row["entity_id"] for row in rows(nlp, text) if row["label"] == "PERSON"]
    assert len(people) == 2
    assert (people[0] == people[1]) is same


def test_a_city_that_plays_is_a_club_and_a_city_elsewhere(blank: Language) -> None:
    text = "Valencia beat Cadiz 2-0 with a goal in each half. Fans danced in Valencia."
    assert ids(blank, text) == [
        ("Valencia", "org:valencia"),
        ("Cadiz", "org:cadiz"),
        ("Valencia", "gpe:valencia"),
    ]
    assert ids(blank, "Moscow beat Ankara to the contract by 14-13 votes.")[0] == ("Moscow", "gpe:moscow")


def test_a_country_behind_the_dash_of_a_dateline_is_found(nlp: Language) -> None:
    assert ("Senegal", "gpe:SEN") in ids(nlp, "DAKAR - Senegal's council upheld the vote on Friday.")


def test_an_abbreviation_that_the_text_explains_is_resolved_everywhere(blank: Language) -> None:
    found = ids(blank, "The Lake Ferry Workers Alliance (LFWA) met. The LFWA wants more boats.")
    assert {entity_id for _, entity_id in found} == {"org:lake-ferry-workers-alliance"}
    assert [text for text, _ in found] == ["Lake Ferry Workers Alliance", "LFWA", "LFWA"]


def test_an_abbreviation_that_a_bracket_explains_is_the_name_in_it(blank: Language) -> None:
    found = ids(blank, "Talks with SPK (Coastal Growers Union) failed. The SPK walked out.")
    assert {entity_id for _, entity_id in found} == {"org:coastal-growers-union"}


def test_what_an_office_is_for_is_no_organisation(nlp: Language) -> None:
    texts = [row["text"] for row in rows(nlp, "UK Defence Secretary Mary Alderton flew to Oslo.")]
    assert texts == ["UK", "Mary Alderton", "Oslo"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Growers in Georgia met in Tbilisi on Monday.", "Georgia", "GEO"),
        ("Growers in Georgia met in Atlanta on Monday.", "Georgia", "USA"),
        ("Growers in Georgia met on Monday.", "Georgia", None),
        ("The president of Chad flew to Libya.", "Chad", "TCD"),
        ("Nobody voted. Jordan reported no cases.", "Jordan", "JOR"),
        ("Flights from Congo to Brazzaville resumed.", "Congo", "COG"),
        ("A factory in Reading closed.", "Reading", "GBR"),
    ],
)
def test_an_ambiguous_name_is_settled_by_the_text_or_has_no_code(
    blank: Language, text: str, name: str, country: str | None
) -> None:
    found = {row["text"]: row["country"] for row in rows(blank, text)}
    assert found[name] == country


@pytest.mark.parametrize(
    "text", ["The roast turkey was cold.", "Reading is fun.", "A nice polish for china.", "Chad Moss won."]
)
def test_an_ordinary_word_is_no_place(blank: Language, text: str) -> None:
    assert not [row for row in rows(blank, text) if row["label"] in ("GPE", "NORP")]


def test_a_headline_in_capitals(blank: Language) -> None:
    found = rows(blank, "FLOODS IN SOUTH SUDAN DISPLACE THOUSANDS, WHO SAID WHAT")
    assert [(row["text"], row["country"]) for row in found] == [("SOUTH SUDAN", "SSD")]


def test_a_place_in_another_country_than_the_table_says(blank: Language) -> None:
    found = {row["text"]: row for row in rows(blank, "He moved to Birmingham, Alabama last year.")}
    assert found["Birmingham"]["country"] == "USA"
    assert found["Birmingham"]["entity_id"] != "gpe:birmingham"


def test_a_place_stays_where_the_text_puts_it(blank: Language) -> None:
    text = "Floods hit Athens, Georgia, on Monday. Roads in Athens were closed, and so were schools in Athens."
    athens = {(row["entity_id"], row["country"]) for row in rows(blank, text) if row["text"] == "Athens"}
    assert athens == {("gpe:athens-georgia-us-state", "USA")}


def test_a_place_before_a_country_that_acts_is_not_in_it(blank: Language) -> None:
    found = {row["text"]: row["country"] for row in rows(blank, "In the Test in Pune, New Zealand won by 113 runs.")}
    assert found == {"Pune": "IND", "New Zealand": "NZL"}


def test_places_in_a_list_do_not_lie_in_each_other(blank: Language) -> None:
    found = ids(blank, "Flights to Paris, Berlin and Rome, and to Athens, Malta and Oslo, were late.")
    assert [entity_id for _, entity_id in found] == [
        "gpe:paris", "gpe:berlin", "gpe:rome", "gpe:athens", "gpe:MLT", "gpe:oslo",
    ]  # fmt: skip


def test_a_users_own_names_come_first(tmp_path: Path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "names.csv").write_text(
        "surface,name,id,label,country\n"
        "Britain,Britain Foods plc,org:britain-foods,ORG,GBR\n"
        "Quay Nine,Quay Nine,,FAC,NOR\n",
        encoding="utf-8",
    )
    found = rows(load("blank", [tmp_path]), "Britain opened a plant at Quay Nine in Oslo.")
    assert [(row["text"], row["label"], row["entity_id"]) for row in found] == [
        ("Britain", "ORG", "org:britain-foods"),
        ("Quay Nine", "FAC", "fac:quay-nine"),
        ("Oslo", "GPE", "gpe:oslo"),
    ]


def test_rows_do_not_depend_on_the_model_for_what_the_tables_know(nlp: Language, blank: Language) -> None:
    text = "Türkiye and the WHO sent aid to Burma."
    assert ids(nlp, text) == ids(blank, text) == [("Türkiye", "gpe:TUR"), ("WHO", "org:who"), ("Burma", "gpe:MMR")]


def test_who_employs_a_person_is_found_before_the_office(nlp: Language) -> None:
    found = rows(nlp, "PKR information chief Aminah Yusof and Motilal Veld analyst Sudhir Guntoor resigned.")
    assert [(row["text"], row["label"]) for row in found] == [
        ("PKR", "ORG"),
        ("Aminah Yusof", "PERSON"),
        ("Motilal Veld", "ORG"),
        ("Sudhir Guntoor", "PERSON"),
    ]


def test_the_name_that_a_person_goes_by_is_the_same_person(nlp: Language) -> None:
    text = "Robert Mwanga, the singer known as Bobi Star, was held in Kampala. Star had sung there."
    assert {row["text"] for row in rows(nlp, text) if row["entity_id"] == "person:robert-mwanga"} == {
        "Robert Mwanga",
        "Bobi Star",
        "Star",
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Brewer Sarnbrau sold its mill.", {"Sarnbrau"}),
        ("Veld Energy and Sarn Energy merged.", {"Veld Energy", "Sarn Energy"}),
        ("Parents sued the schools Holy Heart and Rosaria.", {"Holy Heart", "Rosaria"}),
        ("Shares of Port Dunmere Holdings lost 12 sen to RM7.35.", {"Port Dunmere Holdings"}),
        ("The umpire sent Imam-ul-Haq Khan off.", {"Imam-ul-Haq Khan"}),
        ("Shares of Lortek plc fell.", {"Lortek plc"}),
        ("Coach Tundu Lissavik left.", {"Tundu Lissavik"}),
        ("Veldgaz owes Sarnprom $7 billion.", {"Veldgaz", "Sarnprom"}),
        ("Photo: Amina Mwangi/AFP.", {"Amina Mwangi", "AFP"}),
        ("Losses at Marwick (MWK.L) grew, and Tata Motors (TAMO.NS) slowed.", {"Marwick", "Tata Motors"}),
        ("He took a bribe of Rs50,000 from a builder in Larkfield.", {"Larkfield"}),
        ("Thieves fled in a Toyota Prado.", {"Toyota Prado"}),
        ("KCB, Equity and Co-op Bank cut their rates.", {"KCB", "Equity", "Co-op Bank"}),
        ("Cabinet Secretary Amina Mwangi resigned.", {"Amina Mwangi"}),
    ],
)
def test_a_name_ends_where_it_ends(nlp: Language, text: str, names: set[str]) -> None:
    assert {row["text"] for row in rows(nlp, text)} == names


def test_a_city_with_a_club_of_its_name_is_the_club_in_a_match(blank: Language) -> None:
    text = "Leicester City beat Sarn 2-1 with goals by their coach's sons. Leeds host Leicester next."
    assert [row for row in ids(blank, text) if row[0].startswith("Le")] == [
        ("Leicester City", "org:leicester-city"),
        ("Leeds", "org:leeds"),
        ("Leicester", "org:leicester-city"),
    ]


def test_what_an_abbreviation_means_in_this_text_goes_before_the_tables(blank: Language) -> None:
    text = "The Norland People's Party lost. NPP voters stayed at home."
    assert ids(blank, text)[-1] == ("NPP", "org:norland-peoples-party")
    text = "The Norland Liberal Democratic Party lost. NLDP voters stayed at home, and NLD voters did not."
    assert ids(blank, text)[1:] == [
        ("NLDP", "org:norland-liberal-democratic-party"),
        ("NLD", "org:national-league-for-democracy"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The trawler, named Sandrina, sank off the coast.", "Sandrina", "PRODUCT"),
        ("The road to Nagarele was cut by the flood.", "Nagarele", "GPE"),
        ("Ann Marwick, 44, of Perrystone, was hurt.", "Perrystone", "GPE"),
        ("Sarn rose 4 percent and Veldrin fell 3 percent in early trade.", "Veldrin", "ORG"),
        ("The dockers' union, Havenbond, called a strike.", "Havenbond", "ORG"),
        ("A soldier called Tamirat said the road was closed.", "Tamirat", "PERSON"),
        ("The agency, named Ann Sarn its head.", "Ann Sarn", "PERSON"),
        ("The stew was good, said Tehuel, who cooks for the miners.", "Tehuel", "PERSON"),
        ("Artem Beglary, the enclave's ombudsman, called for help.", "Artem Beglary", "PERSON"),
        ("Two men were shot at a police depot at Tolmin, police said.", "Tolmin", "GPE"),
        ("They launched 60 Ostvel drones at the city.", "Ostvel", "PRODUCT"),
        ("Ann Sarn, who runs Ostvel, will resign.", "Ostvel", "ORG"),
        ("She called on Ostvel, a think tank, for help.", "Ostvel", "ORG"),
        ("Villagers had fled Ostvel by dusk.", "Ostvel", "GPE"),
        ("Police found him behind Ostvel Market.", "Ostvel Market", "FAC"),
        ("A tug sank off Ostvel.", "Ostvel", "GPE"),
        ("It pays for wells in Turkana, Marsabit and Wajir.", "Marsabit", "GPE"),
        ("Grindrod GND, -6.01%, and Imperial Logistics IPL, +1.15%, went apart.", "Grindrod", "ORG"),
        ("She used to work at Ostvel.", "Ostvel", "ORG"),
        ("Oparan Ambetsa, governor of Sarn, left.", "Oparan Ambetsa", "PERSON"),
        ("Costs hurt Norbury (NBYL.L) and Tamirat (TMRT.N) this year.", "Tamirat", "ORG"),
    ],
)
def test_the_words_beside_a_name_say_what_it_is(nlp: Language, text: str, name: str, label: str) -> None:
    assert (name, label) in [(row["text"], row["label"]) for row in rows(nlp, text)]


def test_of_two_people_the_one_named_first_is_meant_by_the_family_name(nlp: Language) -> None:
    text = "Kim Jae Won wept. Kim thanked the troops. His sister, Kim So Yeon, stood by."
    assert ("Kim", "person:kim-jae-won") in ids(nlp, text)


def test_a_full_name_with_an_article_is_no_person(nlp: Language) -> None:
    (row,) = rows(nlp, "Divers found the Kathryn Dunmore off the cape.")
    assert (row["text"], row["label"]) == ("Kathryn Dunmore", "PRODUCT")


def test_a_middle_name_may_stand_for_its_person(nlp: Language) -> None:
    found = ids(nlp, "Ernesto Robles Quijano runs a mill. On Friday Robles closed it.")
    assert found == [("Ernesto Robles Quijano", "person:ernesto-robles-quijano"), ("Robles", found[0][1])]


def test_a_double_name_is_found_whole(nlp: Language) -> None:
    found = ids(nlp, "Zahra Mills-Dunmore runs a newsroom. The queen met Mills-Dunmore in May.")
    assert found == [(name, "person:zahra-mills-dunmore") for name in ("Zahra Mills-Dunmore", "Mills-Dunmore")]


def test_half_a_name_is_no_city(blank: Language) -> None:
    assert ids(blank, "Votes for Gbadebo Rhodes-Okonda rose. Ferries to Rhodes left.") == [("Rhodes", "gpe:rhodes")]


def test_a_town_that_no_table_knows_plays_too(nlp: Language) -> None:
    text = "With a late goal the league leaders survived Ostvel, 98-90."
    assert rows(nlp, text)[-1]["label"] == "ORG"
    text = "Rovers lead the league. Fans in Port Dunmere sang as Port Dunmere beat Ramsey County 3-1 with two goals."
    labels = [(row["text"], row["label"]) for row in rows(nlp, text)]
    assert labels[1:] == [("Port Dunmere", "LOC"), ("Port Dunmere", "ORG"), ("Ramsey County", "ORG")]


def test_an_abbreviation_that_acts_is_an_organisation(nlp: Language) -> None:
    found = ids(nlp, "The ship of the NPVA left at dawn. KEMTA denied it. GDP fell, and the CEO resigned.")
    assert found == [("NPVA", "org:npva"), ("KEMTA", "org:kemta")]


@pytest.mark.parametrize(
    ("text", "name", "entity_id"),
    [
        ("Hurricane Delta hit Port Alden. On Friday Delta weakened.", "Delta", "event:hurricane-delta"),
        ("HMS Tamirat left Port Alden. Divers were aboard the Tamirat.", "Tamirat", "product:hms-tamirat"),
        ("Kantansha Township is flooded. The dead were from Ward 9, Kantansha.", "Kantansha", "gpe:kantansha"),
    ],
)
def test_a_storm_ship_or_township_goes_by_its_name(nlp: Language, text: str, name: str, entity_id: str) -> None:
    assert ids(nlp, text)[-1] == (name, entity_id)


def test_a_first_name_that_one_person_has_is_found_again(nlp: Language) -> None:
    found = ids(nlp, 'Police let Khurel Dunmore go. "Where is Khurel now?" his aunt asked.')
    assert found == [("Khurel Dunmore", "person:khurel-dunmore"), ("Khurel", "person:khurel-dunmore")]
