// The page: what is shown follows from the part of its address after the #, so it can be mailed.

const data = JSON.parse(document.getElementById("data").textContent);
const items = makeItems(data);
const known = {
  items: new Map(items.map((item) => [item.said.id, item])),
  children: new Map(),
  lines: new Map(),
  questions: new Map(),
  reports: data.reports,
};
for (const item of items) {
  const { said, workshop } = item;
  const siblings = known.children.get(said.parent) ?? [];
  if (said.parent) known.children.set(said.parent, [...siblings, item]);
  for (let line = said.line; line < said.line + said.lines; line += 1) {
    known.lines.set(`${workshop.report}:${line}`, item);
  }
}
for (const theme of data.themes) {
  for (const question of theme.questions) {
    const found = { question, theme };
    for (const { id } of [question, ...question.parts]) known.questions.set(id, found);
  }
}

const VIEWS = ["uitspraken", "vragen", "overzicht"];
const CHOICES = ["uitspraak", "vraag"];
const KEYS = ["beeld", ...CHOICES, "zoek", ...FILTERS];
const form = document.querySelector(".filters");
const panel = document.getElementById("panel");
const hint = [...panel.childNodes];
const narrow = matchMedia("(max-width: 61.99rem)");
const name = document.title;
let state = {};

/** What an address asks for; choices that do not exist are left out. */
function read(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const found = Object.fromEntries(KEYS.map((key) => [key, asked.get(key) ?? ""]));
  for (const key of FILTERS) {
    const values = [...document.getElementById(key).options].map((option) => option.value);
    if (!values.includes(found[key])) found[key] = "";
  }
  return found;
}

function write(wanted) {
  const beeld = wanted.beeld === VIEWS[0] ? "" : wanted.beeld;
  const shown = Object.entries({ ...wanted, beeld }).filter(([, value]) => value);
  return `#${new URLSearchParams(shown.length ? shown : [["beeld", VIEWS[0]]])}`;
}

function viewOf(wanted) {
  if (wanted.uitspraak) return VIEWS[0];
  if (wanted.vraag) return VIEWS[1];
  return VIEWS.includes(wanted.beeld) ? wanted.beeld : VIEWS[0];
}

/** Goes to another state; typing does not fill the history. */
function go(wanted, { isTyping = false } = {}) {
  history[isTyping ? "replaceState" : "pushState"](null, "", write(wanted));
  show(wanted);
}

function show(wanted) {
  const before = state;
  state = wanted;
  showViews();
  showForm();
  showList(items, state);
  showPanel(before);
}

function section(view) {
  return places.get(`beeld=${view}`);
}

