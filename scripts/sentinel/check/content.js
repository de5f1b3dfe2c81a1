// What setup-content.sh deploys beside the package: what runs (rules, hunting queries, workbook), and the watchlists.
'use strict';

const { huntingProperties, literal, ruleProperties, solutionId, watchlistProperties } = require('./arm.js');

const SECURITY_INSIGHTS = '2024-09-01';
const SAVED_SEARCHES = '2020-08-01';
const WORKBOOKS = '2023-06-01';

const WORKBOOK_ID = '8dd09eab-f650-4169-a9bd-336adbcdd550';
const WORKSPACE_SCOPE = "[format('Microsoft.OperationalInsights/workspaces/{0}', parameters('workspaceName'))]";

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Says which item of the solution a resource was made from, so that the content hub offers its updates. */
function metadataResource(solution, kind, contentId, version, parentId) {
  return {
    type: 'Microsoft.SecurityInsights/metadata',
    apiVersion: SECURITY_INSIGHTS,
    scope: WORKSPACE_SCOPE,
    name: `${kind}-${contentId}`,
    properties: {
      parentId,
      contentId,
      kind,
      version,
      source: { kind: 'Solution', name: solution.name, sourceId: solutionId(solution) },
      author: { name: solution.author },
      support: solution.support,
    },
  };
}

function insideWorkspace(type, id) {
  return `[resourceId('Microsoft.OperationalInsights/workspaces/${type}', parameters('workspaceName'), '${id}')]`;
}

function ruleResources(solution, rule) {
  const { displayName, description, severity, ...rest } = ruleProperties(rule);
  return [
    {
      type: 'Microsoft.SecurityInsights/alertRules',
      apiVersion: SECURITY_INSIGHTS,
      scope: WORKSPACE_SCOPE,
      name: rule.id,
      kind: rule.kind,
      properties: {
        ...literal({ displayName, description, severity }),
        enabled: "[parameters('enableRules')]",
        alertRuleTemplateName: rule.id,
        templateVersion: rule.version,
        ...literal(rest),
      },
    },
    metadataResource(
      solution, 'AnalyticsRule', rule.id, rule.version,
      `[extensionResourceId(resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName')), 'Microsoft.SecurityInsights/alertRules', '${rule.id}')]`),
  ];
}

function huntingResources(solution, hunting) {
  return [
    {
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      apiVersion: SAVED_SEARCHES,
      name: `[format('{0}/{1}', parameters('workspaceName'), '${hunting.id}')]`,
      properties: literal({ etag: '*', ...huntingProperties(hunting) }),
    },
    metadataResource(solution, 'HuntingQuery', hunting.id, hunting.version, insideWorkspace('savedSearches', hunting.id)),
  ];
}

function workbookResources(solution, workbook) {
  return [
    {
      type: 'Microsoft.Insights/workbooks',
      apiVersion: WORKBOOKS,
      name: WORKBOOK_ID,
      location: "[parameters('location')]",
      kind: 'shared',
      properties: {
        displayName: solution.workbook.title,
        category: 'sentinel',
        version: 'Notebook/1.0',
        sourceId: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))]",
        serializedData: JSON.stringify(workbook),
      },
    },
    metadataResource(
      solution, 'Workbook', solution.workbook.key, solution.workbook.version,
      `[resourceId('Microsoft.Insights/workbooks', '${WORKBOOK_ID}')]`),
  ];
}

function watchlistResource(watchlist) {
  return {
    type: 'Microsoft.SecurityInsights/watchlists',
    apiVersion: SECURITY_INSIGHTS,
    scope: WORKSPACE_SCOPE,
    name: watchlist.content.alias,
    properties: literal(watchlistProperties(watchlist)),
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

/**
 * What is deployed, one line each: the template it comes from, scope, path under it, API version, and what it is, or nothing for what
 * comes and goes with the line before.
 *
 * @param packageItems what the package deploys: [{path, version, description?}]
 */
function resourceList(sources, packageItems) {
  const { solution } = sources;
  const insights = 'providers/Microsoft.SecurityInsights';
  const withMetadata = (line, kind, id) => [line, ['content', 'workspace', `${insights}/metadata/${kind}-${id}`, SECURITY_INSIGHTS]];
  const lines = [
    ...packageItems.map(({ path, version, description }) => ['package', 'workspace', path, version, description ?? '']),
    ...sources.watchlists.map(({ content }) =>
      ['watchlists', 'workspace', `${insights}/watchlists/${content.alias}`, SECURITY_INSIGHTS, `watchlist ${content.alias}`]),
    ...sources.hunting.flatMap(({ content }) =>
      withMetadata(
        ['content', 'workspace', `savedSearches/${content.id}`, SAVED_SEARCHES, `hunting query "${content.name}"`],
        'HuntingQuery', content.id)),
    ...withMetadata(
      ['content', 'group', `providers/Microsoft.Insights/workbooks/${WORKBOOK_ID}`, WORKBOOKS, `workbook "${solution.workbook.title}"`],
      'Workbook', solution.workbook.key),
    ...sources.rules.flatMap(({ content }) =>
      withMetadata(
        ['content', 'workspace', `${insights}/alertRules/${content.id}`, SECURITY_INSIGHTS, `analytics rule "${content.name}"`],
        'AnalyticsRule', content.id)),
  ];
  return lines.map((fields) => `${fields.join('\t')}\n`).join('');
}

/** The files that setup-content.sh reads, by name. */
function contentFiles(sources, packageItems) {
  const { solution } = sources;
  return {
    'content.json': json(
      template(
        'Analytics rules, hunting queries and the workbook. Generated by check/build.js.',
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
          ...sources.hunting.flatMap(({ content }) => huntingResources(solution, content)),
          ...sources.workbooks.flatMap(({ content }) => workbookResources(solution, content)),
          ...sources.rules.flatMap(({ content }) => ruleResources(solution, content)),
        ])),
    'watchlists.json': json(
      template('The watchlist of accesses that are in order. Generated by check/build.js.', {}, sources.watchlists.map(watchlistResource))),
    'content.tsv': resourceList(sources, packageItems),
  };
}

module.exports = { contentFiles, json };
