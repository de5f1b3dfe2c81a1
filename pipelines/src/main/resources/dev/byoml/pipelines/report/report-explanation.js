// Why an access is on the list: who did what, why it is odd, who usually does it.

const REASONS = {
  LowAffinity: "Both are known from training, but not together.",
  OtherCommunity: "In training no chain of accesses linked this actor and this resource.",
  NewActor: "Training never saw this actor.",
  NewResource: "Training never saw this resource.",
  NewActorAndResource: "Training saw neither this actor nor this resource.",
};

/** A bar with its label and number; bars of a list share the scale of the largest. */
function bar(label, value, largest, shown, kind) {
  const filled = html("span", { class: "bar-fill " + (kind || "") });
  filled.style.width = (largest > 0 ? Math.max(1, 100 * value / largest) : 0) + "%";
  return html("li", {},
    html("span", { class: "bar-label" }, label),
    html("span", { class: "bar-number" }, shown),
    html("span", { class: "bar", "aria-hidden": "true" }, filled));
}

function bars(entries, nameOf) {
  const largest = Math.max(...entries.map((entry) => entry.accesses));
  return html("ul", { class: "bars" }, entries.map((entry) =>
    bar(nameElement(nameOf(entry)), entry.accesses, largest, wholeNumber.format(entry.accesses))));
}

function block(title, ...children) {
  return html("section", { class: "block" }, html("h3", {}, title), ...children);
}

function whoDidWhat(anomaly) {
  const host = [anomaly.host, anomaly.dnsDomain].filter((part) => part !== "").join(".");
  const times = anomaly.first === anomaly.last
    ? shownTime(anomaly.first, true)
    : shownTime(anomaly.first, true) + " to " + shownTime(anomaly.last, true);
  return block("Who did what", terms([
    ["Actor", nameElement(anomaly.actor)],
    ["Resource", nameElement(anomaly.resource)],
    ["Accesses", wholeNumber.format(anomaly.accesses)],
    ["When", times],
    ["From", anomaly.address && nameElement(anomaly.address)],
    ["Host", host && nameElement(host)],
    ["SID", anomaly.sid && nameElement(anomaly.sid)],
    ["Tenant", nameElement(anomaly.tenant)],
    ["Record", anomaly.recordId],
  ]));
}

function againstTraining(percentile) {
  if (percentile >= 100) {
    return "higher than every training access";
  }
  // Rounding up to 100 would claim more than is known.
  const shown = Math.floor(percentile * 100) / 100;
  return "higher than " + shownNumber(shown) + " % of the training accesses";
}

function whyOdd(anomaly, explanation) {
  const content = [
    html("p", {}, html("strong", {}, inWords(anomaly.reason) + ". "), REASONS[anomaly.reason] || ""),
    html("p", {}, "Score ", html("strong", {}, twoDigits.format(anomaly.score)), ": "
      + againstTraining(anomaly.percentile) + "."),
  ];
  const affinity = explanation && explanation.get("affinity");
  const expected = explanation && explanation.get("expectedAffinity");
  if (typeof affinity === "number" && typeof expected === "number") {
    const largest = Math.max(affinity, expected, 0);
    content.push(html("p", { class: "muted" }, "Affinity of actor and resource"),
      html("ul", { class: "bars" },
        bar("this access", affinity, largest, twoDigits.format(affinity), "anomalous"),
        bar("mean of training", expected, largest, twoDigits.format(expected))));
  }
  const own = explanation && explanation.get("actorCommunity");
  const other = explanation && explanation.get("resourceCommunity");
  if (anomaly.reason === "OtherCommunity" && own && other) {
    content.push(terms([
      ["Actor’s community", communityInWords(own)],
      ["Resource’s community", communityInWords(other)],
    ]));
  }
  return block("Why it is odd", ...content);
}

function communityInWords(community) {
  return counted(community.users, "user") + ", " + counted(community.resources, "resource");
}

function isListOfAccesses(value, member) {
  return Array.isArray(value) && value.length > 0
    && value.every((entry) => entry && typeof entry[member] === "string"
      && typeof entry.accesses === "number");
}

function whoUsuallyDoesIt(explanation) {
  const users = explanation.get("usualUsers");
  if (!isListOfAccesses(users, "user")) {
    return block("Who usually does it", html("p", {}, "Nobody in training."));
  }
  const all = explanation.get("userCount");
  return block("Who usually does it",
    html("p", { class: "muted" }, "Accesses in training"
      + (all > users.length ? ", the top " + users.length + " of " + counted(all, "user") : "")),
    bars(users, (entry) => entry.user));
}

function whatTheActorUsuallyDoes(explanation) {
  const resources = explanation.get("usualResources");
  if (!isListOfAccesses(resources, "resource")) {
    return block("What this actor usually does", html("p", {}, "Nothing in training."));
  }
  const all = explanation.get("resourceCount");
  return block("What this actor usually does",
    html("p", { class: "muted" }, "Accesses in training" + (all > resources.length
      ? ", the top " + resources.length + " of " + counted(all, "resource") : "")),
    bars(resources, (entry) => entry.resource));
}

const SHOWN_ELSEWHERE = new Set(["usualUsers", "userCount", "usualResources", "resourceCount",
  "affinity", "expectedAffinity", "actorCommunity", "resourceCommunity"]);

/** Any value of JSON: a table for a list of objects, terms for an object, text for the rest. */
function anyValue(value, title) {
  if (Array.isArray(value)) {
    const objects = value.filter((entry) => entry !== null && typeof entry === "object"
      && !Array.isArray(entry));
    if (objects.length > 0 && objects.length === value.length) {
      const members = Array.from(new Set(objects.flatMap((entry) => Object.keys(entry))));
      return table(title, members.map(inWords), objects.map((entry) =>
        members.map((member) => anyValue(entry[member], inWords(member)))));
    }
    return html("span", {}, value.flatMap((entry, i) =>
      [i > 0 ? ", " : "", anyValue(entry, title)]));
  }
  if (value !== null && typeof value === "object") {
    return terms(Object.entries(value).map(([member, inner]) =>
      [inWords(member), anyValue(inner, inWords(member))]));
  }
  if (typeof value === "number") {
    return document.createTextNode(shownNumber(value));
  }
  if (typeof value === "boolean") {
    return document.createTextNode(value ? "yes" : "no");
  }
  return value === null || value === undefined
    ? document.createTextNode("–")
    : nameElement(value);
}

function otherMembers(explanation) {
  return Array.from(explanation)
    .filter(([member]) => !SHOWN_ELSEWHERE.has(member))
    .map(([member, value]) => block(inWords(member), anyValue(value, inWords(member))));
}

/** The whole explanation of an anomaly. */
function explanationElement(anomaly) {
  const explanation = explanationOf(anomaly);
  const blocks = [whoDidWhat(anomaly), whyOdd(anomaly, explanation), verdictBlock(anomaly)];
  if (explanation) {
    blocks.push(whoUsuallyDoesIt(explanation), whatTheActorUsuallyDoes(explanation),
      ...otherMembers(explanation));
  } else {
    blocks.push(block("Who usually does it",
      html("p", {}, "Left out to keep this file small; the results folder has it.")));
  }
  return html("div", { class: "explanation" },
    html("p", { class: "sentence" }, shownName(anomaly.summary)),
    html("div", { class: "blocks" }, blocks));
}
