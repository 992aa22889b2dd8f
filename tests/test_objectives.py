"""Objectives: layouts, borders of items, counts, holders, and what is no list; the rules' examples say the rest."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractor.documents import Document
from extractor.enumeration.inline import MOST_SEPARATORS
from extractor.pipeline import make_doc
from extractor.records import Objective
from extractor.rows import extraction_of


def rows_of(nlp: Language, text: str) -> list[Objective]:
    document = Document(doc_id="a", text=text)
    return list(extraction_of(nlp(make_doc(nlp, document)), document).objectives)


def lists_of(nlp: Language, text: str) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows_of(nlp, text):
        found.setdefault(row.list, []).append(row.text)
    return list(found.values())


@pytest.fixture(scope="module", params=["default", "blank"])
def either(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("nlp" if request.param == "default" else "blank")


@pytest.mark.parametrize(
    ("text", "layout", "items"),
    [
        ("The bill would:\n- cut fares;\n- open stations; and\n- hire guards.", "vertical-bulleted",
         ["cut fares", "open stations", "hire guards"]),
        ("The bill would:\n\n\uf0b7 cut fares\n\n\uf0b7 open stations", "vertical-bulleted",
         ["cut fares", "open stations"]),
        ("The city has two goals:\n1. Clean air\nThe air is foul.\n2. Safe streets", "vertical-numbered",
         ["Clean air", "Safe streets"]),
        ("The city has two goals:\n\nClean air\n\nThe air is foul, and people die.\n\nSafe streets\n\nForty died.",
         "vertical-plain", ["Clean air", "Safe streets"]),
        ("The city has two goals\n\nGoal 1: Clean air\n\nThe air is foul.\n\nGoal 2: Safe streets", "vertical-numbered",
         ["Clean air", "Safe streets"]),
        ("The city has two goals:\n1. Clean air\n1. Safe streets\n\nIt rains.", "vertical-numbered",
         ["Clean air", "Safe streets"]),
        ("The city's goals are to:\n- cut noise;\nand\n- plant trees.", "vertical-bulleted",
         ["cut noise", "plant trees"]),
        ("The city has two goals:\n\nCutting noise\n\nPlanting trees\n\nVisitors agree.", "vertical-plain",
         ["Cutting noise", "Planting trees"]),
        ("The city has two goals: (1) to cut noise, and (2) to plant trees.", "lettered", ["cut noise", "plant trees"]),
        ("The fund will work in two areas.\n\nEarly years. Children need words.\n\nOld age. Nobody should eat alone.",
         "vertical-plain", ["Early years. Children need words", "Old age. Nobody should eat alone"]),
        ("The plan has two parts.\n\n**1. Pay.** It will rise.\n\n**2. Homes.** Rents will fall.", "vertical-numbered",
         ["Pay.** It will rise", "Homes.** Rents will fall"]),
        ("Mediators drew up a roadmap in two phases. In the first phase, the guns would fall silent. "
         "In the second, the port would open.", "ordinal", ["the guns would fall silent", "the port would open"]),
        ("The panel recommends several measures. Firstly, letters should be plain. Secondly, debtors should get time.",
         "ordinal", ["letters should be plain", "debtors should get time"]),
        ("The plan has two points. First, the sides should meet, he said. Second, they should trade.", "ordinal",
         ["the sides should meet", "they should trade"]),
        ("The city has two goals. First, it must cut noise. Second, it must plant trees. Finally, rain.", "ordinal",
         ["it must cut noise", "it must plant trees"]),
        ("The city's goals are to cut noise, plant trees and clean the river.", "inline",
         ["cut noise", "plant trees", "clean the river"]),
        ("Here are the main elements of the offer: * Cut noise. * Plant trees. The mayor left.", "lettered",
         ["Cut noise", "Plant trees"]),
    ],
)  # fmt: skip
def test_layouts(either: Language, text: str, layout: str, items: list[str]) -> None:
    rows = rows_of(either, text)
    assert {row.layout for row in rows} == {layout}
    assert [row.text for row in rows] == items
    assert [row.item for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The three priorities are jobs, health and education, the minister said.", ["jobs", "health", "education"]),
        ("It has three aims: to train nurses and doctors, to build wards, and to cut queues.",
         ["train nurses and doctors", "build wards", "cut queues"]),
        ("It has three aims: safe, cheap power; clean rivers, lakes and seas; and work.",
         ["safe, cheap power", "clean rivers, lakes and seas", "work"]),
        ("Its priorities include drafting and passing a new law, mending roads (and bridges) and hiring guards.",
         ["drafting and passing a new law", "mending roads (and bridges)", "hiring guards"]),
        ("Our aims are buying Kvantum, which makes lids; moving to Oslo; and hiring, she said.",
         ["buying Kvantum, which makes lids", "moving to Oslo", "hiring"]),
        ("The fund has two aims, namely dry cellars and short queues.", ["dry cellars", "short queues"]),
        ("Her goals, she told the crowd, are simple: pay pensions, mend the road and send girls to school.",
         ["pay pensions", "mend the road", "send girls to school"]),
        ("The steps include closing the paint shop, moving the assembly of vans and selling a depot.",
         ["closing the paint shop", "moving the assembly of vans", "selling a depot"]),
        ("The priorities now are clean water, shelter and the burial of the dead, a doctor said.",
         ["clean water", "shelter", "the burial of the dead"]),
        ("Reforms must meet three tests: they must be fair, simple and cheap.", ["fair", "simple", "cheap"]),
        ("The plan's three principles are “Pay less,” “Wait less” and “Walk more.”",
         ["Pay less", "Wait less", "Walk more"]),
    ],
)  # fmt: skip
def test_borders_inside_a_line(nlp: Language, text: str, items: list[str]) -> None:
    assert [row.text for row in rows_of(nlp, text)] == items


def test_two_lists_in_a_row_end_where_the_next_is_announced(either: Language) -> None:
    text = (
        "Zambia agreed to:\n\nOpen the gates\n\nPay half\n\n"
        "Mozambique agreed to:\n\nDrop its case\n\nShare data\n\nIt rains."
    )
    assert lists_of(either, text) == [["Open the gates", "Pay half"], ["Drop its case", "Share data"]]


def test_a_list_inside_an_item_is_a_list_of_its_own(nlp: Language) -> None:
    text = (
        "The city has three priorities:\n• Roads\n• Homes by the sea. Two programs would start soon:\n"
        "    - Grants for piers\n    - A buyout of old houses\n• Marshes"
    )
    assert lists_of(nlp, text) == [
        ["Roads", "Homes by the sea", "Marshes"],
        ["Grants for piers", "A buyout of old houses"],
    ]


def test_an_earlier_announcement_may_declare_the_number(nlp: Language) -> None:
    text = "Nurses present two demands\n\nThe nurses' demands are:\n- higher pay\n- free meals"
    assert {row.declared_count for row in rows_of(nlp, text)} == {2}


def test_declared_and_found_may_differ(nlp: Language) -> None:
    rows = rows_of(nlp, "The group set four conditions: a truce, an inquiry and the release of nine men.")
    assert {(row.declared_count, row.found_count) for row in rows} == {(4, 3)}


@pytest.mark.parametrize(
    "text",
    [
        "Moss scored two goals: a header and a penalty.",
        "He told three people: his wife, his lawyer and his doctor.",
        "The talks have one goal: peace, bread and land.",
        "She unveiled a five-point plan on Monday.",
        "He gave two reasons to stay.\n\nRain was one.",
        "The minister answered with his demands: “We are tired, and we want peace.”",
        "Since May the mayor has taken three steps: she closed a road, hired guards and sold a car park.",
        "Three steps led to the deal: a lunch in Zurich, a quarrel in Milan and a phone call.",
        "The programme has two goals:\n- Who pays?\n- When does it end?",
        "The bill includes three measures:\n- $5 million for roads\n- $2 million for parks",
        "The hearing has two phases:\n- 9:30 a.m. Opening\n- 10:15 a.m. Questions",
        "Conditions are wet, cold and windy.",
        "The police stepped up security measures: officers searched bags, closed roads and checked cars.",
        "To meet its goals, the fund gave money to:\n- Leeds University\n- Hull Museum",
        "The case has two elements: the gun and the motive.",
        "The following towns support the goals:\n- Leeds\n- Hull",
        "The governor vetoed two measures: a bill on guns and a bill on water.",
        "The bill would cut fares and open stations.",
        "Send your application to:\nAnn Bell\n12 Mill Lane",
        f"The plan has {MOST_SEPARATORS + 2} goals: {', '.join(['open a mill'] * (MOST_SEPARATORS + 1))} and sell it.",
    ],
)
def test_what_is_no_list_of_objectives(either: Language, text: str) -> None:
    assert rows_of(either, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The gang worked in two stages. First, a woman rang the bell. Second, a man went in.",
        "The treaty had three provisions: Sweden lost Finland, Norway went to Sweden, and Denmark gained a debt.",
        "The following changes take effect in May:\n- Paula Stern becomes head of sales\n- John Smith moves to Vienna",
    ],
)
def test_what_happened_and_who_goes_where_is_no_list(nlp: Language, text: str) -> None:
    assert rows_of(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("The council's two aims are to cut noise and to plant trees.", "The council"),
        ("Watchdog Africa made two demands of the army: an inquiry and a truce.", "Watchdog Africa"),
        ("Parliament has given the Reserve Bank two goals: stable prices and safe banks.", "Reserve Bank"),
        ("The bill sets two conditions: a test and a fee.", "The bill"),
        ("The premier has two conditions for a meeting with the army: a truce and an inquiry.", "The premier"),
        ("The union drew two red lines ahead of the talks: no layoffs and no cuts.", "The union"),
        ("The union made two proposals of its own: longer shifts and shorter weeks.", "The union"),
        ("Talks stalled over the two conditions set by the rebels: a truce and a vote.", "the rebels"),
        ("There are two aims: cutting noise and planting trees.", None),
        (
            "Chile and Peru agreed on two conditions for a truce: the release of men and aid for the north.",
            "Chile and Peru",
        ),
        (
            "Under the Clean Rivers Act, firms must meet two conditions: they must pay and they must report.",
            "Clean Rivers Act",
        ),
        (
            "BOGOTÁ - A rebel group said it would leave if the mayor met two demands: a truce and a vote.",
            "A rebel group",
        ),
        ("Householders have been asked to take these steps:\n- cover drums\n- empty vases", None),
        ("The UN has two aims: a truce and a vote.", "UN"),
        ("The United Nations met. The UN has two aims: a truce and a vote.", "United Nations"),
        ("LIMA – The miners met again.\n\nThey must:\n- pay a fine\n- close a shaft", "The miners"),
        ("The agency Northwatch filmed the ice. The agency has two aims: safer boats and cheaper maps.", "Northwatch"),
        ("Ann Bell, the finance minister, spoke. The minister has two aims: a tax and a loan.", "Ann Bell"),
        ("Fishermen lose nets each week, the port says. Its two aims are to mark wrecks and to lift them.", "the port"),
    ],
)
def test_holder(nlp: Language, text: str, holder: str | None) -> None:
    assert {row.holder for row in rows_of(nlp, text)} == {holder}


PIECES = st.sampled_from(
    ["two goals: ", "The bill would:\n", "- ", "1. ", "First, ", "Second, ", "and ", "; ", "cut fares", ", ", ".",
     "\n\n",
     "(a) ", "(b) ", "priorities are ", "“", "”", "calls on X to:\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_rows_keep_the_contract_on_any_text(blank: Language, text: str) -> None:
    rows = rows_of(blank, text)
    assert all(row.text == text[row.start : row.end] and row.text.strip() == row.text for row in rows)
    assert all(one.end <= two.start for one, two in pairwise(rows))
    assert all(row.cue == text[row.cue_start : row.cue_end] for row in rows)
    for number in {row.list for row in rows}:
        items = [(row.item, row.found_count) for row in rows if row.list == number]
        assert items == [(place, len(items)) for place in range(1, len(items) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["two goals: ", "The bill would:\n- a\n", "First, two steps. ", "two aims are to a, b and c; "]
)
def test_time_is_linear(blank: Language, piece: str) -> None:
    def seconds(times: int) -> float:
        doc = blank.make_doc(piece * times)
        for name, component in blank.pipeline:
            if name == "extractor_sentences":
                component(doc)
        component = blank.get_pipe("extractor_objectives")
        began = time.process_time()
        component(doc)
        return time.process_time() - began

    seconds(50)
    assert seconds(600) < 12 * max(seconds(150), 0.05)
