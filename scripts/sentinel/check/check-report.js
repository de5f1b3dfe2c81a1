// Parses and binds the queries that the HTML report gives to copy, for each built-in template and for one of somebody's own, with plain names
// and with names that try to break out.
// Usage: node check-report.js [FILE]    (FILE: the report's report-queries.js)
// Exit status: 0 all queries are in order; 1 some are not, one line each on standard error.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const { workspaceOf } = require('./kusto.js');
const { HERE, readSources } = require('./lib.js');

const QUERIES = path.join(HERE, '../../pipelines/src/main/resources/dev/byoml/pipelines/report/report-queries.js');
const SIGN_INS = 'TimeGenerated:datetime, UserPrincipalName:string, UserId:string, ServicePrincipalName:string, ServicePrincipalId:string, '
  + 'AppDisplayName:string, AppId:string, ResourceDisplayName:string, IPAddress:string, ResultType:string, ResultDescription:string';
// Columns of the tables' reference that no other content of ours reads.
const MORE_COLUMNS = {
  SecurityEvent: 'NewProcessName:string, ParentProcessName:string, TargetUserSid:string',
  OfficeActivity: 'TimeGenerated:datetime, UserId:string, Operation:string, OfficeWorkload:string, Site_Url:string, OfficeObjectId:string, '
    + 'ClientIP:string, UserAgent:string',
  AzureActivity: 'TimeGenerated:datetime, Caller:string, OperationNameValue:string, ActivityStatusValue:string, CategoryValue:string, '
    + 'SubscriptionId:string, ResourceGroup:string, _ResourceId:string, CallerIpAddress:string',
  SigninLogs: SIGN_INS,
  AADNonInteractiveUserSignInLogs: SIGN_INS,
  AADServicePrincipalSignInLogs: SIGN_INS,
  AADManagedIdentitySignInLogs: SIGN_INS,
};

const BREAKING = "x' | take 1 //\n| union SecurityAlert\u2028 \\";
const QUOTING = "x' | union SecurityAlert // \\";
const PLAIN = { firstSeconds: 1774926000, lastSeconds: 1774929600, name: 'ruth.bruno', sid: 'S-1-5-21-1', address: '10.16.0.32', host: 'FS02' };
const RESULTS = [
  { ...PLAIN, actor: 'contoso\\ruth.bruno', resource: '\\\\fs02.contoso.example\\finance$' },
  { ...PLAIN, actor: 'contoso\\ruth.bruno', resource: '\\\\fs02.contoso.example\\finance$\\2026\\pay' },
  { ...PLAIN, actor: 'ruth.bruno@contoso.example', resource: 'https://contoso.example/sites/hr', sid: '', address: '', name: '' },
  { ...PLAIN, actor: QUOTING, resource: QUOTING, name: QUOTING, sid: QUOTING, address: QUOTING },
  { ...PLAIN, actor: BREAKING, resource: BREAKING, name: BREAKING, sid: BREAKING, address: BREAKING },
  { ...PLAIN, actor: BREAKING, resource: `\\\\${BREAKING.replace('\\', '')}\\${BREAKING}` },
];

/** The workspace with the tables that the report's queries read. */
function reportWorkspace() {
  const tables = Object.entries(MORE_COLUMNS).map(([name, columns]) => ({
    name,
    columns: columns.split(', ').map((column) => ({ name: column.split(':')[0], type: column.split(':')[1] })),
  }));
  const known = JSON.parse(fs.readFileSync(path.join(__dirname, 'schemas.json'), 'utf8'));
  for (const table of tables.filter(({ name }) => known[name])) {
    const more = known[table.name].split(', ').map((column) => ({ name: column.split(':')[0], type: column.split(':')[1] }));
    const added = table.columns.map(({ name }) => name);
    table.columns.push(...more.filter(({ name }) => !added.includes(name) && !['TenantId', 'Type'].includes(name)));
  }
  return workspaceOf(readSources(), tables).workspace;
}

function main() {
  const source = fs.readFileSync(process.argv[2] ?? QUERIES, 'utf8');
  const queries = vm.runInThisContext(`(() => { ${source}\nreturn { SOURCES, rawEventsQuery, signInsQuery, hostEventsQuery }; })()`);
  const workspace = reportWorkspace();
  let count = 0;
  const complaints = new Set();
  const check = (name, query) => {
    if (query !== null) {
      count += 1;
      workspace.bind(query).problems.forEach((problem) => complaints.add(`${name}: ${problem}`));
      if (/\bunion SecurityAlert\b/.test(query.replace(/@'(?:[^']|'')*'|'(?:[^'\\]|\\.)*'|\/\/[^\n]*/g, ''))) {
        complaints.add(`${name}: a name breaks out of its string`);
      }
    }
  };
  for (const template of [...Object.keys(queries.SOURCES), 'templates/badge-door.yaml']) {
    for (const result of RESULTS) {
      check(`${template}, raw events`, queries.rawEventsQuery(template, result, result.resource));
      check(`${template}, all events`, queries.rawEventsQuery(template, result, null));
      check(`${template}, host events`, queries.hostEventsQuery(template, result, ['fs02.contoso.example', result.resource]));
      check(`${template}, sign-ins`, queries.signInsQuery(result));
    }
  }
  complaints.forEach((complaint) => console.error(complaint));
  if (complaints.size === 0) {
    console.log(`${count} queries of the report are in order`);
  }
  return complaints.size === 0 ? 0 : 1;
}

process.exitCode = main();
