// The numbers of the run, and what the records don't tell.

const REMOVED = ["exact", "near", "excerpt"];

function showOverview() {
  const summary = data.summary || {};
  const kinds = summary.duplicates || data.kinds;
  const removed = Object.entries(kinds).filter(([kind]) => kind !== "headline" || summary.duplicates);
  const copies = removed.reduce((sum, [, number]) => sum + number, 0);
  const rejected = summary.rejected ?? (data.rejected ? data.rejected.reduce((sum, [, number]) => sum + number, 0) : null);
  const reasons = summary.words ? summary.words.removed : null;
  const cut = reasons ? Object.values(reasons).reduce((sum, number) => sum + number, 0) : data.cut;
  const words = summary.words ? summary.words.kept : data.words;
  const tiles = [
    [summary.read ?? data.kept + copies + (rejected || 0), "read"],
    [data.kept, "kept, each distinct"],
    [copies, "removed as duplicates"],
    rejected === null ? null : [rejected, "rejected"],
    cut ? [share(cut, cut + words), "of the words removed as furniture"] : null,
  ];
  find("tiles").append(...tiles.filter(Boolean).map(([number, text]) =>
    make("li", null, make("b", null, typeof number === "number" ? count(number) : number), text)));
  find("fate").append(...strip([
    {name: "kept", value: data.kept, tone: "kept"},
    ...[...REMOVED, "headline"].filter((kind) => removed.some(([name, number]) => name === kind && number))
      .map((kind) => ({name: WHAT[kind], value: kinds[kind], tone: kind})),
    ...(rejected ? [{name: "rejected: gave no article", value: rejected, tone: "rejected"}] : []),
  ], "What became of the articles"));
  if (cut) find("words").append(...strip([{name: "kept", value: words, tone: "kept"}, ...showReasons(reasons, cut)], "What became of the words"));
  else find("words").append(make("p", {class: "soft"}, "Not in these records."));
  if (data.rejected && data.rejected.length) find("rejected").append(listRejected());
  find("missing").append(...(summary.warnings || []).map((text) => note("Warning: " + text, "warning")), ...listMissing().map((text) => note(text)));
}

const WHAT = {exact: "exact duplicates", near: "near duplicates", excerpt: "excerpts of another", headline: "same headline, other text"};

function showReasons(reasons, cut) {
  if (!reasons) return [{name: "removed", value: cut, tone: "removed"}];
  const ranked = Object.entries(reasons).filter(([, number]) => number).sort((one, other) => other[1] - one[1]);
  return ranked.map(([name, value], at) => ({name, value, tone: "removed", opacity: 1 - at * 0.13}));
}

function listRejected() {
  return make("details", {class: "card"}, make("summary", null, "Why inputs were rejected"),
    make("table", null, make("tbody", null, data.rejected.map(([reason, number, examples]) => make("tr", null,
      make("td", {class: "number"}, count(number)), make("td", null, reason), make("td", {class: "soft"}, examples.join(", ")))))));
}

function listMissing() {
  const missing = [];
  if (!data.traced) missing.push("What was removed from each page, and how sure that is, is not in these records: clean with --trace to see it here.");
  if (data.clusters.length && !data.written_duplicates) missing.push("The texts of the duplicates are not in these records: clean with --keep-duplicates to compare them here.");
  if (!data.summary) missing.push("What was read and rejected is not in these records: give the run and this report the same --summary FILE to see it here.");
  if (data.rows.without_urls) missing.push("The list at the end goes without the articles' addresses, for which there was no room; the records have them.");
  if (data.rows.left_out) missing.push(`The list at the end has the first ${count(data.rows.title.length)} articles; the numbers count all of them.`);
  return missing;
}
