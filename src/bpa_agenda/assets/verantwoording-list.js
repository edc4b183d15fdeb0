// The list of statements: which of them pass the filters, and how many would.

/** Where the parts of the address lead. Without a script the browser scrolls there by their ids. */
const places = new Map();
for (const node of document.querySelectorAll('[id*="="]')) {
  places.set(node.id, node);
  node.removeAttribute("id");
}

const FILTERS = ["werkatelier", "groep", "thema", "niveau", "uitkomst"];
const PAUSE = 300; // milliseconds before a count is announced, so that typing is not interrupted

/** Every statement with what it can be filtered by and its place in the page. */
function makeItems(data) {
  const withPlaces = (said) => ({ ...said, places: said.places.map((at) => data.places[at]) });
  return data.workshops.flatMap((workshop) =>
    workshop.groups.flatMap((group) =>
      group.statements.map((said) => makeItem(workshop, group, withPlaces(said)))));
}

function makeItem(workshop, group, said) {
  const element = places.get(`uitspraak=${said.id}`);
  return {
    said, workshop, group, element,
    folded: fold(said.text),
    text: element.querySelector(".text"),
    values: {
      werkatelier: [workshop.key],
      groep: [group.key],
      thema: said.themes,
      niveau: said.levels,
      uitkomst: said.outcomes,
    },
  };
}

/** Whether a statement passes all filters, but for the one that is named. */
function passes(item, filters, words, without) {
  const isChosen = (key) =>
    key === without || !filters[key] || item.values[key].includes(filters[key]);
  return FILTERS.every(isChosen) && holds(item, words);
}

function holds(item, words) {
  return item.said.id === words[0] || words.every((word) => item.folded.includes(word));
}

/** Shows the statements that pass, with the words marked, and counts them. */
function showList(items, filters) {
  const words = wordsOf(filters.zoek);
  const found = new Set(items.filter((item) => passes(item, filters, words)));
  for (const item of items) {
    const isFound = found.has(item);
    item.element.classList.toggle("gone", !isFound);
    markItem(item, isFound ? words : []);
  }
  showGroups(items, found);
  showOptions(items, filters, words);
  announce(found.size, items.length);
}

/** Writes a text anew only when there is something to mark or to unmark. */
function markItem(item, words) {
  if (!item.text || (!words.length && !item.isMarked)) return;
  item.text.replaceChildren(...marked(item.said.text, words));
  item.isMarked = words.length > 0;
}

function showGroups(items, found) {
  for (const [group, members] of byGroup(items)) {
    const section = places.get(`groep=${group.key}`);
    const count = members.filter((item) => found.has(item)).length;
    section.querySelector(".found").textContent = count < members.length ? `${count} van ` : "";
    section.classList.toggle("gone", !count);
  }
  for (const section of document.querySelectorAll(".workshop")) {
    section.classList.toggle("gone", !section.querySelector(".statement:not(.gone)"));
  }
}

/** Statements by their group, in order. */
function byGroup(items) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(item.group)) groups.set(item.group, []);
    groups.get(item.group).push(item);
  }
  return groups;
}

function tally(count, total) {
  const words = total === 1 ? "uitspraak" : "uitspraken";
  return count === total ? `${total} ${words}` : `${count} van ${total} ${words}`;
}

/** Writes behind each choice how many statements it would give. */
function showOptions(items, filters, words) {
  for (const key of FILTERS) {
    const others = items.filter((item) => passes(item, filters, words, key));
    const counts = countsOf(others.flatMap((item) => item.values[key]));
    for (const option of document.getElementById(key).options) {
      option.dataset.words ??= option.textContent;
      const count = option.value ? counts.get(option.value) ?? 0 : others.length;
      option.textContent = `${option.dataset.words} (${count})`;
    }
  }
  const active = FILTERS.filter((key) => filters[key]).length;
  document.getElementById("filter-count").textContent = active ? ` (${active} gekozen)` : "";
  document.getElementById("clear").hidden = !active && !words.length;
}

/** How often each value occurs. */
function countsOf(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

let waiting = 0;

function announce(count, total) {
  const status = document.getElementById("count");
  const text = count ? tally(count, total) : "Geen uitspraken gevonden";
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    status.textContent = text;
  }, status.textContent ? PAUSE : 0);
}
