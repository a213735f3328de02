// Elements are made from parts; text only ever becomes a text node, so that no page's text can be markup.

const data = JSON.parse(document.getElementById("data").textContent);
const count = (number) => number.toLocaleString("en");
const share = (part, whole) => {
  const percent = whole ? Math.round((100 * part) / whole) : 0;
  return part && !percent ? "<1%" : percent + "%";
};
const find = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function make(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

// Names without the folder that all pages came from.
const root = data.sites.map(([name]) => name).filter((name) => name.includes("/"))
  .reduce((common, name) => {
    const parts = (common ?? name + "/").split("/").slice(0, -1);
    const other = name.split("/");
    const same = parts.findIndex((part, at) => part !== other[at]);
    return [...parts.slice(0, same < 0 ? parts.length : same), ""].join("/");
  }, null) || "";
const shorten = (name) => (name.startsWith(root) && name.length > root.length ? name.slice(root.length) : name);

// Only addresses of the web become links: an address may be anything that a page says.
function link(url, text) {
  if (!/^https?:\/\//i.test(url || "")) return make("span", {dir: "auto"}, text);
  return make("a", {href: url, rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto"}, text);
}

function choice(element, pairs) {
  element.replaceChildren(...pairs.map(([value, text]) => make("option", {value}, text)));
}

function note(text, kind) {
  return make("p", {class: "note " + (kind || "")}, text);
}
