// Two texts side by side, word by word (Myers, "An O(ND) difference algorithm", 1986).

const TOKEN = /\n+|[^\S\n]+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[\p{L}\p{M}\p{N}]+|./gu;
const MOST_CHANGES = 2500;
const LEAST_SHARED = 2;  // words between two changes
const MOST_SAME = 4;  // paragraphs in a row

// Returns steps: [token, side], side 0 for both, -1 for the left text only, 1 for the right one only.
function compare(left, right) {
  const one = left.match(TOKEN) || [];
  const other = right.match(TOKEN) || [];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const both = (token) => [token, 0];
  return [
    ...one.slice(0, start).map(both),
    ...walk(one.slice(start, one.length - end), other.slice(start, other.length - end)),
    ...one.slice(one.length - end).map(both),
  ];
}

function walk(one, other) {
  const most = Math.min(MOST_CHANGES, one.length + other.length);
  const trail = [];
  let reach = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let changes = 0; changes <= most; changes++) {
    trail.push(reach.slice());
    for (let line = -changes; line <= changes; line += 2) {
      const down = line === -changes || (line !== changes && reach[middle + line - 1] < reach[middle + line + 1]);
      let x = down ? reach[middle + line + 1] : reach[middle + line - 1] + 1;
      while (x < one.length && x - line < other.length && one[x] === other[x - line]) x++;
      reach[middle + line] = x;
      if (x >= one.length && x - line >= other.length) return back(one, other, trail, middle);
    }
  }
  return [...one.map((token) => [token, -1]), ...other.map((token) => [token, 1])];
}

function back(one, other, trail, middle) {
  const steps = [];
  let [x, y] = [one.length, other.length];
  for (let changes = trail.length - 1; changes >= 0; changes--) {
    const reach = trail[changes];
    const line = x - y;
    const down = line === -changes || (line !== changes && reach[middle + line - 1] < reach[middle + line + 1]);
    const from = down ? line + 1 : line - 1;
    const [oldX, oldY] = changes ? [reach[middle + from], reach[middle + from] - from] : [0, 0];
    while (x > oldX && y > oldY) { steps.push([one[--x], 0]); y--; }
    if (changes && down) steps.push([other[--y], 1]);
    else if (changes) steps.push([one[--x], -1]);
  }
  return steps.reverse();
}

// Joins changes between which hardly a word is shared: two sentences that differ have "the" in common.
function join(steps) {
  const runs = [];
  for (const step of steps) {
    const common = step[1] === 0;
    if (!runs.length || runs.at(-1).common !== common) runs.push({common, steps: []});
    runs.at(-1).steps.push(step);
  }
  const words = (run) => run.steps.filter(([token]) => /[\p{L}\p{N}]/u.test(token)).length;
  return runs.flatMap((run, at) => {
    const between = run.common && at > 0 && at < runs.length - 1;
    const paragraph = run.steps.some(([token]) => token.includes("\n\n"));
    if (!between || paragraph || words(run) >= LEAST_SHARED) return run.steps;
    return run.steps.flatMap(([token]) => [[token, -1], [token, 1]]);
  });
}

// A row of two cells for each paragraph; one that only one text has stands beside nothing.
function lineUp(steps) {
  const rows = [[[], []]];
  for (const [token, side] of steps) {
    const cells = rows.at(-1);
    const ends = token.includes("\n\n") && (side === 0 || !cells[side < 0 ? 1 : 0].length);
    if (ends) { rows.push([[], []]); continue; }
    if (side <= 0) cells[0].push([token, side]);
    if (side >= 0) cells[1].push([token, side]);
  }
  return rows.filter((cells) => cells.flat().length);
}

function sideBySide(left, right, names) {
  const head = make("div", {class: "pair names"}, names.map((name) => make("div", {dir: "auto"}, name)));
  const runs = [];
  for (const cells of lineUp(join(compare(left, right)))) {
    const same = cells.flat().every(([, side]) => side === 0);
    if (!runs.length || runs.at(-1).same !== same) runs.push({same, rows: []});
    runs.at(-1).rows.push(make("div", {class: same ? "pair same" : "pair"}, cells.map((cell) => make("div", {dir: "auto"}, mark(cell)))));
  }
  return make("div", {class: "diff"}, head, runs.flatMap(({same, rows}) => (same && rows.length > MOST_SAME ? fold(rows) : rows)));
}

// Of many paragraphs that are the same, those beside a change stay open.
function fold(rows) {
  const inner = rows.slice(1, -1);
  return [rows[0], make("details", {class: "folded"}, make("summary", null, `${inner.length} paragraphs are the same`), inner), rows.at(-1)];
}

function mark(cell) {
  const pieces = [];
  for (const [token, side] of cell) {
    if (pieces.length && pieces.at(-1)[1] === side) pieces.at(-1)[0] += token;
    else pieces.push([token, side]);
  }
  return pieces.map(([text, side]) => (side < 0 ? make("del", null, text) : side > 0 ? make("ins", null, text) : text));
}
