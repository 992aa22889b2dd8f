// Objectives as the lists that they are in the text: what, whose, announced by whom, how many.

function renderObjectives(panel, texts, everywhere) {
  const lists = new Map();
  for (const row of rowsOf(texts, "objectives")) {
    const key = `${row.text.place} ${row.sign === "-" ? "old" : "new"} ${row.get("list")}`;
    if (!lists.has(key)) lists.set(key, []);
    lists.get(key).push(row);
  }
  if (lists.size === 0) return empty(panel, "objectives", everywhere);
  const container = make("div");
  panel.append(container);
  inPortions(container, [...lists.values()], (rows) => objectiveList(rows, everywhere), 100);
}

function objectiveList(rows, everywhere) {
  const [row] = rows;
  const declared = row.get("declared_count"), found = row.get("found_count");
  const count = declared === null ? `${found} found` : `${declared} declared, ${found} found`;
  const facts = [["holder", row.get("holder")], ["announced by", row.get("announced_by")]].filter(([, value]) => value !== null);
  return make("section", { class: "objectives" },
    make("h4", {}, make("span", { class: "kind objectives" }, row.label), said(row.get("cue")),
      make("span", { class: declared !== null && declared !== found ? "count differs" : "count" }, count)),
    everywhere ? make("p", { class: "document" }, said(heading(row.text))) : null,
    make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, said(value))]),
      make("dt", {}, "layout"), make("dd", {}, row.get("layout")), make("dt", {}, "rule"), make("dd", {}, said(row.get("rule")))),
    make("ol", {}, ...rows.map((item) => objectiveItem(item))));
}

function objectiveItem(row) {
  const sign = COMPARING && row.sign !== "=" ? make("span", { class: "sign" }, row.sign === "-" ? "−" : row.sign) : null;
  const differing = FACTS.columns.objectives.filter((column) => row.differs(column) && !HIDDEN.test(column) && column !== "start");
  const line = make("li", { value: row.get("item"), class: SIGNS[row.sign] },
    make("button", { type: "button", class: "jump", onclick: () => jumpTo(row) }, sign, said(row.get("text"))),
    ...differing.map((column) => make("div", { class: "was" }, `${column}: `, ...cell(row, column))));
  panelRows.set(row, line);
  return line;
}
