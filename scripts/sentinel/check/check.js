// Parses and binds every query with the Kusto language service, against the schemas of the tables it reads, and once more
// without the tables that a workspace may lack.
// Usage: node check.js [--root=FOLDER] [--template=FILE]
// Exit status: 0 all queries are in order; 1 some are not, one line each on standard error; 2 wrong usage.
'use strict';

const path = require('node:path');
const { workspaceOf } = require('./kusto.js');
const { HERE, readSources, ownTables } = require('./lib.js');

// Columns that the notebooks left in the results' table, beside ours once it is migrated.
const NOTEBOOK_COLUMNS = 'User_s:string, Actor_s:string, Resource_s:string, AnomalyScore_d:real, PredictedScore_d:real';
// Columns that a table made before them lacks: queries name them by column_ifexists alone.
const LATER_COLUMNS = 'Severity:string, ActorScore:real';

/** Queries of a workbook with its parameters put in: [{name, query}]. */
function workbookQueries(workbook) {
  const queries = [];
  const values = new Map();
  const visit = (items) => {
    for (const item of items ?? []) {
      const content = item.content ?? {};
      if (item.type === 9) {
        for (const parameter of content.parameters ?? []) {
          values.set(parameter.name, parameter.multiSelect ? "'*'" : String(parameter.value ?? ''));
          if (parameter.query) {
            queries.push({ name: `parameter ${parameter.name}`, query: parameter.query });
          }
        }
      } else if (item.type === 12) {
        visit(content.items);
      } else if (item.type === 3) {
        for (const { parameterName, defaultValue } of content.exportedParameters ?? []) {
          values.set(parameterName, defaultValue ?? '');
        }
        queries.push({ name: item.name, query: content.query });
      }
    }
  };
  visit(workbook.items);
  const unknown = [];
  const filled = queries.map(({ name, query }) => ({
    name,
    query: query.replace(/\{([A-Za-z]\w*)(:grain)?\}/g, (whole, parameter, grain) => {
      if (!values.has(parameter)) {
        unknown.push(`${name}: no parameter is called ${parameter}`);
      }
      return grain ? '1h' : (values.get(parameter) ?? whole);
    }),
  }));
  return { queries: filled, unknown };
}

/** Queries of a data connector page: [{name, query}]. */
function connectorQueries({ graphQueries, sampleQueries, dataTypes, connectivityCriteria }) {
  return [
    ...graphQueries.map(({ metricName, baseQuery }) => ({ name: metricName, query: baseQuery })),
    ...sampleQueries.map(({ description, query }) => ({ name: description, query })),
    ...dataTypes.map(({ name, lastDataReceivedQuery }) => ({ name: `last row of ${name}`, query: lastDataReceivedQuery })),
    ...connectivityCriteria.flatMap(({ type, value }) => value.map((query) => ({ name: type, query }))),
  ];
}

function main(argv) {
  let root = HERE;
  let template = path.resolve(HERE, '../azure/ingestion.json');
  for (const argument of argv) {
    if (argument.startsWith('--root=')) {
      root = path.resolve(argument.slice('--root='.length));
    } else if (argument.startsWith('--template=')) {
      template = path.resolve(argument.slice('--template='.length));
    } else {
      console.error(`check: unknown argument ${argument}; use --root=FOLDER or --template=FILE`);
      return 2;
    }
  }

  const sources = readSources(root);
  const { workspace, schemas, watchlistColumns } = workspaceOf(sources, ownTables(template));
  const problems = [];
  const knownColumns = new Set(
    [...Object.values(schemas), NOTEBOOK_COLUMNS, LATER_COLUMNS]
      .flatMap((columns) => columns.split(','))
      .map((column) => column.trim().split(':')[0])
      .concat(watchlistColumns));
  const aliases = new Set(sources.watchlists.map(({ content }) => content.alias));
  let checked = 0;

  /** Reports what is wrong with a query; returns the columns of its result. */
  const bind = (where, query) => {
    checked++;
    const bound = workspace.bind(query);
    bound.problems.forEach((problem) => problems.push(`${where}: ${problem}`));
    // These take a column or a watchlist by its name in quotes, which the language service does not look up.
    for (const [, column] of query.matchAll(/column_ifexists\(\s*['"](\w+)['"]/g)) {
      if (!knownColumns.has(column)) {
        problems.push(`${where}: column_ifexists names ${column}, a column that no table has`);
      }
    }
    for (const [, alias] of query.matchAll(/_GetWatchlist\(\s*['"](\w+)['"]/g)) {
      if (!aliases.has(alias)) {
        problems.push(`${where}: there is no watchlist ${alias}`);
      }
    }
    return bound.columns;
  };

  const inResult = (where, columns, name, use) => {
    if (!columns.some((column) => column.name === name)) {
      problems.push(`${where}: ${use} names ${name}, which the query does not return`);
    }
  };

  const checkMappings = (where, content, columns) => {
    for (const { entityType, fieldMappings } of content.entityMappings ?? []) {
      for (const { columnName } of fieldMappings) {
        inResult(where, columns, columnName, `entity ${entityType}`);
      }
    }
  };

  // Bound once; what calls it sees a function that returns these columns.
  for (const { file, content } of sources.functions) {
    workspace.addFunction(content.FunctionAlias, '()', bind(file, content.FunctionQuery));
  }
  for (const { file, content } of sources.rules) {
    const columns = bind(file, content.query);
    checkMappings(file, content, columns);
    for (const [key, column] of Object.entries(content.customDetails ?? {})) {
      inResult(file, columns, column, `custom detail ${key}`);
    }
    for (const [key, format] of Object.entries(content.alertDetailsOverride ?? {})) {
      const names = key.endsWith('ColumnName') ? [format] : [...format.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]);
      names.forEach((name) => inResult(file, columns, name, key));
    }
  }
  for (const { file, content } of sources.hunting) {
    checkMappings(file, content, bind(file, content.query));
  }
  for (const { file, content } of sources.workbooks) {
    const { queries, unknown } = workbookQueries(content);
    unknown.forEach((problem) => problems.push(`${file}: ${problem}`));
    queries.forEach(({ name, query }) => bind(`${file}: ${name}`, query));
  }
  for (const { name, query } of connectorQueries(sources.connector)) {
    bind(`connector: ${name}`, query);
  }

  if (problems.length > 0) {
    problems.forEach((problem) => console.error(problem));
    return 1;
  }
  console.log(`${checked} queries are in order`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
