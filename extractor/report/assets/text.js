// A text with its spans. Kinds overlap freely, so each sentence is cut at every border of a span, and each piece
// knows the rows that cover it: one line under the text for each kind, the tint that of the narrowest row.

const reader = byId("reader");
const card = byId("card");
let pieces = new Map(); // element -> rows
let places = new Map(); // row -> its elements

function renderText(text) {
  closeCard();
  pieces = new Map();
  places = new Map();
  const url = text.url && webAddress(text.url);
  const facts = [text.published && `published ${text.published}`, text.source, plural(text.characters, "character")];
  const body = make("div", { class: "text", dir: "auto" });
  reader.replaceChildren(
    make("h2", { id: "title" }, said(heading(text))),
    make("p", { class: "facts" }, ...facts.filter(Boolean).map((fact) => said(fact)),
      text.title ? said(text.doc_id) : null,
      url ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, "article") : null),
    text.note ? make("p", { class: "note" }, text.note) : "",
    body,
  );
  const rows = KINDS.flatMap((kind) => text.shown[kind]).filter((row) => row.placed);
  rows.sort((a, b) => a.start - b.start || b.end - a.end);
  let block, last;
  let next = 0;
  let open = [];
  for (const [start, sentence, number, kind] of text.sentences) {
    if (!block || number !== last) {
      block = make(kind === "heading" ? "h3" : "p", { class: kind || "paragraph" });
      body.append(block);
      last = number;
    } else block.append(" ");
    const letters = /[\ud800-\udfff]/.test(sentence) ? Array.from(sentence) : sentence; // offsets count code points
    const end = start + letters.length;
    open = open.filter((row) => row.end > start);
    while (next < rows.length && rows[next].start < end) open.push(rows[next++]);
    renderSentence(block, letters, start, end, open);
  }
  const first = reader.querySelector(COMPARING ? ".span[role=button]:not(.equal)" : ".span[role=button]");
  if (first) first.tabIndex = 0;
}

function renderSentence(block, letters, start, end, rows) {
  const inside = rows.filter((row) => row.end > start && row.start < end);
  const borders = new Set([start, end]);
  for (const row of inside) {
    borders.add(Math.max(start, row.start));
    borders.add(Math.min(end, row.end));
  }
  const cuts = [...borders].sort((a, b) => a - b);
  let active = [];
  let next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    active = active.filter((row) => row.end > cuts[i]);
    while (next < inside.length && inside[next].start <= cuts[i]) active.push(inside[next++]);
    const slice = letters.slice(cuts[i] - start, cuts[i + 1] - start);
    const content = typeof slice === "string" ? slice : slice.join("");
    if (active.length === 0) block.append(said(content, { class: "plain" }));
    else block.append(renderPiece(content, active, cuts[i], cuts[i + 1]));
  }
}

function renderPiece(content, rows, start, end) {
  const narrow = rows.reduce((best, row) => (row.end - row.start <= best.end - best.start ? row : best));
  const classes = ["span", `tint-${narrow.kind}`, ...new Set(rows.map((row) => `under-${row.kind}`))];
  if (COMPARING) {
    const sign = ["-", "+", "~"].find((each) => rows.some((row) => row.sign === each)) || "=";
    classes.push(SIGNS[sign]);
  }
  if (rows.some((row) => row.start === start)) classes.push("first");
  if (rows.some((row) => row.end === end)) classes.push("last");
  const begins = rows.some((row) => !places.has(row));
  const element = said(content, { class: classes.join(" ") });
  if (begins) {
    element.setAttribute("role", "button");
    element.setAttribute("aria-describedby", "card");
    element.tabIndex = -1;
  }
  pieces.set(element, [...rows]);
  for (const row of rows) places.set(row, [...(places.get(row) || []), element]);
  return element;
}

// --- the card beside a span ---------------------------------------------------------------------------------------

let held = false;
let anchor = null;

