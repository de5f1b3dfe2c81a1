// The solution for the content hub, in the layout of the public repository's folder Solutions/: the sources under the names that its
// tools expect, and the package that they would make of them (content packages and content templates with versions).
'use strict';

const { json } = require('./content.js');
const {
  functionProperties, huntingProperties, literal, mapStrings, ruleProperties, solutionId, watchlistProperties, withoutEmpty,
} = require('./arm.js');

const PACKAGES = '2023-04-01-preview';
const METADATA = '2022-01-01-preview';
const RULE_TEMPLATES = '2023-02-01-preview';
const SAVED_SEARCHES = '2025-07-01';
const WORKBOOKS = '2021-08-01';
const CONNECTORS = '2024-09-01';
const WATCHLISTS = '2024-09-01';

const TEMPLATE_SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const LOCATION = "[parameters('workspace-location')]";
const CONNECTOR_ID = 'AnomalousResourceAccess';

/** The kinds of content: what each is called where, in the order in which the wizard shows them. */
const KINDS = {
  DataConnector: { short: 'dc', step: 'dataconnectors', label: 'Data Connectors', item: 'dataconnector' },
  Parser: { short: 'pr', step: 'parsers', label: 'Parsers', item: 'parser' },
  Workbook: { short: 'wb', step: 'workbooks', label: 'Workbooks', item: 'workbook' },
  AnalyticsRule: { short: 'ar', step: 'analytics', label: 'Analytic Rules', item: 'analytic' },
  HuntingQuery: { short: 'hq', step: 'huntingqueries', label: 'Hunting Queries', item: 'huntingquery' },
  Watchlist: { short: 'wl', step: 'watchlists', label: 'Watchlists', item: 'watchlist' },
  Playbook: { short: 'pl', step: 'playbooks', label: 'Playbooks', item: 'playbook' },
};

function insightsName(name) {
  return `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/','${name}')]`;
}

/** The id of a version of an item; a new version is an update that the content hub offers. */
function productId(kind, contentId, version) {
  return `[concat(take(variables('_solutionId'),50),'-','${KINDS[kind].short}','-', uniqueString(concat(variables('_solutionId'),'-','${kind}','-','${contentId}','-', '${version}')))]`;
}

function metadata(solution, { kind, contentId, version }, parentId, more = {}) {
  return {
    type: 'Microsoft.OperationalInsights/workspaces/providers/metadata',
    apiVersion: METADATA,
    name: insightsName(`${kind}-${contentId}`),
    ...more,
    properties: {
      parentId,
      contentId,
      kind,
      version,
      source: { kind: 'Solution', name: solution.name, sourceId: "[variables('_solutionId')]" },
      author: { name: solution.author },
      support: solution.support,
    },
  };
}

function contentTemplateName(solution, { kind, contentId }) {
  return `${solution.publisherId}-${KINDS[kind].short}-${contentId}`;
}

/** A template in the content hub: what is deployed when somebody makes an item of it. */
function contentTemplate(solution, item, mainTemplate) {
  const { kind, contentId, version, title } = item;
  return {
    type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
    apiVersion: PACKAGES,
    name: insightsName(contentTemplateName(solution, item)),
    location: LOCATION,
    dependsOn: [
      "[extensionResourceId(resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace')), 'Microsoft.SecurityInsights/contentPackages', variables('_solutionId'))]",
    ],
    properties: {
      description: `${title}: ${kind} template of version ${solution.version}`,
      mainTemplate: { $schema: TEMPLATE_SCHEMA, contentVersion: version, parameters: {}, variables: {}, ...mainTemplate },
      packageKind: 'Solution',
      packageVersion: "[variables('_solutionVersion')]",
      packageName: "[variables('_solutionName')]",
      packageId: "[variables('_solutionId')]",
      contentSchemaVersion: '3.0.0',
      contentId,
      contentKind: kind,
      displayName: item.parameterOfTitle ?? title,
      contentProductId: productId(kind, contentId, version),
      id: productId(kind, contentId, version),
      version,
    },
  };
}

