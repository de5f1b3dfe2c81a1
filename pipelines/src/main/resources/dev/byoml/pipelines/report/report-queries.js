// Queries in KQL that lead from a result to its events, and lines of CSV that lead back to the next
// run. Pure functions of texts: a name can end neither a string, nor a comment, nor a cell.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// What C0 and C1 controls, separators of lines and marks of direction have in common: nobody sees them.
const NOT_PLAIN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text as a string of KQL. */
function kqlText(text) {
  const escaped = (character) =>
    "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
  return text.search(NOT_PLAIN) < 0
    ? "@'" + text.replaceAll("'", "''") + "'"
    : "'" + text.replace(/['\\]/g, "\\$&").replace(NOT_PLAIN, escaped) + "'";
}

/** A comment of KQL, which ends with its line. */
function kqlComment(text) {
  return "// " + text.replace(NOT_PLAIN, " ");
}

function kqlTime(seconds) {
  const date = new Date(seconds * 1000);
  return "datetime(" + (Number.isNaN(date.getTime()) ? "null" : date.toISOString().slice(0, 19) + "Z") + ")";
}

function kqlBetween(result, before, after) {
  return "between (" + kqlTime(result.firstSeconds - before) + " .. "
    + kqlTime(result.lastSeconds + after) + ")";
}

/** The account without its domain. */
function accountName(result) {
  return result.name || result.actor.replace(/^.*\\/, "").replace(/@.*$/, "");
}

/** Who a Windows event is of, by the account's name, and by its SID where that is known. */
function windowsAccount(result) {
  return "Account =~ " + kqlText(result.actor)
    + "\n    or strcat(SubjectDomainName, @'\\', SubjectUserName) =~ " + kqlText(result.actor)
    + (result.sid ? "\n    or SubjectUserSid =~ " + kqlText(result.sid) : "");
}

/** Computer, share and folders of \\computer\share\folders; null for other texts. */
function partsOfShare(resource) {
  const parts = /^\\\\([^\\]+)\\([^\\]+)(?:\\(.+))?$/s.exec(resource);
  return parts && { computer: parts[1], share: parts[2], folders: parts[3] || "" };
}

function whichShare(resource) {
  const parts = partsOfShare(resource);
  if (!parts) {
    return ["ShareName =~ " + kqlText(resource)];
  }
  return [
    "Computer =~ " + kqlText(parts.computer) + " and ShareName endswith " + kqlText("\\" + parts.share),
    ...(parts.folders ? ["RelativeTargetName startswith " + kqlText(parts.folders)] : []),
  ];
}

function shareEvents(eventId) {
  return {
    table: "SecurityEvent",
    rows: ["EventID == " + eventId],
    actor: windowsAccount,
    resource: whichShare,
    shown: "TimeGenerated, Account, Computer, ShareName, RelativeTargetName, ShareLocalPath, AccessMask, "
      + "IpAddress, IpPort, SubjectLogonId",
    onWindows: true,
  };
}

// Where the rows of each built-in template stand in a workspace.
const SOURCES = {
  "file-share-access": shareEvents(5140),
  "file-share-access-classic": shareEvents(5140),
  "detailed-file-share": shareEvents(5145),
  "process-on-host": {
    table: "SecurityEvent",
    rows: ["EventID == 4688"],
    // What a computer starts for itself counts for the computer.
    actor: (result) => windowsAccount(result) + " or Computer =~ " + kqlText(result.actor),
    resource: (resource) => ["Process =~ " + kqlText(resource)
      + " or NewProcessName endswith " + kqlText("\\" + resource)],
    shown: "TimeGenerated, Account, Computer, NewProcessName, CommandLine, ParentProcessName, SubjectLogonId",
    onWindows: true,
  },
  "office-file": {
    table: "OfficeActivity",
    rows: ["OfficeWorkload in ('SharePoint', 'OneDrive')"],
    actor: (result) => "UserId =~ " + kqlText(result.actor),
    resource: (resource) => ["Site_Url startswith " + kqlText(resource)],
    shown: "TimeGenerated, UserId, Operation, Site_Url, OfficeObjectId, ClientIP, UserAgent",
  },
  "sign-in-application": {
    table: "union isfuzzy=true SigninLogs, AADNonInteractiveUserSignInLogs, "
      + "AADServicePrincipalSignInLogs, AADManagedIdentitySignInLogs",
    rows: [],
    actor: (result) => "column_ifexists('UserPrincipalName', '') =~ " + kqlText(result.actor)
      + " or column_ifexists('UserId', '') =~ " + kqlText(result.actor)
      + " or column_ifexists('ServicePrincipalName', '') =~ " + kqlText(result.actor)
      + " or column_ifexists('ServicePrincipalId', '') =~ " + kqlText(result.actor),
    resource: (resource) => ["column_ifexists('AppDisplayName', '') =~ " + kqlText(resource)
      + " or column_ifexists('AppId', '') =~ " + kqlText(resource)
      + " or column_ifexists('ResourceDisplayName', '') =~ " + kqlText(resource)],
    shown: null,
  },
  "azure-resource": {
    table: "AzureActivity",
    rows: ["CategoryValue =~ 'Administrative'"],
    actor: (result) => "Caller =~ " + kqlText(result.actor),
    resource: (resource) => ["strcat(SubscriptionId, '/', ResourceGroup) =~ " + kqlText(resource)],
    shown: "TimeGenerated, Caller, OperationNameValue, ActivityStatusValue, SubscriptionId, ResourceGroup, "
      + "_ResourceId, CallerIpAddress",
  },
};

function sourceOf(template) {
  return Object.hasOwn(SOURCES, template) ? SOURCES[template] : null;
}

/**
 * The events of a result; those of its actor to any resource where resource is null. A template of
 * somebody's own has its rows in a table that is not known here, so all are searched.
 */
function rawEventsQuery(template, result, resource) {
  const title = kqlComment("Events behind " + result.actor + " → "
    + (resource === null ? "everything" : resource));
  const source = sourceOf(template);
  const time = "TimeGenerated " + kqlBetween(result, 5 * MINUTE, 5 * MINUTE);
  if (!source) {
    return [title, "search " + kqlText(result.actor)
      + (resource === null ? "" : " and " + kqlText(resource)),
    "| where " + time, "| order by TimeGenerated asc"].join("\n");
  }
  const conditions = [time, ...source.rows, source.actor(result),
    ...(resource === null ? [] : source.resource(resource))];
  return [title, source.table, ...conditions.map((condition) => "| where " + condition),
    ...(source.shown ? ["| project " + source.shown] : []),
    "| order by TimeGenerated asc"].join("\n");
}

/** What else happened on these computers around a result; null where events tell of none. */
function hostEventsQuery(template, result, computers) {
  const source = sourceOf(template);
  if (!source || !source.onWindows || computers.length === 0) {
    return null;
  }
  return [
    kqlComment("What started on the computer, from 15 minutes before to an hour after"),
    "SecurityEvent",
    "| where TimeGenerated " + kqlBetween(result, 15 * MINUTE, HOUR),
    "| where Computer in~ (" + computers.map(kqlText).join(", ") + ")",
    "// 4624/4672 sign-ins, 4688 processes, 4697/4698 services and tasks, 4720/4732 accounts and groups, 1102 log cleared",
    "| where EventID in (4624, 4672, 4688, 4697, 4698, 4699, 4702, 4720, 4728, 4732, 1102)",
    "| where not(Account endswith '$')",
    "| project TimeGenerated, Computer, EventID, Activity, Account, TargetUserName, LogonType, NewProcessName, "
      + "CommandLine, IpAddress",
    "| order by TimeGenerated asc",
  ].join("\n");
}

/** From where the actor signed in, a day before to a day after. */
function signInsQuery(result) {
  const time = "| where TimeGenerated " + kqlBetween(result, DAY, DAY);
  const name = accountName(result);
  const isMail = result.actor.includes("@");
  return [
    kqlComment("Sign-ins of " + result.actor + ", a day before to a day after"),
    "union isfuzzy=true",
    "  (SecurityEvent",
    "  " + time,
    "  | where EventID in (4624, 4625, 4648)",
    "  | where TargetUserName =~ " + kqlText(name)
      + (result.sid ? "\n      or TargetUserSid =~ " + kqlText(result.sid) : ""),
    "  | project TimeGenerated, Kind = strcat('Windows, type ', LogonType),",
    "      Result = iff(EventID == 4625, 'failed', 'succeeded'), Source = IpAddress, Target = Computer),",
    "  (SigninLogs",
    "  " + time,
    "  | where UserPrincipalName " + (isMail ? "=~ " + kqlText(result.actor)
      : "startswith " + kqlText(name + "@")),
    "  | project TimeGenerated, Kind = 'Entra ID',",
    "      Result = iff(ResultType == '0', 'succeeded', ResultDescription), Source = IPAddress, Target = AppDisplayName)",
    result.address
      ? "| extend FromThere = Source has " + kqlText(result.address) : "| extend FromThere = false",
    "| order by TimeGenerated asc",
  ].join("\n");
}

/** A cell of CSV; quoted wherever a reader might take it for something else. */
function csvCell(text) {
  return /^[\p{L}\p{N}\\][\p{L}\p{N}\\/.:@$_ -]*$/u.test(text) && !text.endsWith(" ") || text === ""
    ? text : '"' + text.replaceAll('"', '""') + '"';
}

/** A cell for a spreadsheet, which must not take it for a formula. */
function spreadsheetCell(value) {
  if (typeof value === "number") {
    return String(value);
  }
  return csvCell(/^[=+\-@\t\r\n]/.test(value) ? "'" + value : value);
}

/** A line for --allowList. */
function allowListLine(result, expires, reason, owner) {
  return [result.actor, result.resource, expires, reason, owner].map(csvCell).join(",");
}

/** A line for --verdicts. */
function verdictLine(result, verdict, by, at) {
  return [result.tenant, result.actor, result.resource, verdict, by, at].map(csvCell).join(",");
}

const VERDICT_HEADING = "tenant,actor,resource,verdict,by,at";
const ALLOW_LIST_HEADING = "actor,resource,expires,reason,owner";
