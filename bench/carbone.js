// The same documents with Carbone: node carbone.js PROJECT TEMPLATES OUTPUT

const fs = require("fs");
const path = require("path");
const carbone = require("carbone");
const { Project } = require("./plain_content.js");

const [project, templates, output] = process.argv.slice(2);
const documents = new Project(project).documents();

function next() {
  if (!documents.length) process.exit(0);
  const [template, name, texts] = documents.shift();
  carbone.render(path.resolve(templates, template), texts, (error, made) => {
    if (error) throw error;
    fs.writeFileSync(path.join(output, name), made);
    next();
  });
}

next();