// Each of these answers with the items of a kind: {kind, contentId, version, title, description, resources, parameters?}.

function ruleItems({ solution, rules }) {
  return rules.map(({ content: rule }) => {
    const item = {
      kind: 'AnalyticsRule', contentId: rule.id, version: rule.version, title: rule.name, description: rule.description.trim(),
    };
    const subTechniques = rule.relevantTechniques.filter((technique) => technique.includes('.'));
    // Read twice: by the package's deployment, and when a rule is made of the template.
    const properties = literal(literal(withoutEmpty({ ...ruleProperties(rule), subTechniques, status: rule.status })));
    item.resources = [
      contentTemplate(solution, item, {
        resources: [
          {
            type: 'Microsoft.SecurityInsights/AlertRuleTemplates',
            apiVersion: RULE_TEMPLATES,
            name: rule.id,
            kind: rule.kind,
            location: LOCATION,
            properties: { ...properties, enabled: false, requiredDataConnectors: "[variables('TemplateEmptyArray')]" },
          },
          metadata(solution, item, `[resourceId('Microsoft.SecurityInsights/AlertRuleTemplates', '${rule.id}')]`),
        ],
      }),
    ];
    return item;
  });
}

function huntingItems({ solution, hunting }) {
  return hunting.map(({ content: query }) => {
    const item = {
      kind: 'HuntingQuery', contentId: query.id, version: query.version, title: query.name, description: query.description.trim(),
    };
    item.resources = [
      contentTemplate(solution, item, {
        resources: [
          {
            type: 'Microsoft.OperationalInsights/savedSearches',
            apiVersion: SAVED_SEARCHES,
            name: query.id,
            location: LOCATION,
            properties: { eTag: '*', ...literal(literal(huntingProperties(query))) },
          },
          metadata(solution, item, `[resourceId('Microsoft.OperationalInsights/savedSearches', '${query.id}')]`),
        ],
      }),
    ];
    return item;
  });
}

function parserItems({ solution, functions }) {
  return functions.map(({ content: saved }) => {
    const item = {
      kind: 'Parser',
      contentId: `${saved.FunctionAlias}-Parser`,
      version: saved.Function.Version,
      title: saved.FunctionAlias,
      description: `${saved.Function.Title}.`,
      path: `savedSearches/${saved.id}`,
    };
    const id = `[resourceId('Microsoft.OperationalInsights/workspaces/savedSearches', parameters('workspace'), '${saved.id}')]`;
    const savedSearch = (properties) => ({
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      apiVersion: SAVED_SEARCHES,
      name: `[concat(parameters('workspace'),'/','${saved.id}')]`,
      location: LOCATION,
      properties: { eTag: '*', ...properties },
    });
    const properties = literal(functionProperties(saved));
    item.resources = [
      contentTemplate(solution, item, {
        resources: [savedSearch(literal(properties)), metadata(solution, item, id, { dependsOn: [id] })],
      }),
      // Functions work from the moment the solution is installed: rules and queries call them.
      savedSearch(properties),
      metadata(solution, item, id, { location: LOCATION, dependsOn: [id] }),
    ];
    item.deployed = { path: `savedSearches/${saved.id}`, version: '2020-08-01', description: `function ${saved.FunctionAlias}` };
    return item;
  });
}

