const THEMES = ["system", "light", "dark"];
let theme = 0;

find("theme").addEventListener("click", () => {
  theme = (theme + 1) % THEMES.length;
  document.documentElement.dataset.theme = THEMES[theme];
  find("theme").textContent = "Theme: " + THEMES[theme];
});

// Goes to the list with one of its filters set.
function filterBy(id, name) {
  const at = rows.names[id].indexOf(name);
  find("filters").reset();
  find(id).value = at < 0 ? "" : String(at);
  search();
  find("articles").scrollIntoView();
  find("found").focus();
}

const named = ([name, kept, removed]) => ({name, kept, removed});
showOverview();
find("days").append(...columns(data.days).filter(Boolean));
find("sites").append(...bars(data.sites.map(named), "Site", (name) => filterBy("site", name)));
find("languages").append(...bars(data.languages.map(named), "Language", (name) => filterBy("language", name)));
showClusters();
showReview();
startDecisions();
startArticles();
document.documentElement.dataset.ready = "true";