function showViews() {
  const view = viewOf(state);
  for (const other of VIEWS) section(other).classList.toggle("gone", other !== view);
  for (const tab of document.querySelectorAll("nav.only-script a")) {
    if (tab.hash === `#beeld=${view}`) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  document.documentElement.dataset.view = view;
}

function showForm() {
  for (const key of ["zoek", ...FILTERS]) {
    const field = form.elements[key];
    if (field.value !== state[key]) field.value = state[key];
  }
}

const chosenIn = (wanted) => CHOICES.map((key) => wanted[key]).find(Boolean) ?? "";

function showPanel(before) {
  const chosen = chosenIn(state);
  for (const current of document.querySelectorAll("#inhoud [aria-current]")) {
    current.removeAttribute("aria-current");
  }
  linkTo(state)?.setAttribute("aria-current", "true");
  if (chosen !== chosenIn(before)) fillPanel(chosen);
  panel.classList.toggle("is-open", Boolean(chosen));
  const about = panel.querySelector("blockquote, h2")?.textContent.slice(0, 80);
  document.title = chosen ? `${about} – ${name}` : name;
  showWidth();
}

function fillPanel(chosen) {
  const parts = chosen ? partsOfPanel() : hint;
  const close = el("button", { type: "button", class: "close" }, "Sluit");
  close.addEventListener("click", closePanel);
  panel.replaceChildren(...(chosen ? [close] : []), ...parts.filter(Boolean));
  panel.scrollTop = 0;
}

function partsOfPanel() {
  const item = known.items.get(state.uitspraak);
  if (item) return statementPanel(item, known);
  const found = known.questions.get(state.vraag);
  if (!state.uitspraak && found) return questionPanel(found, state.vraag, known);
  const what = state.uitspraak ? "uitspraak" : "vraag";
  return [title("Niet gevonden"),
    el("p", {}, `In deze verantwoording staat geen ${what} met het kenmerk `,
      el("code", {}, chosenIn(state)), ".")];
}

/** The link in the list to what the panel shows. */
function linkTo(wanted) {
  const item = known.items.get(wanted.uitspraak);
  if (item) return item.element.querySelector(".said");
  const id = known.questions.get(wanted.vraag)?.question.id;
  return id && places.get(`vraag=${id}`).querySelector("h4 a");
}

function focusOn(node, options) {
  if (!node) return;
  if (!node.matches("a, button, input, select")) node.setAttribute("tabindex", "-1");
  node.focus(options);
}

function closePanel() {
  const before = state;
  go({ ...state, uitspraak: "", vraag: "", beeld: viewOf(state) });
  const back = linkTo(before);
  focusOn(back && !back.closest(".gone") ? back : section(viewOf(state)).querySelector("h2"));
}

/** On a narrow screen the open panel is all there is. */
function showWidth() {
  const isAlone = narrow.matches && panel.classList.contains("is-open");
  const others = document.querySelectorAll(".skip, .top, .view, .bottom");
  for (const other of others) other.inert = isAlone;
  document.documentElement.classList.toggle("panel-alone", isAlone);
}

/** Follows a link within the page: a statement or question keeps the filters, a filter does not. */
function follow(hash) {
  const asked = read(hash);
  const isChoice = chosenIn(asked) || asked.beeld;
  const filters = Object.fromEntries(["zoek", ...FILTERS].map((key) => [key, state[key]]));
  const view = viewOf(state);
  go(isChoice ? { ...asked, ...filters } : asked);
  if (chosenIn(state)) focusOn(document.getElementById("panel-title"), { preventScroll: true });
  else focusOn(section(viewOf(state)).querySelector("h2"));
  const block = view === viewOf(state) ? "nearest" : "center";
  linkTo(state)?.closest("li").scrollIntoView({ block });
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest('a[href^="#"]');
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!anchor || !isPlain) return;
  event.preventDefault();
  if (anchor.hash.includes("=")) follow(anchor.hash);
  else focusOn(document.querySelector(anchor.hash));
});

addEventListener("hashchange", () => {
  if (location.hash.includes("=") || !location.hash) show(read(location.hash));
});

form.elements.zoek.addEventListener("input", (event) => {
  go({ ...state, zoek: event.target.value }, { isTyping: true });
});

form.querySelector(".fields").addEventListener("change", (event) => {
  const { name: key, value } = event.target;
  const wanted = { ...state, [key]: value };
  const isOutside = !wanted.groep.startsWith(`${wanted.werkatelier}.`);
  if (key === "werkatelier" && value && isOutside) wanted.groep = "";
  if (key === "groep" && value && isOutside) wanted.werkatelier = "";
  go(wanted);
});

form.addEventListener("reset", (event) => {
  event.preventDefault();
  go({ ...read(""), uitspraak: state.uitspraak });
  form.elements.zoek.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  focusOn(linksShown()[0]);
});

/** The statements or questions that are shown, as links. */
function linksShown() {
  const links = section(viewOf(state)).querySelectorAll(".said, .question h4 a");
  return [...links].filter((anchor) => !anchor.closest(".gone"));
}

const STEPS = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosenIn(state) && !event.target.value) closePanel();
  const links = event.key in STEPS ? linksShown() : [];
  const at = links.indexOf(event.target);
  const isDown = event.target === form.elements.zoek && event.key === "ArrowDown";
  if (at < 0 && !isDown) return;
  event.preventDefault();
  focusOn(links[STEPS[event.key](at, links.length)]);
});

for (const cell of document.querySelectorAll("[data-link]")) {
  const { link: href, name: label } = cell.dataset;
  cell.append(el("a", { href: `#${href}`, "aria-label": label }, ...cell.childNodes));
}

function fitFilters() {
  document.querySelector(".more").open = !narrow.matches;
  showWidth();
}

narrow.addEventListener("change", fitFilters);
fitFilters();
show(read(location.hash));
scrollTo(0, 0);
if (chosenIn(state)) {
  linkTo(state)?.scrollIntoView({ block: "center" });
  focusOn(document.getElementById("panel-title"), { preventScroll: true });
}