function workbookItems({ solution, workbooks }) {
  return workbooks.map(({ content }) => {
    const { key, version, title, description } = solution.workbook;
    const item = {
      kind: 'Workbook', contentId: key, version, title, description, parameterOfTitle: "[parameters('workbook1-name')]",
    };
    const id = `[resourceId('Microsoft.Insights/workbooks', '${key}')]`;
    const details = metadata(solution, item, id);
    details.properties.dependencies = {
      operator: 'AND',
      criteria: [{ contentId: 'AnomalousResourceAccessResult_CL', kind: 'DataType' }, { contentId: CONNECTOR_ID, kind: 'DataConnector' }],
    };
    item.resources = [
      contentTemplate(solution, item, {
        resources: [
          {
            type: 'Microsoft.Insights/workbooks',
            apiVersion: WORKBOOKS,
            name: key,
            location: LOCATION,
            kind: 'shared',
            metadata: { description },
            properties: {
              displayName: "[parameters('workbook1-name')]",
              serializedData: JSON.stringify(content),
              version: '1.0',
              sourceId: "[variables('workspaceResourceId')]",
              category: 'sentinel',
            },
          },
          details,
        ],
      }),
    ];
    item.parameters = {
      'workbook1-name': { type: 'string', defaultValue: title, minLength: 1, metadata: { description: 'Name for the workbook' } },
    };
    return item;
  });
}

function connectorItems({ solution, connector }) {
  const item = {
    kind: 'DataConnector',
    contentId: CONNECTOR_ID,
    version: solution.connector.version,
    title: connector.title,
    description: connector.descriptionMarkdown,
  };
  const id =
    `[extensionResourceId(resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace')), 'Microsoft.SecurityInsights/dataConnectorDefinitions', '${CONNECTOR_ID}')]`;
  const definition = (config) => ({
    type: 'Microsoft.OperationalInsights/workspaces/providers/dataConnectorDefinitions',
    apiVersion: CONNECTORS,
    name: insightsName(CONNECTOR_ID),
    location: LOCATION,
    kind: 'Customizable',
    properties: { connectorUiConfig: config },
  });
  const config = literal(connector);
  item.resources = [
    contentTemplate(solution, item, { resources: [definition(literal(config)), metadata(solution, item, id)] }),
    definition(config),
    metadata(solution, item, id, { location: LOCATION, dependsOn: [id] }),
  ];
  item.deployed = {
    path: `providers/Microsoft.SecurityInsights/dataConnectorDefinitions/${CONNECTOR_ID}`,
    version: CONNECTORS,
    description: `data connector page "${connector.title}"`,
  };
  return [item];
}

/** An expression of a template inside the package: the package's own deployment must not read it. */
function inner(value) {
  return mapStrings(value, (text) =>
    text.startsWith('[') && !text.startsWith('[[')
      ? `[${text.replaceAll('resourceGroup().location', "variables('workspace-location-inline')")}`
      : text);
}

function playbookItems({ solution, playbooks }) {
  return playbooks.map(({ name, content }) => {
    const { title, description, author, support, ...details } = content.metadata;
    const workflow = content.resources.find(({ type }) => type === 'Microsoft.Logic/workflows');
    const item = {
      kind: 'Playbook', contentId: name, version: workflow.tags['hidden-SentinelTemplateVersion'], title, description,
    };
    const resources = content.resources.map((resource) =>
      resource === workflow
        ? { ...resource, tags: { ...resource.tags, 'hidden-SentinelWorkspaceId': "[variables('workspaceResourceId')]" } }
        : resource);
    item.resources = [
      contentTemplate(solution, item, {
        parameters: inner(content.parameters),
        variables: {
          ...inner(content.variables),
          'workspace-location-inline': "[concat('[resourceGroup().locatio', 'n]')]",
          'workspace-name': "[parameters('workspace')]",
          workspaceResourceId: "[[resourceId('Microsoft.OperationalInsights/workspaces', variables('workspace-name'))]",
        },
        resources: [
          ...withoutEmpty(inner(resources)),
          metadata(solution, item, `[resourceId('Microsoft.Logic/workflows', '${name}')]`),
        ],
        metadata: { title, description, ...details },
      }),
    ];
    return item;
  });
}

