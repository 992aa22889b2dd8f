// What is on the page: which text, which tab, which filters; and the keyboard.

const TABS = { entities: "Entities", dates: "Dates", counts: "Counts", objectives: "Objectives", timeline: "Timeline" };
let current = null; // the text that is shown
let tab = "entities";
let everywhere = false;
let listed = TEXTS; // the texts in the list

function renderRun() {
  const { run, old, made, settings } = FACTS;
  const facts = [plural(TEXTS.length, "text"), ...KINDS.map((kind) => {
    const count = TEXTS.reduce((sum, text) => sum + text.all[kind].filter((row) => row.sign !== "-").length, 0);
    return `${number(count)} ${count === 1 ? SINGULAR[kind] : kind}`;
  }), made.model && `model ${made.model}`, made.extractor && `extractor ${made.extractor}`].filter(Boolean);
  const title = COMPARING ? [said(old), " → ", said(run)] : [said(run)];
  byId("run").append(make("h1", {}, ...title), make("p", { class: "facts" }, ...facts.map((fact) => said(fact))));
  if (TEXTS.length < DATA.total) {
    const what = COMPARING ? "texts with changes, at most" : "first";
    byId("run").append(make("p", { class: "note" }, `Shown are the ${what} ${number(TEXTS.length)} of ${plural(DATA.total, "text")}.`));
  }
  if (!COMPARING) return;
  const counts = tally((row) => (row.sign === "=" ? null : row.sign)).sort(([a], [b]) => "+-~".indexOf(a) - "+-~".indexOf(b));
  byId("run").append(make("p", { class: "changes" }, ...(counts.length ? counts.map(([sign, count]) =>
    make("span", { class: SIGNS[sign] }, `${number(count)} ${SIGNS[sign]}`)) : ["All rows are equal."])));
  if (settings.length) byId("run").append(make("details", { class: "note" }, make("summary", {}, `The runs were not made alike: ${plural(settings.length, "difference")}`),
    make("ul", {}, ...settings.map(([name, before, after]) => make("li", {}, said(name), ": ", said(brief(before)), " → ", said(brief(after)))))));
}

const brief = (value) => {
  const text = value === null ? "none" : typeof value === "string" ? value : JSON.stringify(value);
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 12) : text;
};

// --- filters ------------------------------------------------------------------------------------------------------

function renderFilters() {
  for (const kind of KINDS) byId("kinds").append(make("label", { class: `kind ${kind}` },
    make("input", { type: "checkbox", name: kind, checked: true }), make("span", {}, TABS[kind]), make("span", { class: "count", id: `count-${kind}` })));
  fillSelect("label", tally((row) => `${row.kind} ${row.label}`), (name) => name.split(" "));
  fillSelect("rule", tally((row) => row.get("rule")), (name) => [/^[a-z]+\./.test(name) ? name.split(".")[0] : "model", name]);
  const names = new Map();
  for (const text of TEXTS) for (const row of text.all.entities) if (!names.has(row.get("entity_id"))) names.set(row.get("entity_id"), row.get("name"));
  byId("entities").append(...tally((row) => (row.kind === "entities" ? row.get("entity_id") : null)).slice(0, 500)
    .map(([id, count]) => make("option", { value: id }, `${names.get(id)} (${number(count)})`)));
  byId("sign").append(...[["", "all"], ["*", "all that changed"], ["+", "added"], ["-", "removed"], ["~", "changed"]]
    .map(([value, name]) => make("option", { value }, name)));
  byId("signs").hidden = !COMPARING;
}

function fillSelect(id, counts, split) {
  const groups = new Map();
  for (const [name, count] of counts) {
    const [group, own] = split(name);
    if (!groups.has(group)) groups.set(group, make("optgroup", { label: group }));
    groups.get(group).append(make("option", { value: name }, `${own} (${number(count)})`));
  }
  byId(id).append(make("option", { value: "" }, "all"), ...[...groups.entries()].sort(([a], [b]) => KINDS.indexOf(a) - KINDS.indexOf(b)).map(([, group]) => group));
}

function setFilter(name, value) {
  byId(name).value = value;
  readFilters();
}

function readFilters() {
  filters.kinds = new Set(KINDS.filter((kind) => byId("filters").elements[kind].checked));
  for (const name of ["label", "rule", "entity", "sign"]) filters[name] = byId(name).value;
  refresh();
}

function refresh() {
  applyFilters();
  for (const kind of KINDS) byId(`count-${kind}`).textContent = number(TEXTS.reduce((sum, text) => sum + text.shown[kind].length, 0));
  const rows = TEXTS.reduce((sum, text) => sum + text.count, 0);
  byId("matches").value = filtering() ? `${plural(rows, "row")} in ${plural(TEXTS.filter((text) => text.count).length, "text")}` : "";
  renderList();
  showText(listed.includes(current) ? current : listed[0] || null);
}

