// Lines and pages that a reviewer should look at, and buttons to say what is wrong.

const LINES_AT_ONCE = 12;

function showReview() {
  listAll("doubts", data.doubts, showDoubt, "The lines that the labeller was least sure of. Above 50%, a rule overruled it.");
  listAll("pages", data.pages, showPage, "The pages of which the greatest share was removed. Open one to see the lines around the cuts; what was kept has a bar.");
  listAll("furniture", data.furniture, showFurniture, "What was removed from several pages of a site.");
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const choose = (tab) => {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      find(other.getAttribute("aria-controls")).hidden = other !== tab;
    }
  };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      next.focus();
      choose(next);
    });
  }
}

function listAll(id, entries, show, text) {
  const place = find(id);
  if (!entries.length) {
    const reason = data.traced ? "There is nothing to show." : "This needs records that were written with --trace.";
    return place.append(make("p", null, reason));
  }
  const list = make("div");
  const more = make("button", {type: "button", class: "quiet", click: () => add()}, "Show more");
  let at = 0;
  function add() {
    list.append(...entries.slice(at, at + LINES_AT_ONCE).map(show));
    at += LINES_AT_ONCE;
    more.hidden = at >= entries.length;
  }
  place.append(make("p", {class: "soft"}, text), list, more);
  add();
}

function showDoubt(doubt) {
  const what = {site: doubt.site, line: doubt.text};
  const verdict = doubt.reason ? `removed: ${doubt.reason}` : "kept in the article";
  const decision = doubt.reason ? decide("keep", what, "Keep this line") : decide("furniture", what, "This is furniture");
  return make("div", {class: "card line"},
    make("div", null, doubt.before.map(showAround), make("p", {dir: "auto", class: "doubted"}, doubt.reason ? make("del", null, doubt.text) : doubt.text, doubt.whole ? "" : "…"), doubt.after.map(showAround)),
    make("p", {class: "soft"}, `${Math.round(100 * doubt.doubt)}% doubt, ${verdict} · `, link(doubt.url, doubt.title || shorten(doubt.source)), " · " + shorten(doubt.source)),
    doubt.whole ? decision : null);
}

// A line that stands near the one in doubt.
function showAround([text, reason]) {
  return make("p", {dir: "auto", class: "around"}, reason ? make("del", {title: reason}, text) : text);
}

function showPage(page) {
  const lines = make("ul", {class: "lines cuts"});
  const skipped = (number) => (number ? make("li", {class: "soft"}, number === 1 ? "1 more line" : `${count(number)} more lines`) : null);
  const fillIn = () => {
    if (lines.childElementCount) return;
    fill(lines, null, page.lines.flatMap(([text, reason, whole], at) => [
      skipped(page.skipped[at]),
      reason && reason !== page.lines[at - 1]?.[1] ? make("li", {class: "reason"}, reason) : null,
      reason ? showLine(page.site, text, null, whole) : make("li", {class: "stayed"}, make("p", {dir: "auto"}, whole ? text : text + "…")),
    ]).concat(skipped(page.skipped.at(-1))));
  };
  return make("details", {class: "card", toggle: fillIn},
    make("summary", {dir: "auto"}, `${share(page.cut, page.cut + page.words)} removed: ${page.title || shorten(page.source)}`),
    make("p", {class: "soft"}, link(page.url, shorten(page.source)), ` · ${count(page.words)} words kept, ${count(page.cut)} removed`), lines);
}

function showFurniture(site) {
  return make("details", {class: "card"},
    make("summary", null, `${shorten(site.site)}: ${count(site.pages)} pages`),
    make("ul", {class: "lines"}, site.lines.map(([text, pages, reason]) => showLine(site.site, text, `on ${count(pages)} pages · ${reason}`))));
}

function showLine(site, text, about, whole = true) {
  return make("li", null, make("p", {dir: "auto"}, text, whole ? "" : "…"), about && make("p", {class: "soft"}, about),
    whole ? decide("keep", {site, line: text}, "Keep this line") : null);
}
