// Charts are drawn beside the numbers that they show, which stand in a table.

function strip(parts, label) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  let at = 0;
  const pieces = parts.map((part) => {
    const piece = draw("rect", {x: (100 * at) / whole + "%", width: (100 * part.value) / whole + "%", height: "100%",
      class: part.tone, "fill-opacity": part.opacity || 1});
    at += part.value;
    return piece;
  });
  const rows = parts.map((part) => make("tr", null,
    make("th", {scope: "row"}, chip(part), part.name),
    make("td", {class: "number"}, count(part.value)),
    make("td", {class: "number"}, share(part.value, whole))));
  return [
    draw("svg", {class: "strip", "aria-hidden": "true"}, pieces),
    make("table", {"aria-label": label}, make("tbody", null, rows)),
  ];
}

function chip(part) {
  return make("span", {class: "chip", "aria-hidden": "true"}, draw("svg", null,
    draw("rect", {width: "100%", height: "100%", class: part.tone, "fill-opacity": part.opacity || 1})));
}

const SHOWN = 10;

// A row is a name and two numbers: kept and removed. `pick` is called with a name.
function bars(rows, label, pick) {
  const ranked = [...rows].sort((one, other) => other.kept + other.removed - one.kept - one.removed);
  const most = Math.max(1, ...ranked.map((row) => row.kept + row.removed));
  const lines = ranked.map((row) => make("tr", null,
    make("th", {scope: "row"}, make("button", {type: "button", class: "link", click: () => pick(row.name)}, shorten(row.name) || "unknown")),
    make("td", {class: "draw"}, draw("svg", {"aria-hidden": "true"},
      draw("rect", {width: (100 * row.kept) / most + "%", height: "100%", class: "kept"}),
      draw("rect", {x: (100 * row.kept) / most + "%", width: (100 * row.removed) / most + "%", height: "100%", class: "removed"}))),
    make("td", {class: "number"}, count(row.kept)),
    make("td", {class: "number"}, count(row.removed))));
  const head = make("thead", null, make("tr", null, make("th", {scope: "col"}, label), make("td", null),
    make("th", {scope: "col", class: "number"}, "kept"), make("th", {scope: "col", class: "number"}, "removed")));
  const body = make("tbody", null, lines.slice(0, SHOWN));
  const table = make("table", {class: "bars"}, head, body);
  if (lines.length <= SHOWN) return [table];
  const more = make("button", {type: "button", class: "link", click: () => { body.append(...lines.slice(SHOWN)); more.remove(); }},
    "Show all " + count(lines.length));
  return [table, more];
}

const MOST_COLUMNS = 120;

function columns(days) {
  const known = days.filter(([day]) => /^\d{4}-\d\d-\d\d$/.test(day));
  const unknown = days.filter(([day]) => !/^\d{4}-\d\d-\d\d$/.test(day)).reduce((sum, [, kept]) => sum + kept, 0);
  if (!known.length) return [make("p", {class: "soft"}, "No article tells its day.")];
  const [steps, unit] = group(known);
  const most = Math.max(...steps.map((step) => step.kept + step.removed));
  const [width, height, left, bottom] = [1000, 180, 44, 24];
  const wide = (width - left) / steps.length;
  const tall = (number) => (number / most) * (height - bottom - 8);
  const floor = height - bottom;
  const drawn = steps.map((step, at) => {
    const x = left + at * wide;
    const thin = Math.max(0.6, Math.min(wide * 0.8, 40));
    const low = tall(step.kept);
    return draw("g", null, draw("title", null, `${step.name}: ${count(step.kept)} kept, ${count(step.removed)} removed`),
      draw("rect", {x, width: thin, y: floor - low, height: low, class: "kept"}),
      draw("rect", {x, width: thin, y: floor - low - tall(step.removed), height: tall(step.removed), class: "removed"}));
  });
  const every = Math.max(1, Math.ceil(steps.length / 8));
  const ticks = steps.map((step, at) => (at % every ? null
    : draw("text", {x: left + at * wide, y: height - 6, class: "tick"}, step.name)));
  const busiest = steps.reduce((one, other) => (other.kept + other.removed > one.kept + one.removed ? other : one));
  const label = `Articles by ${unit}, ${steps[0].name} to ${steps.at(-1).name}; most on ${busiest.name}: ${count(busiest.kept + busiest.removed)}`;
  const rows = steps.filter((step) => step.kept + step.removed).map((step) => make("tr", null, make("th", {scope: "row"}, step.name),
    make("td", {class: "number"}, count(step.kept)), make("td", {class: "number"}, count(step.removed))));
  return [
    draw("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label},
      draw("line", {x1: left, x2: width, y1: floor, y2: floor, class: "axis"}),
      draw("text", {x: 0, y: floor - tall(most) + 10, class: "tick"}, count(most)), drawn, ticks),
    make("details", null, make("summary", null, "As a table"), make("table", null,
      make("thead", null, make("tr", null, make("th", {scope: "col"}, unit),
        make("th", {scope: "col", class: "number"}, "kept"), make("th", {scope: "col", class: "number"}, "removed"))),
      make("tbody", null, rows))),
    unknown ? make("p", {class: "soft"}, `${count(unknown)} more tell no day.`) : null,
  ];
}

// Days, or months or years where days would be too many to see.
function group(days) {
  const span = (new Date(days.at(-1)[0]) - new Date(days[0][0])) / 86400000;
  const [size, unit] = span <= MOST_COLUMNS ? [10, "day"] : span <= MOST_COLUMNS * 30 ? [7, "month"] : [4, "year"];
  const sums = new Map();
  for (const name of series(days[0][0], days.at(-1)[0], size)) sums.set(name, {name, kept: 0, removed: 0});
  for (const [day, kept, removed] of days) {
    const step = sums.get(day.slice(0, size));
    if (step) { step.kept += kept; step.removed += removed; }
  }
  return [[...sums.values()], unit];
}

function* series(first, last, size) {
  const day = new Date(first.slice(0, size).padEnd(10, "-01") + "T00:00:00Z");
  for (let turn = 0; turn < 4000; turn++) {
    const name = day.toISOString().slice(0, size);
    if (name > last) return;
    yield name;
    if (size === 10) day.setUTCDate(day.getUTCDate() + 1);
    else if (size === 7) day.setUTCMonth(day.getUTCMonth() + 1);
    else day.setUTCFullYear(day.getUTCFullYear() + 1);
  }
}
