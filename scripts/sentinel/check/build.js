// Builds the deployed templates from the sources: rules, hunting queries, function, workbook, watchlist.
// Usage: node build.js [--check] [--root=FOLDER]
// With --check nothing is written; exit status 1 says which file differs from what would be written.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { HERE, readSources } = require('./lib.js');

const SECURITY_INSIGHTS = '2024-09-01';
const SAVED_SEARCHES = '2020-08-01';
const WORKBOOKS = '2023-06-01';

const OPERATORS = { gt: 'GreaterThan', lt: 'LessThan', eq: 'Equal', ne: 'NotEqual' };

/** 1h to PT1H, 14d to P14D. */
function isoDuration(text) {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (!unit) {
    throw new Error(`${text} is no duration; write 5m, 1h or 14d`);
  }
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
}

/** A string that starts and ends with a bracket would be an expression; a second bracket makes it plain text. */
function literal(value) {
  if (Array.isArray(value)) {
    return value.map(literal);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, literal(member)]));
  }
  return typeof value === 'string' && value.startsWith('[') && value.endsWith(']') ? `[${value}` : value;
}

function ruleResource(rule) {
  const { groupingConfiguration, ...incident } = rule.incidentConfiguration;
  return {
    type: 'Microsoft.SecurityInsights/alertRules',
    apiVersion: SECURITY_INSIGHTS,
    scope: "[format('Microsoft.OperationalInsights/workspaces/{0}', parameters('workspaceName'))]",
    name: rule.id,
    kind: rule.kind,
    properties: {
      ...literal({
        displayName: rule.name,
        description: rule.description.trimEnd(),
        severity: rule.severity,
      }),
      enabled: "[parameters('enableRules')]",
      ...literal({
        query: rule.query.trimEnd(),
        queryFrequency: isoDuration(rule.queryFrequency),
        queryPeriod: isoDuration(rule.queryPeriod),
        triggerOperator: OPERATORS[rule.triggerOperator],
        triggerThreshold: rule.triggerThreshold,
        suppressionEnabled: rule.suppressionEnabled,
        suppressionDuration: isoDuration(rule.suppressionDuration),
        tactics: rule.tactics,
        // The service takes techniques without their sub-technique.
        techniques: [...new Set(rule.relevantTechniques.map((technique) => technique.split('.')[0]))],
        entityMappings: rule.entityMappings,
        customDetails: rule.customDetails,
        alertDetailsOverride: rule.alertDetailsOverride,
        eventGroupingSettings: rule.eventGroupingSettings,
        incidentConfiguration: {
          ...incident,
          groupingConfiguration: {
            ...groupingConfiguration,
            lookbackDuration: isoDuration(groupingConfiguration.lookbackDuration),
          },
        },
      }),
    },
  };
}

function savedSearch(name, properties) {
  return {
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: SAVED_SEARCHES,
    name: `[format('{0}/{1}', parameters('workspaceName'), '${name}')]`,
    properties: literal({ etag: '*', ...properties, version: 2 }),
  };
}

function huntingResource(hunting) {
  return savedSearch(hunting.id, {
    category: 'Hunting Queries',
    displayName: hunting.name,
    query: hunting.query.trimEnd(),
    tags: [
      { name: 'description', value: hunting.description.trim().replaceAll('\n', ' ') },
      { name: 'tactics', value: hunting.tactics.join(',') },
      { name: 'techniques', value: hunting.relevantTechniques.join(',') },
    ],
  });
}

function functionResource(saved) {
  return savedSearch(saved.id, {
    category: saved.Category,
    displayName: saved.Function.Title,
    functionAlias: saved.FunctionAlias,
    query: saved.FunctionQuery.trimEnd(),
  });
}

function workbookResource(workbook) {
  return {
    type: 'Microsoft.Insights/workbooks',
    apiVersion: WORKBOOKS,
    name: '8dd09eab-f650-4169-a9bd-336adbcdd550',
    location: "[parameters('location')]",
    kind: 'shared',
    properties: {
      displayName: 'Anomalous access to file shares',
      category: 'sentinel',
      version: 'Notebook/1.0',
      sourceId: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))]",
      serializedData: JSON.stringify(workbook),
    },
  };
}

function watchlistResource({ content, csv, text }) {
  return {
    type: 'Microsoft.SecurityInsights/watchlists',
    apiVersion: SECURITY_INSIGHTS,
    scope: "[format('Microsoft.OperationalInsights/workspaces/{0}', parameters('workspaceName'))]",
    name: content.alias,
    properties: literal({
      watchlistAlias: content.alias,
      displayName: content.displayName,
      description: content.description,
      provider: 'Custom',
      source: path.basename(csv),
      contentType: 'text/csv',
      numberOfLinesToSkip: 0,
      itemsSearchKey: content.itemsSearchKey,
      rawContent: text,
    }),
  };
}

function template(description, parameters, resources) {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { description },
    parameters: {
      workspaceName: { type: 'string', metadata: { description: 'Log Analytics workspace with Microsoft Sentinel.' } },
      ...parameters,
    },
    resources,
  };
}

/** What is deployed, one line each: scope, path under it, API version, what it is. */
function resourceList(sources) {
  const insights = 'providers/Microsoft.SecurityInsights';
  const lines = [
    ...sources.functions.map(({ content }) => ['workspace', `savedSearches/${content.id}`, SAVED_SEARCHES, `function ${content.FunctionAlias}`]),
    ...sources.hunting.map(({ content }) => ['workspace', `savedSearches/${content.id}`, SAVED_SEARCHES, `hunting query "${content.name}"`]),
    ...sources.workbooks.map(({ content }) => ['group', `providers/Microsoft.Insights/workbooks/${workbookResource(content).name}`, WORKBOOKS, 'workbook "Anomalous access to file shares"']),
    ...sources.rules.map(({ content }) => ['workspace', `${insights}/alertRules/${content.id}`, SECURITY_INSIGHTS, `analytics rule "${content.name}"`]),
  ];
  return lines.map((fields) => `${fields.join('\t')}\n`).join('');
}

function outputs(root) {
  const sources = readSources(root);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'content.json': json(
      template(
        'Analytics rules, hunting queries, the function that unites results, and the workbook. Generated by check/build.js.',
        {
          location: {
            type: 'string',
            defaultValue: '[resourceGroup().location]',
            metadata: { description: 'Region of the workbook.' },
          },
          enableRules: {
            type: 'bool',
            defaultValue: true,
            metadata: { description: 'Whether the analytics rules run at once.' },
          },
        },
        [
          ...sources.functions.map(({ content }) => functionResource(content)),
          ...sources.hunting.map(({ content }) => huntingResource(content)),
          ...sources.workbooks.map(({ content }) => workbookResource(content)),
          ...sources.rules.map(({ content }) => ruleResource(content)),
        ])),
    'allow-list.json': json(
      template(
        'The watchlist of accesses that are in order. Generated by check/build.js.',
        {},
        sources.watchlists.map(watchlistResource))),
    'content.tsv': resourceList(sources),
  };
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
  for (const [name, content] of Object.entries(outputs(root))) {
    const file = path.join(root, name);
    const current = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    if (current === content) {
      continue;
    }
    if (check) {
      console.error(`${name} is not what its sources give; run: npm run build`);
      status = 1;
    } else {
      fs.writeFileSync(file, content);
      console.log(`wrote ${name}`);
    }
  }
  return status;
}

process.exitCode = main(process.argv.slice(2));
