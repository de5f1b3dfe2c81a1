// Parses and binds every query with the Kusto language service, against the schemas of the tables it reads, and once more
// without the tables that a workspace may lack.
// Usage: node check.js [--root=FOLDER] [--template=FILE]
// Exit status: 0 all queries are in order; 1 some are not, one line each on standard error; 2 wrong usage.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { HERE, readSources, ownTables } = require('./lib.js');

// Columns that the notebooks left in the results' table, beside ours once it is migrated.
const NOTEBOOK_COLUMNS = 'User_s:string, Actor_s:string, Resource_s:string, AnomalyScore_d:real, PredictedScore_d:real';
// Columns that a table made before them lacks: queries name them by column_ifexists alone.
const LATER_COLUMNS = 'Severity:string, ActorScore:real';

// Tables that are there only with UEBA, its behaviors layer, or runs that are recorded. A query must do without them, in a fuzzy union.
const OPTIONAL_TABLES = ['Anomalies', 'BehaviorAnalytics', 'IdentityInfo', 'SentinelBehaviorInfo', 'AnomalousResourceAccessRun_CL'];
const ABSENT_FROM_FUZZY_UNION = 'KS205';

function loadKusto() {
  const folder = path.dirname(require.resolve('@kusto/language-service-next/package.json'));
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    vm.runInThisContext(fs.readFileSync(path.join(folder, file), 'utf8'), { filename: file });
  }
  return globalThis.Kusto.Language;
}

function asArray(list) {
  const items = [];
  for (let i = 0; i < list.Count; i++) {
    items.push(list.getItem(i));
  }
  return items;
}

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
  const Language = loadKusto();
  const { TableSymbol, DatabaseSymbol, FunctionSymbol } = Language.Symbols;
  const schemas = JSON.parse(fs.readFileSync(path.join(__dirname, 'schemas.json'), 'utf8'));
  for (const { name, columns } of ownTables(template)) {
    const declared = columns.map((column) => `${column.name}:${column.type}`).join(', ');
    schemas[name] = `${declared}, TenantId:string, Type:string`;
  }

  const problems = [];
  const members = Object.entries(schemas).map(([name, columns]) => TableSymbol.From(`(${columns})`).WithName(name));
  const watchlistColumns = [...new Set(sources.watchlists.flatMap(({ columns }) => columns))];
  members.push(
    new FunctionSymbol.$ctor16(
      '_GetWatchlist',
      '(watchlistAlias:string)',
      `{ datatable(_DTItemId:string, LastUpdatedTimeUTC:datetime, SearchKey:string, ${watchlistColumns
        .map((column) => `${column}:string`)
        .join(', ')})[] }`,
      'Items of a watchlist'));
  const workspace = (present) => Language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('workspace', present));
  const workspaces = () => [
    { kind: '', globals: workspace(members) },
    {
      kind: ' (without the tables that may be absent)',
      globals: workspace(members.filter((member) => !OPTIONAL_TABLES.includes(member.Name))),
    },
  ];
  let places = workspaces();

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
    const [code] = places.map(({ kind, globals }) => {
      const analyzed = Language.KustoCode.ParseAndAnalyze(query, globals);
      for (const diagnostic of asArray(analyzed.GetDiagnostics())) {
        if (kind && diagnostic.Code === ABSENT_FROM_FUZZY_UNION) {
          continue;
        }
        const line = query.slice(0, diagnostic.Start).split('\n').length;
        const text = query.slice(diagnostic.Start, diagnostic.Start + diagnostic.Length).split('\n')[0];
        problems.push(`${where}: query line ${line}: ${diagnostic.Code} ${diagnostic.Message} [${text}]${kind}`);
      }
      return analyzed;
    });
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
    return asArray(code.ResultType?.Columns ?? { Count: 0 });
  };

  const inResult = (where, columns, name, use) => {
    if (!columns.some((column) => column.Name === name)) {
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
    const columns = bind(file, content.FunctionQuery).map((column) => `${column.Name}:${column.Type.Name}`);
    members.push(
      new FunctionSymbol.$ctor16(
        content.FunctionAlias, '()', `{ datatable(${columns.join(', ')})[] }`, content.Function.Title));
  }
  places = workspaces();
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

  if (problems.length > 0) {
    problems.forEach((problem) => console.error(problem));
    return 1;
  }
  console.log(`${checked} queries are in order`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
