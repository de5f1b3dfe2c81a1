// Shapes that the templates for a workspace and the package for the content hub share.
'use strict';

const OPERATORS = { gt: 'GreaterThan', lt: 'LessThan', eq: 'Equal', ne: 'NotEqual' };

/** 1h to PT1H, 14d to P14D. */
function isoDuration(text) {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (!unit) {
    throw new Error(`${text} is not a duration; write 5m, 1h or 14d`);
  }
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
}

/** Applies a function to every string in a value of objects, arrays and strings. */
function mapStrings(value, change) {
  if (Array.isArray(value)) {
    return value.map((member) => mapStrings(member, change));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, change)]));
  }
  return typeof value === 'string' ? change(value) : value;
}

/** A string that starts and ends with a bracket would be an expression; a second bracket makes it plain text. */
function literal(value) {
  return mapStrings(value, (text) => (text.startsWith('[') && text.endsWith(']') ? `[${text}` : text));
}

/** Leaves out empty lists and objects, which the package's validators take for mistakes. */
function withoutEmpty(value) {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const members = Object.entries(value)
    .map(([key, member]) => [key, withoutEmpty(member)])
    .filter(([, member]) => member === null || typeof member !== 'object' || Object.keys(member).length > 0);
  return Object.fromEntries(members);
}

/** Techniques without their sub-techniques, each once. */
function techniques(rule) {
  return [...new Set(rule.relevantTechniques.map((technique) => technique.split('.')[0]))];
}

/** What a rule and its template have in common. */
function ruleProperties(rule) {
  const { groupingConfiguration, ...incident } = rule.incidentConfiguration;
  return {
    displayName: rule.name,
    description: rule.description.trimEnd(),
    severity: rule.severity,
    query: rule.query.trimEnd(),
    queryFrequency: isoDuration(rule.queryFrequency),
    queryPeriod: isoDuration(rule.queryPeriod),
    triggerOperator: OPERATORS[rule.triggerOperator],
    triggerThreshold: rule.triggerThreshold,
    suppressionEnabled: rule.suppressionEnabled,
    suppressionDuration: isoDuration(rule.suppressionDuration),
    tactics: rule.tactics,
    techniques: techniques(rule),
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
  };
}

/** What a hunting query is saved as, for good or in its template. */
function huntingProperties(hunting) {
  return {
    category: 'Hunting Queries',
    displayName: hunting.name,
    query: hunting.query.trimEnd(),
    tags: [
      { name: 'description', value: hunting.description.trim() },
      { name: 'tactics', value: hunting.tactics.join(',') },
      { name: 'techniques', value: hunting.relevantTechniques.join(',') },
    ],
    version: 2,
  };
}

/** What a function is saved as. */
function functionProperties(saved) {
  return {
    category: saved.Category,
    displayName: saved.Function.Title,
    functionAlias: saved.FunctionAlias,
    query: saved.FunctionQuery.trimEnd(),
    version: 2,
  };
}

/** What a watchlist is made of. */
function watchlistProperties({ content, csv, text }) {
  return {
    watchlistAlias: content.alias,
    displayName: content.displayName,
    description: content.description,
    provider: 'Custom',
    source: csv.split('/').pop(),
    contentType: 'text/csv',
    numberOfLinesToSkip: 0,
    itemsSearchKey: content.itemsSearchKey,
    rawContent: text,
  };
}

/** The id that the content hub knows the solution by. */
function solutionId(solution) {
  return `${solution.publisherId}.${solution.offerId}`;
}

module.exports = {
  functionProperties,
  huntingProperties,
  literal,
  mapStrings,
  ruleProperties,
  solutionId,
  watchlistProperties,
  withoutEmpty,
};