function watchlistItems({ solution, watchlists }) {
  return watchlists.map((watchlist, index) => {
    const { alias, displayName, description } = watchlist.content;
    const parameter = `watchlist${index + 1}-id`;
    return {
      kind: 'Watchlist',
      contentId: alias,
      version: solution.version,
      title: displayName,
      description,
      parameters: {
        [parameter]: { type: 'string', defaultValue: alias, minLength: 1, metadata: { description: 'Unique id for the watchlist' } },
      },
      resources: [
        {
          // An update must not add the example to a watchlist that is kept by hand.
          condition: "[parameters('createWatchlists')]",
          type: 'Microsoft.OperationalInsights/workspaces/providers/Watchlists',
          apiVersion: WATCHLISTS,
          name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/',parameters('${parameter}'))]`,
          properties: literal(watchlistProperties(watchlist)),
        },
      ],
    };
  });
}

function itemsOf(sources) {
  return [
    ...connectorItems(sources),
    ...parserItems(sources),
    ...workbookItems(sources),
    ...ruleItems(sources),
    ...huntingItems(sources),
    ...watchlistItems(sources),
    ...playbookItems(sources),
  ];
}

function logo(solution) {
  return `<img src="https://raw.githubusercontent.com/Azure/Azure-Sentinel/master/Logos/${solution.fileName}.svg" width="75px" height="75px">`;
}

function counts(items) {
  return Object.entries(KINDS)
    .map(([kind, { label }]) => [label, items.filter((item) => item.kind === kind).length])
    .filter(([, count]) => count > 0);
}

function parametersOf(items) {
  return {
    location: {
      type: 'string',
      minLength: 1,
      defaultValue: '[resourceGroup().location]',
      metadata: { description: "Region of the resource group; resources go to the workspace's region, workspace-location" },
    },
    'workspace-location': {
      type: 'string',
      defaultValue: '',
      metadata: { description: "[concat('Region of the workspace, apart from ', parameters('location'))]" },
    },
    workspace: {
      type: 'string',
      defaultValue: '',
      metadata: { description: 'Log Analytics workspace with Microsoft Sentinel' },
    },
    createWatchlists: {
      type: 'bool',
      defaultValue: true,
      metadata: { description: 'Whether the watchlists are made; false where they are there already' },
    },
    ...Object.assign({}, ...items.map((item) => item.parameters ?? {})),
  };
}

function contentPackage(solution, items) {
  return {
    type: 'Microsoft.OperationalInsights/workspaces/providers/contentPackages',
    apiVersion: PACKAGES,
    name: "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/', variables('_solutionId'))]",
    location: LOCATION,
    properties: {
      version: solution.version,
      kind: 'Solution',
      contentSchemaVersion: '3.0.0',
      displayName: solution.name,
      publisherDisplayName: solution.support.name,
      descriptionHtml: `<p>${solution.description}</p>\n<p>${counts(items).map(([label, count]) => `<strong>${label}:</strong> ${count}`).join(', ')}</p>\n`,
      contentKind: 'Solution',
      contentProductId: "[variables('_solutioncontentProductId')]",
      id: "[variables('_solutioncontentProductId')]",
      icon: logo(solution),
      contentId: "[variables('_solutionId')]",
      parentId: "[variables('_solutionId')]",
      source: { kind: 'Solution', name: solution.name, sourceId: "[variables('_solutionId')]" },
      author: { name: solution.author },
      support: solution.support,
      dependencies: {
        operator: 'AND',
        criteria: items.map(({ kind, contentId, version }) => ({ kind, contentId, version })),
      },
      firstPublishDate: solution.firstPublishDate,
      lastPublishDate: solution.lastPublishDate,
      providers: solution.providers,
      categories: { domains: solution.domains },
    },
  };
}

