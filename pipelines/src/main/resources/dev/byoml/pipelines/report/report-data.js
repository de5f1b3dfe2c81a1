"use strict";

// The data of the report, and how texts, numbers and elements are made of it. Everything that comes
// from data reaches the page as text: no function here reads markup.

const data = JSON.parse(document.getElementById("data").textContent);

function textAt(number) {
  return data.values[number];
}

/** A text about an anomaly, in which its actor and its resource stand as two characters. */
function textAbout(anomaly, value) {
  return Array.isArray(value)
    ? value[0]
    : value.replace(/[\u0001\u0002]/g, (character) =>
      (character === "\u0001" ? anomaly.actor : anomaly.resource));
}

/** An instant as text; one that no calendar has stays a number. */
function instantOf(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().slice(0, 19) + "Z";
}

function resultsOf(rows, firstIndex, isOrdinary) {
  return rows.map((row, index) => {
    const result = { rank: index + 1, index: firstIndex + index, isOrdinary };
    data.columns.forEach((column, i) => {
      result[column] = row[i];
    });
    for (const column of ["tenant", "actor", "resource", "reason", "severity", "name", "domain",
      "sid", "host", "dnsDomain", "address"]) {
      result[column] = textAt(result[column]);
    }
    result.summaryNumber = result.summary;
    result.summary = textAbout(result, textAt(result.summary));
    result.firstSeconds = result.first;
    result.lastSeconds = result.last;
    result.first = instantOf(result.first);
    result.last = instantOf(result.last);
    return result;
  });
}

/** What the run reported, the most anomalous first. */
const anomalies = resultsOf(data.anomalies, 0, false);

/** What was new to the model, but ordinary. */
const ordinary = resultsOf(data.ordinary, anomalies.length, true);

/** The numbers of all values that an explanation shows. */
function numbersExplaining(anomaly) {
  const members = data.explanations[anomaly.index] || [];
  const numbers = [];
  for (let i = 1; i < members.length; i += 2) {
    if (members[i] < 0) {
      numbers.push(...data.lists[-1 - members[i]]);
    } else {
      numbers.push(members[i]);
    }
  }
  return numbers;
}

/** The members of an anomaly's explanation, or null where they were left out to save room. */
function explanationOf(anomaly) {
  const members = data.explanations[anomaly.index];
  if (!members) {
    return null;
  }
  const explanation = new Map();
  for (let i = 0; i < members.length; i += 2) {
    const number = members[i + 1];
    const value = number < 0 ? data.lists[-1 - number].map(textAt) : textAt(number);
    const isText = typeof value === "string" || (number >= 0 && isRawText(value));
    explanation.set(textAt(members[i]), isText ? textAbout(anomaly, value) : value);
  }
  return explanation;
}

/** A list is written as one; an array among the values is a text in which nothing is replaced. */
function isRawText(value) {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string";
}

/** The tenant's name, or its id where it has none. */
function tenantName(tenant) {
  return Object.hasOwn(data.tenantNames, tenant) ? data.tenantNames[tenant] : tenant;
}

const wholeNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const anyNumber = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const twoDigits = new Intl.NumberFormat("en", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

const largeNumber = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const LARGE = 10_000;

/** A score; one that is far out, as where all training accesses are alike, in few digits. */
function shownScore(score) {
  return (Math.abs(score) < LARGE ? twoDigits : largeNumber).format(score);
}

function shownNumber(value) {
  return Number.isInteger(value) ? wholeNumber.format(value) : anyNumber.format(value);
}

function counted(count, noun, plural) {
  return wholeNumber.format(count) + " " + (count === 1 ? noun : plural || noun + "s");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant such as 2026-03-31T02:58:24Z as a person writes it. */
function shownTime(instant, withYear) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(instant || "");
  if (!parts) {
    return instant || "open";
  }
  const day = Number(parts[3]) + " " + MONTHS[Number(parts[2]) - 1];
  return day + (withYear ? " " + parts[1] : "") + ", " + parts[4];
}

/** From one instant to another; what they share is written once. */
function span(from, to) {
  const [start, end] = [shownTime(from, false), shownTime(to, false)];
  if (start === end) {
    return start;
  }
  const [day, time] = end.split(", ");
  return start + (start.startsWith(day + ",") ? "–" + time : " to " + end);
}

// Characters that are not seen, or turn around what is written beside them.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A name with every unseen character spelt out. */
function shownName(text) {
  return String(text).replace(UNSEEN, (character) =>
    "⟨U+" + character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟩");
}

/** The last part of a path or of domain\account. */
function shortName(text) {
  const parts = String(text).split("\\").filter((part) => part !== "");
  return shownName(parts.length > 0 ? parts[parts.length - 1] : text);
}

/** host\share of \\host.domain\share, and any other text as it is. */
function shortResource(text) {
  const parts = /^\\\\([^.\\]+)[^\\]*\\(.+)$/.exec(text);
  return shownName(parts ? parts[1] + "\\" + parts[2] : text);
}

function clipped(text, length) {
  const characters = Array.from(text);
  return characters.length <= length
    ? text
    : characters.slice(0, Math.max(1, length - 1)).join("") + "…";
}

const PLAIN_WORDS = {
  LowAffinity: "Unlike peers",
  OtherCommunity: "Other community",
  NewActor: "New actor",
  NewResource: "First use of resource",
  NewActorAndResource: "New actor, first use",
};

// Each severity differs in shape, too, for those who do not tell the colours apart.
const SEVERITIES = {
  High: { order: 3, shape: "▲", kind: "high" },
  Medium: { order: 2, shape: "◆", kind: "medium" },
  Low: { order: 1, shape: "●", kind: "low" },
  Informational: { order: 0, shape: "○", kind: "informational" },
};

function severityOf(anomaly) {
  return SEVERITIES[anomaly.severity] || SEVERITIES.Medium;
}

/** A code name such as NewActor or usualUsers in plain words: New actor, Usual users. */
function inWords(code) {
  if (Object.hasOwn(PLAIN_WORDS, code)) {
    return PLAIN_WORDS[code];
  }
  const words = shownName(code).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fill(element, properties, children) {
  for (const [property, value] of Object.entries(properties || {})) {
    if (property === "class") {
      element.setAttribute("class", value);
    } else if (property.startsWith("on")) {
      element.addEventListener(property.slice(2), value);
    } else if (value === true) {
      element.setAttribute(property, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(property, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An HTML element; children are elements or texts. */
function html(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** An SVG element. */
function svg(tag, properties, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function byId(id) {
  return document.getElementById(id);
}

/** A name in full, kept apart from the direction of the text around it; breaks after separators. */
function nameElement(text) {
  const parts = shownName(text).split(/(?<=[^\\][\\/@_-])(?=[^\\/@_-])/u);
  return html("bdi", { class: "name" },
    parts.flatMap((part, i) => (i > 0 ? [html("wbr", {}), part] : [part])));
}

function severityElement(anomaly) {
  const { shape, kind } = severityOf(anomaly);
  return html("span", { class: "severity " + kind },
    html("span", { class: "shape", "aria-hidden": "true" }, shape), " " + shownName(anomaly.severity));
}

/** The same key for the same actor of the same tenant. */
function actorKey(anomaly) {
  return JSON.stringify([anomaly.tenant, anomaly.actor]);
}

/** Lists by what keyOf gives, in the order in which keys come up. */
function groupsOf(list, keyOf) {
  const groups = new Map();
  for (const element of list) {
    const key = keyOf(element);
    if (!groups.has(key)) {
      groups.set(key, []);
    }
    groups.get(key).push(element);
  }
  return groups;
}

/** A table whose first column heads its rows. */
function table(caption, headings, rows, numeric) {
  const isNumber = (column) => (numeric || []).includes(column);
  return html("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    html("table", { class: "plain" },
      html("caption", {}, caption),
      html("thead", {}, html("tr", {}, headings.map((heading, column) =>
        html("th", { scope: "col", class: isNumber(column) ? "number" : "" }, heading)))),
      html("tbody", {}, rows.map((row) => html("tr", {}, row.map((cell, column) =>
        html(column === 0 ? "th" : "td",
          { scope: column === 0 ? "row" : null, class: isNumber(column) ? "number" : "" },
          cell)))))));
}

/** Terms with what is said of each; pairs that say nothing are left out. */
function terms(pairs) {
  return html("dl", { class: "terms" }, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => html("div", {}, html("dt", {}, term), html("dd", {}, value))));
}
