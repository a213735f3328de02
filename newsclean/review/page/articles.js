// The list of all articles: search, filters, pages.

const AT_ONCE = 25;
const KIND_BITS = {exact: 1, near: 2, excerpt: 4, headline: 8};
const SORTS = {
  file: ["as in the file", null],
  day: ["newest first", (one, other) => order(dayOf(other), dayOf(one))],
  copies: ["most duplicates", (one, other) => rows.copies[other] - rows.copies[one]],
  cut: ["most cut", (one, other) => cutOf(other) - cutOf(one)],
  short: ["shortest first", (one, other) => rows.words[one] - rows.words[other]],
};
const rows = data.rows;
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const dayOf = (at) => rows.names.day[rows.day[at]];
const cutOf = (at) => (rows.cut[at] < 0 ? -1 : rows.cut[at] / Math.max(1, rows.cut[at] + rows.words[at]));
let sources, urls, searched, found = [], page = 0;

function spell({shared, rest}) {
  let above = "";
  return rest.map((end, at) => (above = above.slice(0, shared[at]) + end));
}

function startArticles() {
  sources = spell(rows.source);
  urls = rows.url ? spell(rows.url) : null;
  const named = (name, all) => [["", all], ...rows.names[name].map((text, at) => [at, shorten(text) || "unknown"]).sort((one, other) => order(one[1], other[1]))];
  choice(find("site"), named("site", "all sites"));
  choice(find("language"), named("language", "all languages"));
  choice(find("kind"), [["", "any"], ["with", "with duplicates"], ["exact", "exact"], ["near", "near"], ["excerpt", "excerpts"],
    ["headline", "same headline"], ...(data.written_duplicates ? [["kept", "kept only"], ["removed", "removed only"]] : [])]);
  choice(find("sort"), Object.entries(SORTS).map(([value, [text]]) => [value, text]));
  let waiting;
  find("filters").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  find("filters").addEventListener("reset", () => setTimeout(search));
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      find("query").focus();
      event.preventDefault();
    }
  });
  search();
}

function search() {
  const wanted = Object.fromEntries(["site", "language", "kind", "from", "to", "sort"].map((id) => [id, find(id).value]));
  const terms = find("query").value.toLowerCase().split(/\s+/).filter(Boolean);
  if (terms.length && !searched) searched = rows.title.map((title, at) => `${title} ${sources[at]} ${urls ? urls[at] : ""}`.toLowerCase());
  found = [];
  for (let at = 0; at < rows.title.length; at++) {
    if (wanted.site !== "" && rows.site[at] !== Number(wanted.site)) continue;
    if (wanted.language !== "" && rows.language[at] !== Number(wanted.language)) continue;
    if (wanted.kind && !isOfKind(at, wanted.kind)) continue;
    if (wanted.from && dayOf(at) < wanted.from) continue;
    if (wanted.to && (!dayOf(at) || dayOf(at) > wanted.to)) continue;
    if (terms.length && !terms.every((term) => searched[at].includes(term))) continue;
    found.push(at);
  }
  const sort = SORTS[wanted.sort][1];
  if (sort) found.sort((one, other) => sort(one, other) || one - other);
  turn(0);
}

function isOfKind(at, kind) {
  if (kind === "removed") return rows.copies[at] < 0;
  if (kind === "kept") return rows.copies[at] >= 0;
  return kind === "with" ? rows.copies[at] > 0 : Boolean(rows.kinds[at] & KIND_BITS[kind]);
}

function turn(to) {
  page = to;
  const pages = Math.ceil(found.length / AT_ONCE);
  find("found").textContent = `${count(found.length)} of ${count(rows.title.length)} articles`;
  const heads = ["Article", "Site", "Day", "Lang.", "Words", "Duplicates", "Cut"];
  const shown = found.slice(page * AT_ONCE, (page + 1) * AT_ONCE);
  find("table").replaceChildren(make("table", null,
    make("thead", null, make("tr", null, heads.map((text, at) => make("th", {scope: "col", class: at > 3 ? "number" : null}, text)))),
    make("tbody", null, shown.map(showArticle))));
  const step = (text, by) => make("button", {type: "button", class: "quiet", disabled: page + by < 0 || page + by >= pages, click: () => turn(page + by)}, text);
  find("pager").replaceChildren(...(pages > 1 ? [step("Previous", -1), make("span", null, `page ${count(page + 1)} of ${count(pages)}`), step("Next", 1)] : []));
}

function showArticle(at) {
  const copies = rows.copies[at];
  return make("tr", null,
    make("td", null, link(urls && urls[at], rows.title[at] || "(no title)"), make("br"), make("span", {class: "soft"}, shorten(sources[at]))),
    make("td", null, shorten(rows.names.site[rows.site[at]])),
    make("td", {class: "day"}, dayOf(at)),
    make("td", null, rows.names.language[rows.language[at]]),
    make("td", {class: "number", "data-name": "words"}, count(rows.words[at])),
    make("td", {class: "number", "data-name": copies ? "duplicates" : null}, copies < 0 ? "removed" : copies ? count(copies) : ""),
    make("td", {class: "number", "data-name": rows.cut[at] < 0 ? null : "cut"}, rows.cut[at] < 0 ? "" : share(rows.cut[at], rows.cut[at] + rows.words[at])));
}