function mainTemplate(solution, items) {
  return {
    $schema: TEMPLATE_SCHEMA,
    contentVersion: '1.0.0.0',
    metadata: { author: solution.author, comments: `Solution template for ${solution.name}` },
    parameters: parametersOf(items),
    variables: {
      _solutionName: solution.name,
      _solutionVersion: solution.version,
      solutionId: solutionId(solution),
      _solutionId: "[variables('solutionId')]",
      workspaceResourceId: "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspace'))]",
      TemplateEmptyArray: "[json('[]')]",
      _solutioncontentProductId:
        "[concat(take(variables('_solutionId'),50),'-','sl','-', uniqueString(concat(variables('_solutionId'),'-','Solution','-',variables('_solutionId'),'-', variables('_solutionVersion'))))]",
    },
    resources: [...items.flatMap(({ resources }) => resources), contentPackage(solution, items)],
    outputs: {},
  };
}

function textBlock(name, text) {
  return { name, type: 'Microsoft.Common.TextBlock', options: { text } };
}

function createUiDefinition(solution, items) {
  const workspaces = "filter(basics('getLAWorkspace').value, (filter) => contains(toLower(filter.id), toLower(resourceGroup().name)))";
  const steps = Object.entries(KINDS).map(([kind, { step, label, item }]) => ({
    name: step,
    label,
    bladeTitle: label,
    elements: [
      textBlock(`${step}-text`, solution.steps[step]),
      ...items
        .filter((content) => content.kind === kind)
        .map(({ title, description }, index) => ({
          name: `${item}${index + 1}`,
          type: 'Microsoft.Common.Section',
          label: title,
          elements: [textBlock(`${item}${index + 1}-text`, description)],
        })),
    ],
  }));
  return {
    $schema: 'https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#',
    handler: 'Microsoft.Azure.CreateUIDef',
    version: '0.1.2-preview',
    parameters: {
      config: {
        isWizard: false,
        basics: {
          description: `${logo(solution)}\n\n${solution.description}\n\n${counts(items).map(([label, count]) => `**${label}:** ${count}`).join(', ')}`,
          subscription: {
            resourceProviders: [
              'Microsoft.OperationsManagement/solutions',
              'Microsoft.OperationalInsights/workspaces/providers/alertRules',
              'Microsoft.Insights/workbooks',
              'Microsoft.Logic/workflows',
            ],
          },
          location: { metadata: { hidden: "The workspace's location is used" }, visible: false },
          resourceGroup: { allowExisting: true },
        },
      },
      basics: [
        {
          name: 'getLAWorkspace',
          type: 'Microsoft.Solutions.ArmApiControl',
          toolTip: 'Finds the workspaces of the resource group',
          condition: '[greater(length(resourceGroup().name),0)]',
          request: {
            method: 'GET',
            path: "[concat(subscription().id,'/providers/Microsoft.OperationalInsights/workspaces?api-version=2020-08-01')]",
          },
        },
        {
          name: 'workspace',
          type: 'Microsoft.Common.DropDown',
          label: 'Workspace',
          placeholder: 'Select a workspace',
          toolTip: 'The workspaces of the resource group',
          constraints: {
            allowedValues: `[map(${workspaces}, (item) => parse(concat('{"label":"', item.name, '","value":"', item.name, '"}')))]`,
            required: true,
          },
          visible: true,
        },
      ],
      steps,
      outputs: {
        'workspace-location': `[first(map(filter(basics('getLAWorkspace').value, (filter) => and(contains(toLower(filter.id), toLower(resourceGroup().name)),equals(filter.name,basics('workspace')))), (item) => item.location))]`,
        location: '[location()]',
        workspace: "[basics('workspace')]",
      },
    },
  };
}

function fileName(file) {
  return file.split('/').pop();
}