function openCard(element, hold = false) {
  const rows = pieces.get(element);
  if (!rows || (held && !hold)) return;
  closeCard();
  held = hold;
  card.replaceChildren(...rows.map((row) => renderRow(row)));
  if (hold) card.prepend(make("button", { type: "button", class: "close", onclick: closeCard, "aria-label": "Close" }, "×"));
  card.classList.toggle("held", hold);
  card.hidden = false;
  for (const row of rows) mark(row);
  anchor = element;
  placeCard();
}

// Below the span, or above it where there is more room.
function placeCard() {
  if (card.hidden) return;
  const box = anchor.getClientRects()[0];
  const below = box.bottom + 8, above = box.top - card.offsetHeight - 8;
  const top = below + card.offsetHeight > innerHeight && above > 0 ? above : below;
  card.style.setProperty("--left", `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`);
  card.style.setProperty("--top", `${Math.max(8, Math.min(top, innerHeight - card.offsetHeight - 8))}px`);
}

function closeCard() {
  held = false;
  card.hidden = true;
  for (const element of document.querySelectorAll(".marked")) element.classList.remove("marked");
}

function mark(row) {
  for (const element of places.get(row) || []) element.classList.add("marked");
  const line = panelRows.get(row);
  if (line) line.classList.add("marked");
}

function renderRow(row) {
  const list = make("dl");
  for (const column of FACTS.columns[row.kind]) {
    const value = row.get(column);
    if (HIDDEN.test(column)) continue;
    if (!row.differs(column) && (value === null || column === FACTS.subtype[row.kind])) continue;
    list.append(make("dt", {}, column === "start" ? "offsets" : column), make("dd", {}, ...cell(row, column)));
  }
  const choose = (name, value) => make("button", { type: "button", onclick: () => setFilter(name, value) }, `only this ${name}`);
  return make("section", { class: `row ${SIGNS[row.sign]}` },
    make("h4", {}, make("span", { class: `kind ${row.kind}` }, row.label),
      COMPARING && row.sign !== "=" ? make("span", { class: "sign" }, SIGNS[row.sign]) : null, said(row.get("text"))),
    list,
    make("p", { class: "actions" }, choose("rule", row.get("rule")),
      row.kind === "entities" ? choose("entity", row.get("entity_id")) : null));
}

const HIDDEN = /^(text|sentence|end|.*_start|.*_end)$/;

// The value of a column; where it changed, the old one struck out before the new one.
function cell(row, column) {
  const shown = (value) => (value === null ? "none" : column === "start" ? `${value}–${row.get("end")}` : String(value));
  const value = row.get(column);
  if (!row.differs(column)) return value === null ? [] : [column === "rule" ? ruleId(value) : said(shown(value))];
  return [make("del", {}, said(String(row.before(column) ?? "none"))), " ", make("ins", {}, said(shown(value)))];
}

reader.addEventListener("mouseover", (event) => {
  if (pieces.has(event.target)) openCard(event.target);
  else if (!held) closeCard();
});
reader.addEventListener("mouseleave", () => held || closeCard());
reader.addEventListener("focusin", (event) => openCard(event.target));
reader.addEventListener("focusout", () => held || closeCard());
reader.addEventListener("click", (event) => openCard(event.target, true));
reader.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  if (!pieces.has(event.target)) return;
  event.preventDefault();
  openCard(event.target, true);
});

addEventListener("scroll", placeCard, true);

// --- from span to span --------------------------------------------------------------------------------------------

function focusPiece(element) {
  held = false;
  for (const other of reader.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  element.tabIndex = 0;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

function stepSpan(step) {
  const stops = [...reader.querySelectorAll(COMPARING ? ".span[role=button]:not(.equal)" : ".span[role=button]")];
  if (stops.length === 0) return;
  const here = stops.findIndex((stop) => stop.tabIndex === 0);
  const fresh = !reader.contains(document.activeElement) || document.activeElement === reader;
  focusPiece(stops[fresh ? Math.max(here, 0) : (here + step + stops.length) % stops.length]);
}

function jumpTo(row) {
  if (current !== row.text) showText(row.text);
  const [element] = places.get(row) || [];
  if (element) focusPiece(element);
}
