// The same documents with docxtemplater: node docxtemplater.js PROJECT TEMPLATES OUTPUT

const fs = require("fs");
const path = require("path");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const { Project } = require("./plain_content.js");

// Paths with dots; a question mark asks whether there is anything.
function parser(tag) {
  const asked = tag.endsWith("?");
  const keys = tag.replace(/\?$/, "").split(".");
  return {
    get(scope) {
      const held = keys.reduce((inner, key) => (inner == null ? undefined : inner[key]), scope);
      return asked ? Boolean(held && held.length) : held;
    },
  };
}

const [project, templates, output] = process.argv.slice(2);
for (const [template, name, texts] of new Project(project).documents()) {
  const zip = new PizZip(fs.readFileSync(path.join(templates, template)));
  const document = new Docxtemplater(zip, { paragraphLoop: true, parser });
  document.render(texts);
  const made = document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  fs.writeFileSync(path.join(output, name), made);
}