/** The description that the public repository's packaging tool reads. */
function inputFile(sources) {
  const { solution } = sources;
  const under = (folder, list) => list.map(({ file }) => `${folder}/${fileName(file)}`);
  return {
    Name: solution.name,
    Author: solution.author,
    Logo: logo(solution),
    Description: solution.description,
    WorkbookBladeDescription: solution.steps.workbooks,
    AnalyticalRuleBladeDescription: solution.steps.analytics,
    HuntingQueryBladeDescription: solution.steps.huntingqueries,
    PlaybooksBladeDescription: solution.steps.playbooks,
    'Data Connectors': [`Data Connectors/${CONNECTOR_ID}/${CONNECTOR_ID}_ConnectorDefinition.json`],
    Parsers: under('Parsers', sources.functions),
    Workbooks: under('Workbooks', sources.workbooks),
    'Analytic Rules': under('Analytic Rules', sources.rules),
    'Hunting Queries': under('Hunting Queries', sources.hunting),
    Watchlists: sources.watchlists.map(({ content }) => `Watchlists/${content.alias}.json`),
    Playbooks: sources.playbooks.map(({ name }) => `Playbooks/${name}/azuredeploy.json`),
    Metadata: 'SolutionMetadata.json',
    BasePath: `C:\\GitHub\\Azure-Sentinel\\Solutions\\${solution.name}`,
    Version: solution.version,
    TemplateSpec: true,
    Is1PConnector: false,
  };
}

function workbookEntry(sources, previews) {
  const { solution, workbooks } = sources;
  return {
    workbookKey: solution.workbook.key,
    logoFileName: `${solution.fileName}.svg`,
    description: solution.workbook.description,
    dataTypesDependencies: ['AnomalousResourceAccessResult_CL'],
    dataConnectorsDependencies: [CONNECTOR_ID],
    previewImagesFileNames: previews.map(({ file }) => fileName(file)),
    version: solution.workbook.version,
    title: solution.workbook.title,
    templateRelativePath: fileName(workbooks[0].file),
    subtitle: '',
    provider: solution.author,
  };
}

function watchlistTemplate(watchlist) {
  return {
    $schema: TEMPLATE_SCHEMA,
    contentVersion: '1.0.0.0',
    parameters: {
      workspace: { type: 'string', metadata: { description: 'Log Analytics workspace with Microsoft Sentinel' } },
    },
    resources: [
      {
        type: 'Microsoft.OperationalInsights/workspaces/providers/Watchlists',
        apiVersion: WATCHLISTS,
        name: insightsName(watchlist.content.alias),
        properties: literal(watchlistProperties(watchlist)),
      },
    ],
  };
}

function connectorDefinition(connector) {
  return {
    name: CONNECTOR_ID,
    apiVersion: CONNECTORS,
    type: 'Microsoft.SecurityInsights/dataConnectorDefinitions',
    location: '{{location}}',
    kind: 'Customizable',
    properties: { connectorUiConfig: connector },
  };
}

function releaseNotes(solution) {
  return [
    '| **Version** | **Date Modified (DD-MM-YYYY)** | **Change History** |',
    '|-------------|--------------------------------|--------------------|',
    ...solution.releases.map(({ version, date, changes }) => `| ${version} | ${date} | ${changes} |`),
    '',
  ].join('\n');
}

function readMe(solution) {
  return `# ${solution.name}

Made by \`npm run build\` in \`scripts/sentinel/check\` from the files beside this folder; change those.

\`Package/mainTemplate.json\` installs the solution in a workspace: \`scripts/sentinel/setup-content.sh\` deploys it, and so does
*Deploy a custom template* in the portal, with \`Package/createUiDefinition.json\` as its wizard.

To offer it to the public repository of Microsoft Sentinel, the parts go to:

| here | there |
|---|---|
| this folder without \`Repository/\` and this file | \`Solutions/${solution.name}/\` |
| \`Workbooks/Images/Logos/\` | \`Logos/\` and \`Workbooks/Images/Logos/\` as well |
| \`Workbooks/Images/Preview/\` | \`Workbooks/Images/Preview/\` as well |
| the entry in \`Repository/WorkbooksMetadata.json\` | \`Workbooks/WorkbooksMetadata.json\` |
| \`Repository/CustomTables/\`, \`Repository/CustomFunctions/\` | \`.script/tests/KqlvalidationsTests/\` |
`;
}

