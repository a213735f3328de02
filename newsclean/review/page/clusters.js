// Duplicates: a list of kept articles, and each copy beside the one that was kept.

const ORDERS = {
  most: ["Most copies first", (one, other) => other.removed - one.removed],
  least: ["Least alike first", (one, other) => weakest(one) - weakest(other)],
  headline: ["Same headline, other text", null],
};
const weakest = (cluster) => Math.min(1, ...cluster.copies.filter((copy) => copy.kind !== "headline").map((copy) => copy.similarity));

function showClusters() {
  const place = find("clusters");
  if (!data.clusters.length) return place.append(make("p", null, "No article has duplicates."));
  const order = make("select", {change: () => list(order.value)});
  const items = make("ul", {class: "list", keydown: moveInList});
  const detail = make("div", {"aria-live": "polite"});
  choice(order, Object.entries(ORDERS).map(([value, [text]]) => [value, text]));

  function list(name) {
    const compareBy = ORDERS[name][1];
    const chosen = data.clusters.filter((cluster) => (compareBy ? cluster.removed : cluster.copies.some((copy) => copy.kind === "headline")));
    if (compareBy) chosen.sort(compareBy);
    const kind = compareBy ? null : "headline";
    items.replaceChildren(...chosen.map((cluster) => make("li", null,
      make("button", {type: "button", dir: "auto", click: (event) => open(cluster, kind, event.currentTarget)},
        cluster.kept.title || shorten(cluster.kept.source), make("small", null, tell(cluster))))));
    if (chosen.length) open(chosen[0], kind, items.querySelector("button"));
    else detail.replaceChildren(make("p", null, "There are none."));
  }

  function open(cluster, kind, button) {
    for (const other of items.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    detail.replaceChildren(showCluster(cluster, kind));
  }

  place.append(make("div", {class: "clusters"}, make("div", null, make("label", null, "Show ", order), items), detail));
  list("most");
}

function tell(cluster) {
  const headline = cluster.copies.filter((copy) => copy.kind === "headline").length;
  const parts = cluster.removed ? [`${count(cluster.removed)} ${cluster.removed === 1 ? "copy" : "copies"}`, `least alike ${weakest(cluster).toFixed(2)}`] : [];
  if (headline) parts.push(`${headline} with the same headline`);
  return parts.join(", ");
}

function moveInList(event) {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (next) { next.focus(); next.click(); event.preventDefault(); }
}

function showCluster(cluster, kind) {
  const copies = cluster.copies.filter((copy) => (kind ? copy.kind === kind : true));
  const which = make("select", {change: () => show(copies[which.value])});
  choice(which, copies.map((copy, at) => [at, `${copy.kind} ${copy.similarity.toFixed(2)}: ${shorten(copy.source)}`]));
  const place = make("div");
  const shown = cluster.removed > copies.length ? `; the ${copies.length} least alike are shown` : "";

  function show(copy) {
    const pair = pairOf(cluster.kept, copy);
    const action = copy.kind === "headline" ? decide("always_merge", pair, "One story: merge them") : decide("never_merge", pair, "Not the same story");
    const texts = [data.texts[cluster.kept.source], data.texts[copy.source]];
    place.replaceChildren(
      make("div", {class: "actions"}, copy.kind === "exact" ? make("span", {class: "soft"}, "The same words: always merged.") : action),
      make("p", {class: "soft"}, "Copy: ", link(copy.url, copy.title || shorten(copy.source)), " · ", shorten(copy.source)),
      texts[0] && texts[1] ? sideBySide(texts[0], texts[1], ["Kept", copy.kind === "headline" ? "Kept, too" : "Removed"])
        : make("p", {class: "note"}, "The text of the copy is not in these records (clean with --keep-duplicates), or there was no room for it here."));
  }

  show(copies[0]);
  return make("div", {class: "card"}, make("h3", {dir: "auto"}, link(cluster.kept.url, cluster.kept.title || shorten(cluster.kept.source))),
    make("p", {class: "soft"}, shorten(cluster.kept.source), make("br"), tell(cluster) + shown),
    copies.length > 1 ? make("label", null, "Compare with ", which) : null, place);
}
