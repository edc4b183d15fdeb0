// The project's YAML as plain objects and lists of text: plain_content.py again, in JavaScript.
// Each list of paragraphs is a list of {p} for engines that cannot loop over strings.

const fs = require("fs");
const path = require("path");
const yaml = require("js-yaml");

const MONTHS = [
  "januari", "februari", "maart", "april", "mei", "juni",
  "juli", "augustus", "september", "oktober", "november", "december",
];
const LEVELS = { person: "persoon", organisation: "organisatie", society: "maatschappij" };
const PARTNER_KINDS = {
  "university-of-applied-sciences": "hogeschool",
  public: "publieke organisatie",
  sme: "mkb-onderneming",
  "branch-organisation": "brancheorganisatie",
  "knowledge-institution": "kennisinstelling",
  education: "onderwijsinstelling",
  other: "andere organisatie",
};
const FIELDS = {
  acronym: "korte naam", activities: "activiteiten", applicant: "penvoerder",
  budget: "begroting", contribution: "bijdrage in uren en in geld", data: "gegevens",
  data_management: "datamanagement en privacy", date: "datum", education: "onderwijs", end: "laatste maand", how: "hoe",
  initiatives: "relevante initiatieven", knowledge: "inbreng van kennis", lead: "trekker",
  lector: "lector", long: "betekenis", method: "methode", months: "looptijd",
  name: "naam", organisation: "organisatie", planning: "planning", practice: "praktijk",
  product: "product", products: "producten", research: "onderzoek", risks: "risico’s",
  role: "rol", round: "ronde", start: "eerste maand",
  state_of_the_art: "stand van kennis", summary: "samenvatting", title: "titel",
  who: "wie", year: "jaar",
};
const NUMBERED = {
  sub_questions: "Deelvraag", consortium: "Consortium, partner", work_packages: "Werkpakket",
};
const LISTS = ["abbreviations", "documents", "literature", "organisations", "people", "set-aside"];

class Open {
  constructor(what) {
    this.what = what.trim();
  }
}

const OPEN = yaml.defineScalarTag("!open", { resolve: (text) => new Open(text) });
const SCHEMA = yaml.YAML11_SCHEMA.withTags(OPEN);

const read = (file) => yaml.load(fs.readFileSync(file, "utf8"), { schema: SCHEMA });
const readAll = (folder) =>
  fs.readdirSync(folder).filter((n) => n.endsWith(".yaml")).sort().map((n) => read(path.join(folder, n)));
const byId = (records) => new Map(records.map((record) => [record.id, record]));

class Project {
  constructor(root) {
    const agenda = path.join(root, "agenda");
    this.front = read(path.join(agenda, "agenda.yaml"));
    this.sections = byId(readAll(path.join(agenda, "sections")));
    const themes = byId(readAll(path.join(agenda, "themes")));
    this.themes = this.front.themes.map((name) => themes.get(name));
    this.proposals = byId(readAll(path.join(agenda, "proposals")));
    this.lists = {};
    for (const name of LISTS) {
      this.lists[name] = read(path.join(agenda, `${name}.yaml`))[name.replace("-", "_")];
    }
    this.registers = readAll(path.join(root, "sources"));
    this.schemes = byId(readAll(path.join(root, "sources", "schemes")));
    this.workshops = this.registers.filter((register) => register.date);
    this.numbers = new Map();
    this.themes.forEach((theme, n) => {
      this.numbers.set(theme.id, `${n + 1}`);
      theme.questions.forEach((q, place) => this.numbers.set(q.id, `${n + 1}.${place + 1}`));
    });
    this.titles = new Map(this.themes.map((theme) => [theme.id, theme.title]));
    this.publications = byId(this.lists.literature);
    this.workshopOf = byId(this.workshops);
    this.questions = new Map();
    for (const theme of this.themes) {
      for (const q of theme.questions) this.questions.set(q.id, [this.questions.size, q]);
    }
    this.captions = new Map();
    this.captioned = { figuur: 0, tabel: 0 };
    // The number of the workshop, the place of the group in it, and its name.
    this.groupOf = new Map();
    this.workshops.forEach((register, n) => {
      register.groups.forEach((group, place) => {
        const known = [n + 1, place, group.id];
        for (const statement of group.statements) this.groupOf.set(statement.id, known);
      });
    });
  }

