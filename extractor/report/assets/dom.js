// Elements are made of nodes and text, never of markup: what news and rules say cannot become code.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// A text of somebody else's: isolated, so that its direction marks reorder nothing around it.
function said(text, properties = {}, ...parts) {
  return make("bdi", properties, String(text), ...parts);
}

// The id of a rule, which may break behind its dots and underscores.
function ruleId(id) {
  return said("", {}, ...id.split(/(?<=[._@:])/).flatMap((part) => [part, make("wbr")]));
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en");
const plural = (count, noun) => `${number(count)} ${count === 1 ? noun : noun + "s"}`;
const SINGULAR = { entities: "entity", dates: "date", counts: "count", objectives: "objective" };

const heading = (text) => text.title || text.doc_id;

// Only as many items at once as a browser can lay out quickly.
function inPortions(container, items, render, portion = 300) {
  let shown = 0;
  const more = make("button", { type: "button", class: "more", onclick: grow });
  function grow() {
    more.remove();
    const next = items.slice(shown, shown + portion);
    container.append(...next.map(render));
    shown += next.length;
    if (shown < items.length) {
      more.textContent = `Show ${number(Math.min(portion, items.length - shown))} more of ${number(items.length)}`;
      (container.closest("table") || container).after(more);
    }
  }
  container.moreButton = more;
  grow();
}