/**
 * The files of the solution, by their path under its folder.
 *
 * @param tables our own tables: [{name, columns: [{name, type}]}]
 * @param functionColumns the columns that each function returns, by its name: [{name, type}]
 */
function solutionFiles(sources, tables, functionColumns) {
  const { solution } = sources;
  const items = itemsOf(sources);
  const logos = sources.images.filter(({ file }) => file.endsWith('.svg'));
  const previews = sources.images.filter(({ file }) => file.endsWith('.png'));
  const copies = (folder, list) => list.map(({ file, bytes }) => [`${folder}/${fileName(file)}`, bytes]);
  const schemaColumns = (columns) => columns.map(({ name, type }) => ({ Name: name, Type: type }));
  const SYSTEM = [{ name: 'TenantId', type: 'string' }, { name: 'Type', type: 'string' }];
  return Object.fromEntries([
    ['README.md', readMe(solution)],
    ['SolutionMetadata.json', json({
      publisherId: solution.publisherId,
      offerId: solution.offerId,
      firstPublishDate: solution.firstPublishDate,
      lastPublishDate: solution.lastPublishDate,
      providers: solution.providers,
      categories: { domains: solution.domains, verticals: [] },
      support: solution.support,
    })],
    ['ReleaseNotes.md', releaseNotes(solution)],
    [`Data/Solution_${solution.fileName}.json`, json(inputFile(sources))],
    ['Package/mainTemplate.json', json(mainTemplate(solution, items))],
    ['Package/createUiDefinition.json', json(createUiDefinition(solution, items))],
    ['Package/testParameters.json', json(parametersOf(items))],
    ...copies('Analytic Rules', sources.rules),
    ...copies('Hunting Queries', sources.hunting),
    ...copies('Parsers', sources.functions),
    ...copies('Workbooks', sources.workbooks),
    ...copies('Workbooks/Images/Preview', previews),
    ...copies('Workbooks/Images/Logos', logos),
    ...sources.watchlists.map((watchlist) => [`Watchlists/${watchlist.content.alias}.json`, json(watchlistTemplate(watchlist))]),
    ...sources.playbooks.flatMap(({ name, files }) => copies(`Playbooks/${name}`, files)),
    [`Data Connectors/${CONNECTOR_ID}/${CONNECTOR_ID}_ConnectorDefinition.json`, json(connectorDefinition(sources.connector))],
    ['Repository/WorkbooksMetadata.json', json([workbookEntry(sources, previews)])],
    ...tables.map(({ name, columns }) => [
      `Repository/CustomTables/${name}.json`,
      json({ Name: name, Properties: schemaColumns([...columns, ...SYSTEM]) }),
    ]),
    ...Object.entries(functionColumns).map(([name, columns]) => [
      `Repository/CustomFunctions/${name}.json`,
      json({ FunctionName: name, FunctionParameters: [], FunctionResultColumns: schemaColumns(columns) }),
    ]),
  ]);
}

/** What the package deploys into a workspace, watchlists aside: [{path, version, description?}]. */
function packageItems(sources) {
  const { solution } = sources;
  const insights = 'providers/Microsoft.SecurityInsights';
  return [
    {
      path: `${insights}/contentPackages/${solutionId(solution)}`,
      version: PACKAGES,
      description: `solution "${solution.name}"`,
    },
    ...itemsOf(sources).flatMap((item) => [
      ...(item.deployed
        ? [
            item.deployed,
            {
              path: `${insights}/metadata/${item.kind}-${item.contentId}`,
              version: METADATA,
            },
          ]
        : []),
      ...(item.kind === 'Watchlist'
        ? []
        : [
            {
              path: `${insights}/contentTemplates/${contentTemplateName(solution, item)}`,
              version: PACKAGES,
            },
          ]),
    ]),
  ];
}

module.exports = { packageItems, solutionFiles };