  documents() {
    return this.lists.documents.map((entry) => [
      entry.template,
      entry.output,
      entry.proposal ? this.proposal(this.proposals.get(entry.proposal)) : this.agenda(),
    ]);
  }

  agenda() {
    const { abbreviations, people, organisations, literature } = this.lists;
    const openIn = [
      [{ date: this.front.date }, this.front.title],
      ...[...this.sections.values()].map((section) => [section, section.title]),
      ...this.themes.map((theme) => [theme, theme.title]),
      ...abbreviations.map((entry) => [entry, entry.short]),
      ...people.map((entry) => [entry, entry.name]),
      ...literature.map((entry) => [entry, authors(entry)]),
    ];
    return {
      agenda: this.frontTexts(),
      sections_before: this.front.front.map((name) => this.section(this.sections.get(name))),
      themes: this.themes.map((theme) => this.theme(theme)),
      sections_after: this.front.back.map((name) => this.section(this.sections.get(name))),
      abbreviations: abbreviations.map((entry) => shown(entry, "short", "long")),
      people: this.people(),
      organisations: organisations.map((entry) => shown(entry, "name", "note")),
      literature: literature.map((entry) => ({ entry: publication(entry) })),
      open_points: openIn.flatMap(([record, name]) => [...openPoints(record, name)]),
      account: this.account(),
    };
  }

  proposal(proposal) {
    const texts = (record, ...names) =>
      Object.fromEntries(names.map((name) => [name, this.text(record[name])]));
    const asked = proposal.practice_question;
    const places = new Map(proposal.sub_questions.map((q, n) => [q.id, `${n + 1}`]));
    const months = proposal.months;
    return {
      agenda: this.frontTexts(),
      proposal: {
        ...shown(proposal, "title", "acronym", "round", "date", "applicant", "lector", "research_question"),
        ...texts(proposal, "summary", "state_of_the_art", "initiatives", "planning",
          "organisation", "risks", "data_management", "budget"),
        scheme: this.schemes.get(proposal.scheme).title,
        duration: months instanceof Open ? `[${months.what}]` : `${months} maanden`,
        practice_question: {
          question: asked.question.trim(),
          origin: this.text(asked.origin),
          groups: this.origin(asked.sources),
        },
        questions: this.related(proposal.questions),
        sub_questions: proposal.sub_questions.map((q) => ({
          number: places.get(q.id),
          question: q.question.trim(),
          ...texts(q, "method", "data", "product"),
        })),
        consortium: proposal.consortium.map((partner) => ({
          name: value(partner.name),
          kind: PARTNER_KINDS[partner.kind],
          contribution: value(partner.contribution),
          ...texts(partner, "role", "knowledge"),
        })),
        work_packages: proposal.work_packages.map((wp, n) => this.workPackage(n + 1, wp, places)),
        impact: texts(proposal.impact, "practice", "education", "research"),
        planning_chart: [],
        literature: [],
      },
      open_points: [...openPoints(proposal, "")],
    };
  }

  frontTexts() {
    return shown(this.front, "title", "subtitle", "publisher", "version", "status", "date");
  }

  section(section) {
    return {
      title: section.title,
      text: this.text(section.text),
      origin: this.origin(section.sources || []),
      subsections: (section.subsections || []).map((part) => this.section(part)),
    };
  }

  theme(theme) {
    const workshop = this.workshopOf.get(theme.register);
    return {
      number: this.numbers.get(theme.id),
      title: theme.title,
      workshop: { number: workshop.id.replace(/^w/, ""), date: value(workshop.date) },
      stake: this.text(theme.stake),
      questions: theme.questions.map((question) => this.question(question)),
      links: (theme.links || []).map((link) => ({
        number: this.numbers.get(link.theme),
        title: this.titles.get(link.theme),
        text: this.text(link.text),
      })),
    };
  }

