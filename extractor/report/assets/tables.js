// The tables beside the text.

const panelRows = new Map(); // row -> its line in the table

const amount = (row, get) => {
  const digits = (value) => (Math.abs(value) >= 1e4 ? value.toLocaleString("en", { maximumFractionDigits: 6 }) : String(value));
  const modifier = { "~": "about ", "<": "under ", ">": "over " }[get("modifier")] || "";
  const value = get("value"), low = get("low"), high = get("high");
  const bounds = low === null && high === null ? "some" : low === null ? `up to ${digits(high)}`
    : high === null ? `${digits(low)} or more` : `${digits(low)} to ${digits(high)}`;
  const per = get("per") === null ? "" : ` per ${get("per")}`;
  const unit = get("unit") === null ? "" : ` ${get("unit")}`;
  const change = { up: " ▲", down: " ▼" }[get("change")] || "";
  return `${modifier}${value === null ? bounds : digits(value)}${unit}${per}${change}`;
};

// The days that a date covers: `1933` rather than from its first day to its last one.
function days(row, get) {
  const first = get("first"), last = get("last");
  if (first === null && last === null) return "";
  if (first === last) return first;
  if (first === null || last === null) return first === null ? `until ${last}` : `from ${first}`;
  if (first.endsWith("-01-01") && last === `${first.slice(0, -6)}-12-31`) return first.slice(0, -6);
  const monthEnd = new Date(Date.UTC(+first.slice(0, 4), +first.slice(5, 7), 0)).toISOString().slice(0, 10);
  if (first.endsWith("-01") && last === monthEnd) return first.slice(0, 7);
  return `${first} – ${last}`;
}

const joined = (...columns) => (row, get) => columns.map(get).filter((value) => value !== null).join(" ");

// Of each column of the table: its heading, what stands in it, and how it is laid out.
const TABLES = {
  entities: [["text", joined("text"), "long"], ["label", joined("label"), "short"], ["name", joined("name"), "long"], ["country", joined("country"), "short"]],
  dates: [["text", joined("text"), "long"], ["type", joined("type"), "short"], ["value", joined("value", "mod"), "long"], ["days", days, ""]],
  counts: [["text", joined("text"), "long"], ["kind", joined("kind"), "short"], ["amount", amount, ""], ["of what", (row, get) => get("counted") ?? get("event") ?? get("concept") ?? "", "long"]],
};

function renderTable(panel, kind, texts, everywhere) {
  const rows = rowsOf(texts, kind);
  if (rows.length === 0) return empty(panel, kind, everywhere);
  const titles = [...(everywhere ? ["document"] : []), ...TABLES[kind].map(([title]) => title), "rule"];
  const body = make("tbody");
  panel.append(make("table", {}, make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)))), body));
  inPortions(body, rows, (row) => tableLine(row, everywhere));
}

function tableLine(row, everywhere) {
  const values = TABLES[row.kind].map(([, value]) => {
    const now = value(row, (column) => row.get(column));
    const before = row.was && value(row, (column) => row.before(column));
    return row.was === null || before === now ? [said(now)]
      : [make("del", {}, said(before || "none")), " ", make("ins", {}, said(now || "none"))];
  });
  const [first, ...others] = values;
  const sign = COMPARING && row.sign !== "=" ? make("span", { class: "sign", "aria-label": SIGNS[row.sign] }, row.sign === "-" ? "−" : row.sign) : null;
  const line = make("tr", { class: SIGNS[row.sign], onclick: () => jumpTo(row) },
    everywhere ? make("td", { class: "document" }, said(heading(row.text))) : null,
    make("td", {}, make("button", { type: "button", class: "jump" }, sign, ...first)),
    ...others.map((value, place) => make("td", { class: TABLES[row.kind][place + 1][2] }, ...value)),
    make("td", { class: "rule" }, ...cell(row, "rule")));
  panelRows.set(row, line);
  return line;
}

// Over all texts, an entity is one line, however often it is mentioned.
function renderEntities(panel, texts) {
  const entities = new Map();
  for (const row of rowsOf(texts, "entities")) {
    const id = row.get("entity_id");
    if (!entities.has(id)) entities.set(id, { id, row, mentions: 0, texts: new Set() });
    const entity = entities.get(id);
    entity.mentions += 1;
    entity.texts.add(row.text);
  }
  if (entities.size === 0) return empty(panel, "entities", true);
  const sorted = [...entities.values()].sort((a, b) => b.mentions - a.mentions || (a.id < b.id ? -1 : 1));
  const body = make("tbody");
  const titles = ["name", "label", "mentions", "texts", "id"];
  panel.append(make("table", {}, make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)))), body));
  inPortions(body, sorted, (entity) => make("tr", { onclick: () => setFilter("entity", entity.id) },
    make("td", {}, make("button", { type: "button", class: "jump", title: "Show only this entity" }, said(entity.row.get("name")))),
    make("td", {}, entity.row.label), make("td", { class: "number" }, number(entity.mentions)),
    make("td", { class: "number" }, number(entity.texts.size)), make("td", { class: "rule" }, said(entity.id))));
}

function empty(panel, what, everywhere) {
  const where = everywhere ? "any text" : "this text";
  panel.append(make("p", { class: "empty" }, `No ${what} in ${where}${filtering() ? " that the filters leave" : ""}.`));
}
