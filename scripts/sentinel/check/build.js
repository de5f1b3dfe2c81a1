// Builds what is deployed from the sources: the templates that setup-content.sh reads, and the solution for the content hub.
// Usage: node build.js [--check] [--root=FOLDER]
// With --check nothing is written; exit status 1 says which file differs from what would be written.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { contentFiles } = require('./content.js');
const { workspaceOf } = require('./kusto.js');
const { HERE, readSources, ownTables } = require('./lib.js');
const { packageItems, solutionFiles } = require('./solution.js');

const SOLUTION = 'solution';

/** The columns that each function returns, by its name. */
function functionColumns(sources, tables) {
  const { workspace } = workspaceOf(sources, tables);
  return Object.fromEntries(
    sources.functions.map(({ content }) => [content.FunctionAlias, workspace.bind(content.FunctionQuery).columns]));
}

/** Every file that is built, by its path under the root. */
function outputs(root, tables) {
  const sources = readSources(root);
  const solution = solutionFiles(sources, tables, functionColumns(sources, tables));
  return {
    ...contentFiles(sources, packageItems(sources)),
    ...Object.fromEntries(Object.entries(solution).map(([file, content]) => [`${SOLUTION}/${file}`, content])),
  };
}

function filesUnder(folder) {
  return fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    : [];
}

function main(argv) {
  let check = false;
  let root = HERE;
  for (const argument of argv) {
    if (argument === '--check') {
      check = true;
    } else if (argument.startsWith('--root=')) {
      root = path.resolve(argument.slice('--root='.length));
    } else {
      console.error(`build: unknown argument ${argument}; use --check or --root=FOLDER`);
      return 2;
    }
  }
  let status = 0;
  const complain = (name, problem) => {
    console.error(`${name} ${problem}; run: npm run build`);
    status = 1;
  };
  const built = outputs(root, ownTables(path.resolve(HERE, '../azure/ingestion.json')));
  for (const [name, content] of Object.entries(built)) {
    const file = path.join(root, name);
    const wanted = Buffer.from(content);
    if (fs.existsSync(file) && fs.readFileSync(file).equals(wanted)) {
      continue;
    }
    if (check) {
      complain(name, 'is not what its sources give');
    } else {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, wanted);
      console.log(`wrote ${name}`);
    }
  }
  for (const file of filesUnder(path.join(root, SOLUTION))) {
    const name = path.relative(root, file).split(path.sep).join('/');
    if (name in built) {
      continue;
    }
    if (check) {
      complain(name, 'has no source');
    } else {
      fs.rmSync(file);
      console.log(`removed ${name}`);
    }
  }
  return status;
}

process.exitCode = main(process.argv.slice(2));
