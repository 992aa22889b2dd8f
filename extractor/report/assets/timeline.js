// The dates on a line, with the day of publication, and below it one after the other.

const DAY = 86400000;
const LANES = 12;

// Midnight of an ISO date, in milliseconds; NaN where it is none.
const instant = (iso) => (iso === null ? NaN : Date.parse(`${iso.slice(0, 10)}T00:00:00Z`));

function renderTimeline(panel, texts, everywhere) {
  const dates = rowsOf(texts, "dates").filter((row) => !Number.isNaN(instant(row.get("first") ?? row.get("last"))));
  const undated = rowsOf(texts, "dates").length - dates.length;
  if (dates.length === 0) return empty(panel, "date with a place in time", everywhere);
  const entries = dates.map((row) => {
    const first = instant(row.get("first") ?? row.get("last"));
    return { row, first, last: instant(row.get("last") ?? row.get("first")) + DAY };
  });
  entries.sort((a, b) => a.first - b.first || a.last - b.last || a.row.text.place - b.row.text.place || a.row.start - b.row.start);
  const published = everywhere ? NaN : instant(texts[0].published);
  panel.append(chart(entries, published));
  if (undated) panel.append(make("p", { class: "empty" }, `${plural(undated, "duration, set or open date")} without a place in time: see Dates.`));
  panel.append(chronology(entries, everywhere));
}

// The line shows the middle nine tenths of the dates: one from the last century would press all others into a point.
function extent(entries, published) {
  const firsts = entries.map((entry) => entry.first).sort((a, b) => a - b);
  const lasts = entries.map((entry) => entry.last).sort((a, b) => a - b);
  const part = entries.length < 5 ? 0 : 0.1;
  let from = firsts[Math.floor(part * (firsts.length - 1))];
  let to = lasts[Math.ceil((1 - part) * (lasts.length - 1))];
  if (!Number.isNaN(published)) [from, to] = [Math.min(from, published), Math.max(to, published + DAY)];
  if (to <= from) to = from + DAY;
  const margin = Math.max(DAY, (to - from) * 0.04);
  return [from - margin, to + margin];
}

function chart(entries, published) {
  const [from, to] = extent(entries, published);
  const width = 1000;
  const x = (time) => Math.max(0, Math.min(width, ((time - from) / (to - from)) * width));
  const inside = entries.filter((entry) => entry.last > from && entry.first < to);
  const before = entries.filter((entry) => entry.last <= from).length;
  const behind = entries.length - inside.length - before;
  const [shapes, height] = inside.length > 80 ? histogram(inside, x, width) : bars(inside, x);
  const marks = ticks(from, to).map(({ time, name }) => ({ at: x(time), name }));
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", class: "chart", "aria-hidden": "true" },
    ...marks.map((mark) => svg("line", { x1: mark.at, x2: mark.at, y1: 0, y2: height, class: "tick" })), ...shapes);
  if (!Number.isNaN(published)) drawing.prepend(svg("rect", { x: x(published), width: Math.max(4, x(published + DAY) - x(published)), y: 0, height, class: "published" }));
  drawing.style.setProperty("height", `${height * 1.2}px`);
  const axis = make("div", { class: "axis", "aria-hidden": "true" }, ...marks.map((mark) => {
    const label = make("span", {}, mark.name);
    label.style.setProperty("left", `${mark.at / 10}%`);
    return label;
  }));
  const outside = [before && `◂ ${before} earlier`, behind && `${behind} later ▸`].filter(Boolean).join("   ");
  const legend = Number.isNaN(published) ? null : make("span", { class: "legend" }, "published");
  return make("figure", {}, drawing, axis, make("figcaption", {}, legend, outside));
}

// One bar a date, in as many rows as do not overlap.
function bars(entries, x) {
  const ends = []; // where the last bar of each row ends
  const shapes = entries.map(({ row, first, last }) => {
    const left = x(first), right = Math.max(x(last), left + 7);
    let lane = ends.findIndex((end) => end <= left);
    if (lane < 0) lane = ends.length < LANES ? ends.length : ends.indexOf(Math.min(...ends));
    ends[lane] = Math.max(ends[lane] || 0, right + 3);
    const title = svg("title");
    title.textContent = `${row.get("text")}: ${row.get("value")}`;
    const bar = svg("rect", { x: left, width: right - left, y: 8 + lane * 12, height: 9, rx: 3, class: `bar ${SIGNS[row.sign]}` }, title);
    bar.addEventListener("click", () => jumpTo(row));
    return bar;
  });
  return [shapes, 12 + Math.max(1, ends.length) * 12];
}

// Of many dates, how many lie where.
function histogram(entries, x, width) {
  const piles = new Array(50).fill(0);
  for (const { first, last } of entries) piles[Math.min(49, Math.floor((x((first + last) / 2) / width) * 50))] += 1;
  const most = Math.max(...piles), height = 110;
  const shapes = piles.flatMap((count, place) => {
    if (count === 0) return [];
    const title = svg("title");
    title.textContent = plural(count, "date");
    const size = Math.max(2, (count / most) * (height - 10));
    return [svg("rect", { x: place * 20 + 1, width: 18, y: height - size, height: size, class: "pile" }, title)];
  });
  return [shapes, height];
}

// At most about six marks, at full years, months or days.
function ticks(from, to) {
  const span = (to - from) / DAY;
  const unit = [[1, "day"], [2, "day"], [7, "day"], [1, "month"], [3, "month"], [6, "month"], [1, "year"], [2, "year"], [5, "year"],
    [10, "year"], [25, "year"], [50, "year"], [100, "year"], [250, "year"], [1000, "year"]]
    .find(([step, name]) => span / (step * { day: 1, month: 30.4, year: 365.25 }[name]) <= 6) || [5000, "year"];
  const [step, name] = unit;
  const time = new Date(from);
  time.setUTCHours(0, 0, 0, 0);
  if (name !== "day") time.setUTCDate(1);
  if (name === "month") time.setUTCMonth(Math.floor(time.getUTCMonth() / step) * step);
  if (name === "year") time.setUTCFullYear(Math.floor(time.getUTCFullYear() / step) * step, 0, 1);
  const found = [];
  while (time.getTime() < to && found.length < 20) {
    if (time.getTime() > from) found.push({ time: time.getTime(), name: time.toISOString().slice(0, { day: 10, month: 7, year: 4 }[name]) });
    if (name === "day") time.setUTCDate(time.getUTCDate() + step);
    if (name === "month") time.setUTCMonth(time.getUTCMonth() + step);
    if (name === "year") time.setUTCFullYear(time.getUTCFullYear() + step);
  }
  return found;
}

function chronology(entries, everywhere) {
  const list = make("ol", { class: "chronology" });
  const holder = make("div", {}, list);
  inPortions(list, entries, (entry) => {
    const row = entry.row;
    const item = make("li", { class: SIGNS[row.sign] },
      make("span", { class: "days" }, said(days(row, (column) => row.get(column)))),
      make("button", { type: "button", class: "jump", onclick: () => jumpTo(row) }, said(row.get("text"))),
      everywhere ? make("span", { class: "document" }, said(heading(row.text))) : null);
    panelRows.set(row, item);
    return item;
  });
  return holder;
}
