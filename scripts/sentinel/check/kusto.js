// The Kusto language service, with the tables, watchlists and functions of a workspace.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

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

/**
 * A workspace to bind queries in: with every table, and what names a table that may be absent once more without it. The language
 * service knows no columns of an absent table and so misses what only that table has; a third time the table has next to none.
 */
class Workspace {
  /**
   * @param schemas columns of each table, by its name: 'Name:type, …'
   * @param watchlistColumns names of the columns that watchlists have
   */
  constructor(schemas, watchlistColumns) {
    this.language = loadKusto();
    const { TableSymbol } = this.language.Symbols;
    this.members = Object.entries(schemas).map(([name, columns]) => TableSymbol.From(`(${columns})`).WithName(name));
    this.addFunction('_GetWatchlist', '(watchlistAlias:string)', [
      { name: '_DTItemId', type: 'string' },
      { name: 'LastUpdatedTimeUTC', type: 'datetime' },
      { name: 'SearchKey', type: 'string' },
      ...watchlistColumns.map((name) => ({ name, type: 'string' })),
    ]);
  }

  /** Adds a function that returns rows of these columns: [{name, type}]. */
  addFunction(name, parameters, columns) {
    const { FunctionSymbol } = this.language.Symbols;
    const rows = columns.map((column) => `${column.name}:${column.type}`).join(', ');
    this.members.push(new FunctionSymbol.$ctor16(name, parameters, `{ datatable(${rows})[] }`, name));
    this.places = undefined;
  }

  /**
   * Parses and binds a query.
   *
   * @return {columns: [{name, type}] of its result, problems: [text]}
   */
  bind(query) {
    const { TableSymbol } = this.language.Symbols;
    const absent = ' (without the tables that may be absent)';
    const optional = (member) => OPTIONAL_TABLES.includes(member.Name);
    this.places ??= [
      this.place('', this.members),
      this.place(absent, this.members.filter((member) => !optional(member))),
      this.place(absent, this.members.map((member) => (optional(member) ? TableSymbol.From('(TimeGenerated:datetime)').WithName(member.Name) : member))),
    ];
    const namesOptional = OPTIONAL_TABLES.some((name) => query.includes(name));
    const problems = [];
    const [code] = this.places.slice(0, namesOptional ? 3 : 1).map(({ kind, globals }) => {
      const analyzed = this.language.KustoCode.ParseAndAnalyze(query, globals);
      for (const diagnostic of asArray(analyzed.GetDiagnostics())) {
        if (kind && diagnostic.Code === ABSENT_FROM_FUZZY_UNION) {
          continue;
        }
        const line = query.slice(0, diagnostic.Start).split('\n').length;
        const text = query.slice(diagnostic.Start, diagnostic.Start + diagnostic.Length).split('\n')[0];
        problems.push(`query line ${line}: ${diagnostic.Code} ${diagnostic.Message} [${text}]${kind}`);
      }
      return analyzed;
    });
    const columns = asArray(code.ResultType?.Columns ?? { Count: 0 });
    return { columns: columns.map((column) => ({ name: column.Name, type: column.Type.Name })), problems };
  }

  place(kind, present) {
    const { DatabaseSymbol } = this.language.Symbols;
    return { kind, globals: this.language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('workspace', present)) };
  }
}

/** The workspace of these sources and tables, without their functions. */
function workspaceOf(sources, tables) {
  const schemas = JSON.parse(fs.readFileSync(path.join(__dirname, 'schemas.json'), 'utf8'));
  for (const { name, columns } of tables) {
    const declared = columns.map((column) => `${column.name}:${column.type}`).join(', ');
    schemas[name] = `${declared}, TenantId:string, Type:string`;
  }
  const watchlistColumns = [...new Set(sources.watchlists.flatMap(({ columns }) => columns))];
  return { workspace: new Workspace(schemas, watchlistColumns), schemas, watchlistColumns };
}

module.exports = { workspaceOf };
