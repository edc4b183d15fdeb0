// Search: words are found whatever their case and accents, and marked where they stand.

const PLAIN = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-" };

/** A text as it is compared: no accents, no capitals, plain quotes. */
function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[‘’“”–]/g, (sign) => PLAIN[sign])
    .toLowerCase();
}

/** The words that a reader typed. */
function wordsOf(query) {
  return fold(query).split(/\s+/).filter(Boolean);
}

/** A folded text, and for each of its characters where it stands in the text itself. */
function foldWithPlaces(text) {
  const starts = [];
  let folded = "";
  let at = 0;
  for (const sign of text) {
    const plain = fold(sign);
    folded += plain;
    for (let count = 0; count < plain.length; count += 1) starts.push(at);
    at += sign.length;
  }
  starts.push(at);
  return { folded, starts };
}

/** Where the words stand: [start, end] pairs in order, those that touch taken together. */
function placesOf(text, words) {
  const { folded, starts } = foldWithPlaces(text);
  const found = [];
  for (const word of words) {
    let at = folded.indexOf(word);
    while (at >= 0) {
      found.push([starts[at], starts[at + word.length]]);
      at = folded.indexOf(word, at + word.length);
    }
  }
  return joined(found.sort((a, b) => a[0] - b[0]));
}

function joined(pairs) {
  const found = [];
  for (const [start, end] of pairs) {
    const last = found[found.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** The pieces of a text, those that were searched for in <mark>. */
function marked(text, words) {
  const pieces = [];
  let done = 0;
  for (const [start, end] of placesOf(text, words)) {
    pieces.push(text.slice(done, start), el("mark", {}, text.slice(start, end)));
    done = end;
  }
  return [...pieces, text.slice(done)];
}

/** An element; text among its children is text, whatever it holds. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child));
  return node;
}
