// The data: documents and rows as objects, and which of them the filters leave.

const DATA = JSON.parse(document.getElementById("data").textContent);
const FACTS = DATA.facts;
const KINDS = Object.keys(FACTS.columns);
const COMPARING = FACTS.old !== null;
const SIGNS = { "=": "equal", "+": "added", "-": "removed", "~": "changed" };

class Row {
  constructor(text, kind, place) {
    this.text = text; // the document it stands in
    this.kind = kind;
    this.cells = text.rows[kind][place];
    this.sign = text.signs ? text.signs[kind][place] : "=";
    this.was = text.was ? text.was[kind][place] || null : null;
    this.start = this.get("start");
    this.end = this.get("end");
    this.placed = text.placed !== false || this.sign !== "-";
  }

  get(column) {
    return this.cells[FACTS.columns[this.kind].indexOf(column)];
  }

  before(column) {
    return this.was && this.was[FACTS.columns[this.kind].indexOf(column)];
  }

  differs(column) {
    return this.was !== null && this.before(column) !== this.get(column);
  }

  get label() {
    return this.get(FACTS.subtype[this.kind]);
  }
}

const TEXTS = DATA.documents;
TEXTS.forEach((text, place) => {
  text.place = place;
  text.all = {};
  for (const kind of KINDS) text.all[kind] = text.rows[kind].map((_, index) => new Row(text, kind, index));
});
const BY_ID = new Map(TEXTS.map((text) => [text.doc_id, text]));

// How often each label, rule and entity occurs, most frequent first.
function tally(key) {
  const counts = new Map();
  for (const text of TEXTS)
    for (const kind of KINDS)
      for (const row of text.all[kind]) {
        const name = key(row);
        if (name !== null) counts.set(name, (counts.get(name) || 0) + 1);
      }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

const filters = { kinds: new Set(KINDS), label: "", rule: "", entity: "", sign: "" };

function filtering() {
  return Boolean(filters.label || filters.rule || filters.entity || filters.sign || filters.kinds.size < KINDS.length);
}

// Sets text.shown, the rows of each document that the filters leave.
function applyFilters() {
  const wanted = filters.entity.trim().toLowerCase();
  const isWanted = (row) =>
    row.kind === "entities" && ["entity_id", "name", "text"].some((column) => matches(row.get(column), wanted));
  for (const text of TEXTS) {
    const sentences = wanted && new Set(text.all.entities.filter(isWanted).map((row) => row.get("sentence")));
    text.shown = {};
    text.count = 0;
    for (const kind of KINDS) {
      text.shown[kind] = !filters.kinds.has(kind) ? [] : text.all[kind].filter(
        (row) =>
          (!filters.label || filters.label === `${kind} ${row.label}`) &&
          (!filters.rule || filters.rule === row.get("rule")) &&
          (!wanted || (kind === "entities" ? isWanted(row) : sentences.has(row.get("sentence")))) &&
          (!filters.sign || filters.sign === row.sign || (filters.sign === "*" && row.sign !== "=")));
      text.count += text.shown[kind].length;
    }
  }
}

// An id in full chooses that entity alone; anything else is looked for inside names.
function matches(value, wanted) {
  if (value === null) return false;
  return wanted.includes(":") ? value.toLowerCase() === wanted : value.toLowerCase().includes(wanted);
}

function rowsOf(texts, kind) {
  return texts.flatMap((text) => text.shown[kind]);
}
