// The panel: what hangs together with one statement or one question.

const AROUND = 5; // lines of the report before and after a statement

function link(hash, ...children) {
  return el("a", { href: `#${hash}` }, ...children);
}

function list(name, items) {
  return items.length ? el("ul", { class: name }, items.map((item) => el("li", {}, item))) : "";
}

function title(text) {
  return el("h2", { id: "panel-title", tabindex: "-1" }, text);
}

function rows(pairs) {
  const shown = pairs.filter(([, value]) => value);
  return el("dl", {}, shown.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function workshopName(workshop) {
  return [workshop.name, workshop.title].filter(Boolean).join(": ");
}

function verbatim(said) {
  const bullet = said.mark && el("span", { class: "bullet" }, said.mark);
  return [bullet, bullet && " ", said.text || el("em", {}, "(geen tekst)")];
}

/** All that is known of one statement. */
function statementPanel(item, known) {
  const { said, group, workshop } = item;
  return [
    title("Uitspraak"),
    el("blockquote", {}, el("p", {}, verbatim(said))),
    rows([
      ["Soort", said.kind],
      ["Groep", link(`groep=${group.key}`, group.title)],
      [workshop.name ? "Werkatelier" : "Verslag", whereFrom(workshop)],
      ["Kenmerk", [el("code", {}, said.id), " ", copyButton(`uitspraak=${said.id}`)]],
    ]),
    el("h3", {}, "Wat ermee is gebeurd"),
    becameOf(said, known),
    ...relatives(said, known),
    el("h3", {}, "De plaats in het verslag"),
    ...passage(item, known),
  ];
}

function whereFrom(workshop) {
  const number = workshop.name.replace(/^\D+/, "");
  const name = number ? `${number}: ${workshop.title}` : workshop.title;
  return workshop.date ? `${name}, ${workshop.date}` : name;
}

function becameOf(said, known) {
  const found = said.places.map((place) => placeOf(place, known));
  if (said.reason) {
    found.push([el("strong", {}, "Terzijde gelegd"), ` (${said.reason})`,
      el("p", {}, said.explanation)]);
  }
  if (!found.length) found.push(el("strong", {}, "Nog zonder plaats in de agenda"));
  return list("became", found);
}

function placeOf(place, known) {
  const name = [place.number, place.title].filter(Boolean).join(" ");
  const kind = el("span", { class: "kind" }, place.kind);
  if (!place.question) {
    const parts = place.parts.length ? ` (${place.parts.join(", ")})` : "";
    return [kind, " ", el("span", { class: "name" }, name), parts];
  }
  const { question } = known.questions.get(place.question);
  const parts = question.parts.filter((part) => place.parts.includes(`deelvraag ${part.number}`));
  return [kind, " ", link(`vraag=${place.question}`, name),
    el("p", {}, question.question), partsOf(parts)];
}

function partsOf(parts, chosen) {
  return list("parts", parts.map((part) => {
    const text = [el("span", { class: "number" }, part.number), " ", part.question];
    return part.id === chosen ? el("strong", {}, text) : text;
  }));
}

/** What the statement stands under, and what stands under it. */
function relatives(said, known) {
  const parent = known.items.get(said.parent);
  const children = known.children.get(said.id) ?? [];
  const row = (item) => link(`uitspraak=${item.said.id}`, verbatim(item.said));
  return [
    parent && el("h3", {}, "Staat onder"),
    parent && list("related", [row(parent)]),
    children.length && el("h3", {}, "Daaronder staat"),
    list("related", children.map(row)),
  ];
}

/** The lines of the report around a statement, and a button for the whole report. */
function passage(item, known) {
  const lines = known.reports[item.workshop.report] ?? [];
  if (!lines.length) return [el("p", {}, `Regel ${item.said.line} van het verslag.`)];
  const first = item.said.line - AROUND;
  const last = item.said.line + item.said.lines - 1 + AROUND;
  const shown = el("ol", { class: "lines" });
  const button = el("button", { type: "button" });
  const show = (isWhole) => {
    const some = lines.filter(([number]) => isWhole || (number >= first && number <= last));
    shown.replaceChildren(...some.map((line) => lineOf(line, item, known)));
    button.textContent = isWhole ? "Toon alleen deze plaats" : "Toon het hele verslag";
    button.setAttribute("aria-expanded", String(isWhole));
  };
  button.addEventListener("click", () => {
    show(button.getAttribute("aria-expanded") !== "true");
    shown.querySelector("mark")?.scrollIntoView({ block: "center" });
  });
  show(false);
  return [button, shown];
}

function lineOf([number, text], item, known) {
  const owner = known.lines.get(`${item.workshop.report}:${number}`);
  if (owner === item) {
    const here = el("span", { class: "hidden" }, "Deze uitspraak: ");
    return el("li", { value: number, class: "here" }, here, el("mark", {}, text));
  }
  return el("li", { value: number }, owner ? link(`uitspraak=${owner.said.id}`, text) : text);
}

/** What a question rests on, by workshop and group; `chosen` may be one of its sub-questions. */
function questionPanel({ question, theme }, chosen, known) {
  const found = [...known.items.values()].filter((item) =>
    item.said.places.some((place) => place.question === question.id));
  return [
    title(`${question.number} ${question.title}`),
    el("p", { class: "core" }, question.question),
    rows([
      ["Thema", link(`thema=${theme.number}`, `${theme.number} ${theme.title}`)],
      ["Niveau", question.levels.join(", ")],
      ["Kenmerk", [el("code", {}, question.id), " ", copyButton(`vraag=${question.id}`)]],
    ]),
    question.parts.length && el("h3", {}, "Deelvragen"),
    partsOf(question.parts, chosen),
    el("h3", {}, "Waarop deze vraag rust"),
    question.one_group && el("p", { class: "note" }, el("strong", {}, "Let op:"),
      " deze vraag rust op de inbreng van één groep."),
    el("p", {}, restsOn(found, question)),
    ...grounds(found, question),
  ];
}

function restsOn(found, question) {
  const words = `${tally(found.length, found.length)}`;
  return question.origin ? `${words} van ${question.origin}` : words;
}

function grounds(found, question) {
  let before = null;
  return [...byGroup(found)].flatMap(([group, members]) => {
    const { workshop } = members[0];
    const heading = workshop !== before && el("h4", {}, workshopName(workshop));
    before = workshop;
    const statements = members.map((item) => ground(item.said, question));
    return [heading, el("h5", {}, group.title), list("related", statements)];
  });
}

function ground(said, question) {
  const { parts } = said.places.find((place) => place.question === question.id);
  const about = parts.length && el("span", { class: "about" }, ` ${parts.join(", ")}`);
  return [link(`uitspraak=${said.id}`, verbatim(said)), about];
}

/** A button that puts the link to this statement or question on the clipboard. */
function copyButton(hash) {
  if (!navigator.clipboard) return "";
  const button = el("button", { type: "button" }, "Kopieer de link");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`${location.href.split("#")[0]}#${hash}`);
    button.textContent = "Link gekopieerd";
    document.getElementById("spoken").textContent = "Link gekopieerd";
  });
  return button;
}