  question(question) {
    const subs = question.sub_questions;
    return {
      number: this.numbers.get(question.id),
      title: question.title,
      question: question.question,
      levels: row(question.levels.map((level) => LEVELS[level])),
      explanation: this.text(question.explanation),
      sub_questions: subs.map((sub, n) => ({
        letter: String.fromCharCode(97 + n),
        question: sub.question,
      })),
      who: this.text(question.who),
      how: this.text(question.how),
      related: this.related(question.related || []),
      origin: this.origin([...question.sources, ...subs.flatMap((sub) => sub.sources)]),
    };
  }

  related(names) {
    const wanted = [...new Set(names)].map((name) => this.questions.get(name));
    wanted.sort(([one], [other]) => one - other);
    return wanted.map(([, q]) => ({
      number: this.numbers.get(q.id), title: q.title, question: q.question,
    }));
  }

  origin(sources) {
    const said = new Set(sources.map((name) => this.groupOf.get(name)).filter(Boolean));
    const groups = [...said].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const byWorkshop = new Map();
    for (const [number, , name] of groups) {
      if (!byWorkshop.has(number)) byWorkshop.set(number, []);
      byWorkshop.get(number).push(name);
    }
    const parts = [...byWorkshop].map(([n, names]) => `werkatelier\u00a0${n}, ${groupNames(names)}`);
    return capital(parts.join("; "));
  }

  people() {
    const names = new Map(this.lists.organisations.map((entry) => [entry.id, entry.name]));
    return this.lists.people.map((person) => ({
      ...shown(person, "name", "role", "note"),
      organisation: names.get(person.organisation) || value(person.organisation),
    }));
  }

  account() {
    const byQuestion = new Map();
    const inThemes = new Set();
    for (const theme of this.themes) {
      for (const name of sources(theme)) inThemes.add(name);
      for (const question of theme.questions) {
        for (const name of new Set(sources(question))) {
          if (!byQuestion.has(name)) byQuestion.set(name, []);
          byQuestion.get(name).push(this.numbers.get(question.id));
        }
      }
    }
    const { people, organisations, literature } = this.lists;
    const elsewhere = new Set(sources([...this.sections.values(), people, organisations, literature]));
    const aside = new Set(this.lists["set-aside"].map((entry) => entry.statement));
    const order = new Map([...this.numbers.values()].map((number, place) => [number, place]));
    return this.workshops.flatMap((register, n) =>
      register.groups.map((group) => {
        const ids = group.statements.map((statement) => statement.id);
        const asked = [...new Set(ids.flatMap((name) => byQuestion.get(name) || []))];
        asked.sort((one, other) => order.get(one) - order.get(other));
        const how = (test) => `${ids.filter(test).length}`;
        return {
          workshop: `Werkatelier\u00a0${n + 1}`,
          group: groupNames([group.id]),
          statements: `${ids.length}`,
          in_questions: how((name) => inThemes.has(name)),
          elsewhere: how((name) => elsewhere.has(name) && !inThemes.has(name)),
          set_aside: how((name) => aside.has(name)),
          questions: asked.join(", "),
        };
      }),
    );
  }

  workPackage(number, wp, places) {
    return {
      number: `${number}`,
      title: wp.title,
      lead: value(wp.lead),
      first_month: value(wp.start),
      last_month: wp.start === wp.end ? "" : value(wp.end),
      activities: this.text(wp.activities),
      products: this.text(wp.products),
      sub_questions: row(wp.sub_questions.map((name) => places.get(name))),
    };
  }

  text(markdown) {
    if (!markdown) return [];
    if (markdown instanceof Open) return [{ p: value(markdown) }];
    const place = (kind, name) => this.place(kind, name);
    return markdown
      .trim()
      .replace(/\[@(figure|table):([\w-]+)\]/g, (_, kind, name) => {
        const word = kind === "figure" ? "figuur" : "tabel";
        return `${word}\u00a0${place(word, name)}`;
      })
      .replace(/\[([^@[\]]*)@([\w-]+)\]/g, (_, before, name) => {
        const entry = this.publications.get(name);
        return `(${before}${authors(entry)}, ${value(entry.year)})`;
      })
      .replace(/!\[[^\]]*\]\((\w+) "([^"]*)"\)/g, (_, name, text) => `Figuur ${place("figuur", name)}. ${text}`)
      .replace(/^Tabel: (.*) \{#(.*)\}$/gm, (_, text, name) => `Tabel ${place("tabel", name)}. ${text}`)
      .replace(/\[\^[^\]]*\]:? ?|\*\*/g, "")
      .split("\n\n")
      .flatMap(lines)
      .map((p) => ({ p }));
  }

