"""The HTML page of a run in a real browser: with mouse and keyboard, comparing, and with news that means harm."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Browser
from made_up import EVIL, PLAIN, document, page_of, run_folder

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, which is not installed")


@pytest.fixture(scope="module")
def shared_browser() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(shared_browser: Browser) -> Iterator[Browser]:
    """The browser; whatever a test does, the page complains of nothing and asks for nothing."""
    shared_browser.errors.clear()
    shared_browser.requests.clear()
    yield shared_browser
    assert shared_browser.errors == []
    assert all(address.startswith("file:") for address in shared_browser.requests)


def texts_of(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.textContent)")
    return found


def test_text_is_rebuilt_and_spans_are_layered(browser: Browser, tmp_path: Path) -> None:
    browser.open(page_of(tmp_path, document("a", PLAIN)))
    assert texts_of(browser, ".text > *") == PLAIN.split("\n")
    assert texts_of(browser, ".under-dates") == ["10 April 2025"]
    assert texts_of(browser, ".under-objectives") == ["stop all ", "40 cranes", "hire guards"]
    assert texts_of(browser, ".under-objectives.under-counts.tint-counts") == ["40 cranes"]


def test_hover_shows_every_row_of_the_place(browser: Browser, tmp_path: Path) -> None:
    browser.open(page_of(tmp_path, document("a", PLAIN)))
    browser.point(".under-counts")
    assert texts_of(browser, "#card .kind") == ["demand", "count"]
    card = "".join(texts_of(browser, "#card"))
    assert "counts.number" in card
    assert "crane" in card
    browser.point("#title")
    assert browser.run("document.getElementById('card').hidden")


def test_keyboard_walks_spans_and_texts(browser: Browser, tmp_path: Path) -> None:
    browser.open(page_of(tmp_path, document("a", PLAIN), document("b", PLAIN)))
    browser.press("n")
    assert browser.run("document.activeElement.textContent") == "10 April 2025"
    browser.press("n")
    assert browser.run("document.activeElement.textContent") == "Harbour Union"
    browser.press("Enter")
    assert browser.run("document.getElementById('card').classList.contains('held')")
    browser.press("Escape")
    assert browser.run("document.getElementById('card').hidden")
    browser.press("j")
    assert texts_of(browser, "#title") == ["b"]
    browser.press("k")
    assert texts_of(browser, "#title") == ["a"]
    browser.press("/")
    assert browser.run("document.activeElement.id") == "find"


def test_table_jumps_to_the_span(browser: Browser, tmp_path: Path) -> None:
    browser.open(page_of(tmp_path, document("a", PLAIN)))
    browser.point("#tab-counts", click=True)
    assert texts_of(browser, "#panel tbody td") == ["40 cranes", "count", "40", "crane", "counts.number"]
    browser.point("#panel tbody button", click=True)
    assert browser.run("document.activeElement.textContent") == "stop all 40 cranes"[9:]
    browser.point("#tab-objectives", click=True)
    assert "3 declared, 2 found" in "".join(texts_of(browser, "#panel h4"))
    assert texts_of(browser, "#panel li") == ["stop all 40 cranes", "hire guards"]
    browser.point("#tab-timeline", click=True)
    assert texts_of(browser, "#panel .chronology .days") == ["2025-04-10"]


def test_filters(browser: Browser, tmp_path: Path) -> None:
    other = document("b", "There were 40 cranes in the port.\nThe Harbour Union has 40 cranes.")
    browser.open(page_of(tmp_path, document("a", PLAIN), other))

    def choose(name: str, value: str) -> None:
        browser.run(
            f"(() => {{ const e = document.getElementById('{name}'); e.value = {json.dumps(value)};"
            " e.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )

    choose("rule", "dates.day_month_year")
    assert texts_of(browser, ".span") == ["10 April 2025"]
    assert texts_of(browser, "#list .name") == ["a"]
    choose("rule", "")
    choose("label", "counts count")
    assert texts_of(browser, "#list .count") == ["1", "2"]
    choose("entity", "harbour")
    assert texts_of(browser, "#list .name") == ["b"]
    assert texts_of(browser, ".span") == ["40 cranes"]  # the one beside the union
    choose("label", "")
    choose("entity", "")
    browser.point("#kinds input[name=entities]", click=True)
    assert texts_of(browser, ".under-entities") == []
    assert len(texts_of(browser, "#list .name")) == 2


def test_comparison_shows_both_sides(browser: Browser, tmp_path: Path) -> None:
    before = document("a", PLAIN)
    (date,) = before.dates
    after = dataclasses.replace(
        before, entities=(), dates=(dataclasses.replace(date, value="2025-04-11", rule="dates.new"),)
    )
    old = run_folder(tmp_path / "old", dataclasses.replace(before, counts=()))
    browser.open(page_of(tmp_path, after, old=old))
    assert texts_of(browser, ".span.removed") == ["Harbour Union"]
    assert texts_of(browser, ".span.added") == ["40 cranes"]
    assert texts_of(browser, ".span.changed") == ["10 April 2025"]
    assert texts_of(browser, ".changes span") == ["1 added", "1 removed", "1 changed"]
    browser.point("#tab-dates", click=True)
    assert texts_of(browser, "#panel del") == ["2025-04-10", "dates.day_month_year"]
    assert texts_of(browser, "#panel ins") == ["2025-04-11", "dates.new"]


def test_hostile_document_stays_text(browser: Browser, tmp_path: Path) -> None:
    text = f"\u202eThe <b>Union</b> {EVIL} won on 10 April 2025 😀 with 40 cranes.\n<a href='javascript:alert(3)'>x</a>"
    evil = document(f"{EVIL}#%00", text, title=EVIL, url="javascript:alert(4)", source='"><svg onload=alert(5)>')
    entities = tuple(
        dataclasses.replace(row, rule=f"entities.{EVIL}", entity_id=EVIL, name=EVIL) for row in evil.entities
    )
    good = document("good", PLAIN, url="https://example.org/a?b=1&c=2")
    browser.open(page_of(tmp_path, dataclasses.replace(evil, entities=entities), good))
    assert texts_of(browser, ".text > *") == text.split("\n")
    assert texts_of(browser, ".under-counts") == ["40 cranes"]  # offsets count code points, also behind an emoji
    for tab in ("entities", "dates", "counts", "objectives", "timeline"):
        browser.run(f"document.getElementById('tab-{tab}').click()")
    browser.run("document.querySelectorAll('#scope input')[1].click()")
    browser.point(".under-entities", click=True)
    browser.run("[...document.querySelectorAll('#card .actions button')].pop().click()")
    assert browser.run("document.querySelectorAll('img, .text a, b, [onload], [onerror], script[src]').length") == 0
    assert browser.run("document.scripts.length") == 2
    browser.run("document.getElementById('filters').reset()")
    browser.press("j")
    addresses = browser.run("[...document.querySelectorAll('a[target]')].map(a => a.href)")
    assert addresses in ([], ["https://example.org/a?b=1&c=2"])
    assert browser.run("[...document.links].every(a => a.protocol === 'file:' || a.protocol === 'https:')")


@pytest.mark.slow
def test_a_thousand_documents_do_not_freeze(browser: Browser, tmp_path: Path) -> None:
    filler = "\n".join("The port was quiet, said the Harbour Union, and 40 cranes stood still." for _ in range(40))
    browser.open(page_of(tmp_path, *(document(f"d{number}", f"{PLAIN}\n{filler}") for number in range(1000))))
    assert len(texts_of(browser, "#list .name")) <= 300  # the others on demand
    slowest = browser.run(
        """(() => {
            const byId = (id) => document.getElementById(id);
            const names = ["dates", "counts", "objectives", "timeline", "entities"];
            const tabs = names.map((name) => () => byId(`tab-${name}`).click());
            const acts = [
                ...tabs,
                () => document.querySelectorAll("#scope input")[1].click(),
                ...tabs,
                () => {
                    byId("entity").value = "harbour";
                    byId("entity").dispatchEvent(new Event("change", { bubbles: true }));
                },
            ];
            return Math.max(...acts.map((act) => {
                const start = performance.now();
                act();
                document.body.offsetHeight;
                return performance.now() - start;
            }));
        })()"""
    )
    assert slowest < 2000  # milliseconds, on a busy machine


@pytest.mark.parametrize(("width", "dark"), [(1400, True), (420, False)])
def test_dark_and_narrow_fit_the_window(width: int, dark: bool, tmp_path: Path) -> None:
    with Browser(width, 900, dark) as browser:
        browser.open(page_of(tmp_path, document("a", PLAIN)))
        assert browser.run("document.documentElement.scrollWidth") <= width
        red, green, blue = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert (red + green + blue < 200) == dark
        assert browser.errors == []