// --- the list of texts --------------------------------------------------------------------------------------------

function renderList() {
  const wanted = byId("find").value.trim().toLowerCase();
  listed = TEXTS.filter((text) => (!filtering() || text.count > 0) && (!wanted || contains(text, wanted)));
  const list = byId("list");
  if (list.moreButton) list.moreButton.remove();
  list.replaceChildren();
  if (listed.length === 0) list.append(make("li", { class: "empty" }, "No text"));
  inPortions(list, listed, (text) => {
    const changes = COMPARING ? KINDS.reduce((sum, kind) => sum + text.all[kind].filter((row) => row.sign !== "=").length, 0) : 0;
    const count = COMPARING ? (changes ? `${number(changes)} changed` : "") : number(text.count);
    return make("li", {}, make("a", { href: `#${encodeURIComponent(text.doc_id)}`, class: changes ? "text-link changed-text" : "text-link" },
      said(heading(text), { class: "name" }), make("span", { class: "day" }, text.published ? text.published.slice(0, 10) : ""),
      make("span", { class: "count" }, count)));
  });
  markListed();
}

function contains(text, wanted) {
  return [text.doc_id, text.title || "", ...text.sentences.map((sentence) => sentence[1])].some((part) => part.toLowerCase().includes(wanted));
}

function markListed() {
  for (const link of byId("list").querySelectorAll("a")) {
    const here = current !== null && link.getAttribute("href") === `#${encodeURIComponent(current.doc_id)}`;
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (here) link.scrollIntoView({ block: "nearest" });
  }
}

function showText(text) {
  const isNew = text !== current;
  current = text;
  if (text === null) {
    closeCard();
    reader.replaceChildren(make("p", { class: "empty" }, TEXTS.length ? "No text has rows that the filters leave." : "This run has no documents."));
  } else {
    renderText(text);
    if (isNew) reader.scrollTop = 0;
    const hash = `#${encodeURIComponent(text.doc_id)}`;
    if (isNew && location.hash !== hash) history.replaceState(null, "", hash);
  }
  markListed();
  renderPanel();
}

function fromAddress() {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch { /* no id of ours */ }
  return BY_ID.get(id) || null;
}

function stepText(step) {
  const next = listed[listed.indexOf(current) + step];
  if (next) showText(next);
}

// --- tables -------------------------------------------------------------------------------------------------------

function renderTabs() {
  byId("tabs").append(...Object.entries(TABS).map(([name, title]) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", onclick: () => { tab = name; renderPanel(); } }, title)));
  const choice = (title, value) => make("label", {}, make("input", { type: "radio", name: "scope", checked: value === everywhere,
    onchange: () => { everywhere = value; renderPanel(); } }), make("span", {}, title));
  byId("scope").append(choice("this text", false), choice("all texts", true));
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = Object.keys(TABS);
    tab = names[(names.indexOf(tab) + step + names.length) % names.length];
    renderPanel();
    byId(`tab-${tab}`).focus();
  });
}

function renderPanel() {
  for (const name of Object.keys(TABS)) {
    byId(`tab-${name}`).setAttribute("aria-selected", name === tab);
    byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  const panel = byId("panel");
  panel.setAttribute("aria-labelledby", `tab-${tab}`);
  panel.replaceChildren();
  panelRows.clear();
  const texts = everywhere ? listed : [current].filter(Boolean);
  if (texts.length === 0) return;
  if (tab === "timeline") renderTimeline(panel, texts, everywhere);
  else if (tab === "objectives") renderObjectives(panel, texts, everywhere);
  else if (tab === "entities" && everywhere) renderEntities(panel, texts);
  else renderTable(panel, tab, texts, everywhere);
}

// --- events -------------------------------------------------------------------------------------------------------

byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("change", readFilters);
byId("entity").addEventListener("search", readFilters);
byId("filters").addEventListener("reset", () => setTimeout(readFilters));
byId("find").addEventListener("input", () => {
  renderList();
  if (!listed.includes(current)) showText(listed[0] || null);
});
addEventListener("hashchange", () => {
  const text = fromAddress();
  if (text && text !== current) showText(text);
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
  if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const act = { j: () => stepText(1), k: () => stepText(-1), n: () => stepSpan(1), p: () => stepSpan(-1), "/": () => byId("find").focus() }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
const narrow = matchMedia("(max-width: 60rem)");
byId("documents").open = !narrow.matches;
narrow.addEventListener("change", () => { byId("documents").open = !narrow.matches; });

renderRun();
renderFilters();
renderTabs();
if (COMPARING) byId("stops").textContent = "next, previous change";
applyFilters();
current = fromAddress() || TEXTS.find((text) => COMPARING && text.signs && KINDS.some((kind) => /[^=]/.test(text.signs[kind]))) || null;
refresh();
