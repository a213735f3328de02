// What the reviewer decides, to be saved as a file that `newsclean clean --decisions` obeys.

const KINDS = {never_merge: "never merged", always_merge: "always merged", keep: "kept", furniture: "furniture"};
const decided = new Map();
let saved = true;

const pairOf = (kept, copy) => ({ids: [kept.id, copy.id].sort(), sources: [kept.source, copy.source]});
const keyOf = (kind, what) => JSON.stringify([kind, what.ids || [what.site, what.line]]);

// A button that marks a decision, and pressed again takes it back.
function decide(kind, what, text) {
  const key = keyOf(kind, what);
  return make("button", {type: "button", class: "mark", "data-key": key, "aria-pressed": String(decided.has(key)), click: () => {
    if (!decided.delete(key)) decided.set(key, [kind, what]);
    saved = false;
    showDecisions();
  }}, text);
}

function showDecisions() {
  for (const button of document.querySelectorAll("[data-key]")) {
    button.setAttribute("aria-pressed", String(decided.has(button.dataset.key)));
  }
  const kinds = [...decided.values()].map(([kind]) => kind);
  const parts = Object.entries(KINDS).filter(([kind]) => kinds.includes(kind))
    .map(([kind, text]) => `${kinds.filter((other) => other === kind).length} ${text}`);
  find("decisions").hidden = !decided.size;
  find("decided").textContent = `${decided.size} ${decided.size === 1 ? "decision" : "decisions"}: ${parts.join(", ")}`;
}

function write() {
  const lists = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  for (const [kind, what] of decided.values()) lists[kind].push(what);
  return JSON.stringify({version: 1, ...lists}, null, 1) + "\n";
}

function read(text) {
  const file = JSON.parse(text);
  for (const kind of Object.keys(KINDS)) {
    for (const what of file[kind] || []) decided.set(keyOf(kind, what), [kind, what]);
  }
}

function startDecisions() {
  find("save").addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([write()], {type: "application/json"}));
    make("a", {href: url, download: "decisions.json"}).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    saved = true;
  });
  find("undo").addEventListener("click", () => {
    decided.delete([...decided.keys()].at(-1));
    saved = false;
    showDecisions();
  });
  find("load").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      read(await file.text());
      showDecisions();
    } catch (error) {
      find("decisions").hidden = false;
      find("decided").textContent = `${file.name} is no file of decisions.`;
    }
  });
  addEventListener("beforeunload", (event) => { if (!saved && decided.size) event.preventDefault(); });
}