  place(kind, name) {
    const key = `${kind} ${name}`;
    if (!this.captions.has(key)) {
      this.captioned[kind] += 1;
      this.captions.set(key, `${this.captioned[kind]}`);
    }
    return this.captions.get(key);
  }
}

function lines(paragraph) {
  const rows = paragraph.split("\n");
  if (rows[0].startsWith("|")) {
    return rows
      .filter((line) => !line.startsWith("| ---"))
      .map((line) => line.split("|").filter(Boolean).map((cell) => cell.trim()).join(" "));
  }
  const items = /^(- |\d+\. )/.test(paragraph) ? paragraph.split(/\n(?=- |\d+\. )/) : [paragraph];
  return items.map((item) => item.split(/\s+/).join(" ").trim().replace(/^(- |\d+\. )/, ""));
}

function* openPoints(record, name) {
  for (const [key, held] of Object.entries(record)) {
    if (held instanceof Open) {
      const label = key === "text" ? "" : FIELDS[key];
      yield { where: label ? (name ? `${name}, ${label}` : capital(label)) : name, what: held.what };
    } else if (Array.isArray(held)) {
      for (const [n, item] of held.entries()) {
        if (item && typeof item === "object") {
          const own = NUMBERED[key] ? `${NUMBERED[key]} ${n + 1}` : item.title || "";
          yield* openPoints(item, under(name, own));
        }
      }
    } else if (held && typeof held === "object" && !(held instanceof Date)) {
      yield* openPoints(held, under(name, key === "impact" ? "Doorwerking" : ""));
    }
  }
}

function sources(held) {
  if (Array.isArray(held)) return held.flatMap(sources);
  if (!held || typeof held !== "object") return [];
  return Object.entries(held).flatMap(([key, inner]) => (key === "sources" ? inner : sources(inner)));
}

const under = (name, inner) => [name, inner].filter(Boolean).join(": ");
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const row = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} en ${words.at(-1)}`;
const shown = (record, ...names) =>
  Object.fromEntries(names.map((name) => [name, value(record[name])]));

function value(held) {
  if (held === undefined || held === null) return "";
  if (held instanceof Open) return `[${held.what}]`;
  if (held instanceof Date) {
    return `${held.getUTCDate()} ${MONTHS[held.getUTCMonth()]} ${held.getUTCFullYear()}`;
  }
  return `${held}`.trim();
}

function authors(entry) {
  const names = entry.authors.filter((name) => name !== "et al.").map((name) => name.split(",")[0]);
  return entry.authors.includes("et al.") ? `${names.join(", ")} et al.` : row(names);
}

function publication(entry) {
  const names = authors(entry);
  return `${names}${names.endsWith(".") ? "" : "."} (${value(entry.year)}). ${value(entry.title)}.`;
}

function groupNames(ids) {
  const names = ids.filter((id) => id !== "plenair").map((id) => id.replace(/^groep-/, "").replaceAll("-", " "));
  const plenary = ids.includes("plenair") ? ["het plenaire deel"] : [];
  const group = "groep\u00a0";
  const double = names.length > 1 ? names.filter((name) => name.includes(" en ")) : [];
  const others = names.filter((name) => !double.includes(name));
  const together = others.length ? [`${others.length > 1 ? "groepen " : group}${row(others)}`] : [];
  if (!double.length) return [...plenary, ...together].join(" en ");
  const apart = double.map((name) => `${group}${name}`);
  return row([...plenary, ...[...apart, ...together].map((found) => `de ${found}`)]);
}

module.exports = { Project };
