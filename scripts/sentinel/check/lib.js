// Where the sources are and how they are read.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const YAML = require('yaml');

const HERE = path.resolve(__dirname, '..');

function listOf(root, folder, extension) {
  const full = path.join(root, folder);
  return fs
    .readdirSync(full)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function readText(root, file) {
  return fs.readFileSync(path.join(root, file), 'utf8');
}

function readYaml(root, file) {
  return YAML.parse(readText(root, file), { strict: true, uniqueKeys: true });
}

/** Splits one CSV line; quotes enclose commas and are doubled inside. */
function csvFields(line) {
  const fields = [];
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g;
  for (const match of line.matchAll(pattern)) {
    fields.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
  }
  return fields;
}

/** A source and its bytes, which the solution takes over as they are. */
function source(root, file, content) {
  return { file, content, bytes: fs.readFileSync(path.join(root, file)) };
}

/** Every source: what the content hub says of the solution, and what is in it. */
function readSources(root = HERE) {
  const yamls = (folder) =>
    listOf(root, folder, '.yaml').map((file) => source(root, file, readYaml(root, file)));
  return {
    solution: readYaml(root, 'solution.yaml'),
    connector: JSON.parse(readText(root, 'connector/AnomalousResourceAccess.json')),
    playbooks: fs.readdirSync(path.join(root, 'playbooks')).sort().map((name) => ({
      name,
      content: JSON.parse(readText(root, `playbooks/${name}/azuredeploy.json`)),
      files: listOf(root, `playbooks/${name}`, '').map((file) => source(root, file)),
    })),
    images: listOf(root, 'images', '').map((file) => source(root, file)),
    rules: yamls('rules'),
    hunting: yamls('hunting'),
    functions: yamls('functions'),
    watchlists: yamls('watchlists').map(({ file, content }) => {
      const csv = file.replace(/\.yaml$/, '.csv');
      const text = readText(root, csv);
      return { file, csv, content, text, columns: csvFields(text.split('\n')[0]) };
    }),
    workbooks: listOf(root, 'workbook', '.json').map((file) => source(root, file, JSON.parse(readText(root, file)))),
  };
}

/** The tables of our own, as their template declares them: [{name, columns: [{name, type}]}]. */
function ownTables(templateFile) {
  const template = JSON.parse(fs.readFileSync(templateFile, 'utf8'));
  return template.resources
    .filter((resource) => resource.type.endsWith('/workspaces/tables'))
    .map((resource) => resource.properties.schema);
}

module.exports = { HERE, readSources, ownTables };
