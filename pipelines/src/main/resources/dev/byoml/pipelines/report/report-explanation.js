// Why an access is on the list: who did what, why it is odd, who usually does it.

const REASONS = {
  LowAffinity: "Both are known from training, but not together: those who use the resource are not like this actor.",
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
    bar(nameElement(nameOf(entry)), entry.accesses, largest, wholeNumber.format(entry.accesses)
      + (entry.days > 0 ? " on " + counted(entry.days, "day") : ""))));
}

function block(title, ...children) {
  return html("section", { class: "block" }, html("h3", {}, title), ...children);
}

/** The tenant's name with its id, or the id alone. */
function tenantElement(tenant) {
  const name = tenantName(tenant);
  return name === tenant ? nameElement(tenant)
    : html("span", {}, nameElement(name), " (", nameElement(tenant), ")");
}

/** Where, when and by which identity, in a line or two. */
function details(anomaly) {
  const host = [anomaly.host, anomaly.dnsDomain].filter((part) => part !== "").join(".");
  const times = anomaly.first === anomaly.last
    ? shownTime(anomaly.first, true)
    : shownTime(anomaly.first, true) + " to " + shownTime(anomaly.last, true);
  const properties = terms([
    ["When (UTC)", times],
    ["Accesses", wholeNumber.format(anomaly.accesses)],
    ["From address", anomaly.address && nameElement(anomaly.address)],
    ["Host", host && nameElement(host)],
    ["SID", anomaly.sid && nameElement(anomaly.sid)],
    ["Tenant", tenantElement(anomaly.tenant)],
    ["Record", html("a", { class: "record", href: addressOf(anomaly.recordId) },
      nameElement(anomaly.recordId))],
  ]);
  properties.classList.add("details");
  return properties;
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
    html("p", {}, severityElement(anomaly), " · score ",
      html("strong", {}, shownScore(anomaly.score)), ": " + againstTraining(anomaly.percentile) + "."),
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
  const note = explanation && explanation.get("algorithmNote");
  if (note) {
    content.push(html("p", {}, shownName(note)));
  }
  return block("Why it is odd", ...content);
}

/** Both communities where no chain of accesses links them. */
function communities(explanation) {
  const own = explanation.get("actorCommunity");
  const other = explanation.get("resourceCommunity");
  if (!own || !other || !own.typicalUsers) {
    return null;
  }
  const both = block("Two communities", html("div", { class: "two" },
    [["The actor’s", own], ["The resource’s", other]].map(([whose, community]) => html("div", {},
      html("p", {}, html("strong", {}, whose), ": " + counted(community.users, "user") + ", "
        + counted(community.resources, "resource")),
      html("p", { class: "muted" }, "Typical: ",
        ...inSequence([...community.typicalUsers, ...community.typicalResources]))))));
  both.classList.add("wide");
  return both;
}

function inSequence(names) {
  return names.flatMap((name, i) => (i > 0 ? [", ", nameElement(name)] : [nameElement(name)]));
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
  const popularity = explanation.get("popularity");
  const share = popularity > 0
    ? " of " + wholeNumber.format(Math.round(all / popularity)) : "";
  return block("Who usually does it",
    html("p", { class: "muted" }, wholeNumber.format(all) + share + " users; accesses in training"
      + (all > users.length ? ", the top " + users.length : "")),
    bars(users, (entry) => entry.user));
}

function peersInWords(explanation) {
  const all = explanation.get("peerCount");
  const some = explanation.get("peersWithAccess");
  if (some === undefined) {
    return counted(all, "user") + " looked at.";
  }
  return (some === 0 ? "None" : wholeNumber.format(some)) + " of the " + counted(all, "user")
    + " most alike touched it in training.";
}

/** The users most like the actor, and whether they touch the resource. */
function whoIsAlike(explanation) {
  const peers = explanation.get("peers");
  if (!Array.isArray(peers)) {
    return null;
  }
  if (peers.length === 0) {
    return block("Who is like this actor", html("p", {}, "Nobody in training."));
  }
  const touches = (peer) => (peer.accesses > 0
    ? wholeNumber.format(peer.accesses) + " ×" : "never");
  return block("Who is like this actor",
    html("p", {}, peersInWords(explanation)),
    html("p", { class: "muted" }, [
      peers.some((peer) => peer.similarity !== undefined) ? "How alike" : "",
      peers.some((peer) => peer.accesses !== undefined) ? "how often the peer touched it" : "",
    ].filter((part) => part !== "").join(", and ")),
    html("ul", { class: "bars" }, peers.map((peer) => {
      const shown = peer.accesses === undefined ? twoDigits.format(peer.similarity || 0) : touches(peer);
      // Where all are alike there is nothing to compare.
      return peer.similarity === undefined
        ? html("li", {}, html("span", { class: "bar-label" }, nameElement(peer.user)),
          html("span", { class: "bar-number" }, shown))
        : bar(nameElement(peer.user), peer.similarity, 1, shown);
    })));
}

function whatTheActorUsuallyDoes(explanation) {
  const resources = explanation.get("usualResources");
  if (!isListOfAccesses(resources, "resource")) {
    return block("What this actor usually does", html("p", {}, "Nothing in training."));
  }
  const all = explanation.get("resourceCount");
  return block("What this actor usually does",
    html("p", { class: "muted" }, counted(all, "resource") + "; accesses in training"
      + (all > resources.length ? ", the top " + resources.length : "")),
    bars(resources, (entry) => entry.resource));
}

const SHOWN_ELSEWHERE = new Set(["percentile", "usualUsers", "userCount", "popularity",
  "usualResources", "resourceCount", "peers", "peerCount", "peersWithAccess", "affinity",
  "expectedAffinity", "algorithmNote", "actorStory", "sweep", "actorCommunity", "resourceCommunity"]);

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

/** What else the explanation holds: numbers and texts in one block, lists and objects in their own. */
function otherMembers(explanation) {
  const others = Array.from(explanation).filter(([member]) => !SHOWN_ELSEWHERE.has(member));
  const simple = others.filter(([, value]) => value === null || typeof value !== "object");
  return [
    simple.length === 0 ? null : block("Also known", terms(simple.map(([member, value]) =>
      [inWords(member), anyValue(value, inWords(member))]))),
    ...others.filter((member) => !simple.includes(member)).map(([member, value]) =>
      block(inWords(member), anyValue(value, inWords(member)))),
  ];
}

/** Who usually does it, in a few words. */
function usualInBrief(explanation) {
  const users = explanation.get("usualUsers");
  if (!isListOfAccesses(users, "user")) {
    return "nobody in training";
  }
  const others = explanation.get("userCount") - 1;
  return "usually " + shortName(users[0].user)
    + (others > 0 ? " and " + counted(others, "other") : "");
}

/** How many peers do it too, in a few words; empty where that is not known. */
function peersInBrief(explanation) {
  const peers = explanation.get("peersWithAccess");
  return peers === undefined
    ? "" : wholeNumber.format(peers) + " of " + counted(explanation.get("peerCount"), "peer");
}

/** The way to all that the actor did; null where that is this alone, or is around it already. */
function wholeActor(anomaly) {
  const accesses = oddAccessesOf(anomaly);
  if (accesses.length === 0 || view.by === "actor") {
    return null;
  }
  return html("p", {}, html("button", { type: "button", class: "whole-actor",
    onclick: () => narrowTo({ actor: anomaly.actor, tenant: anomaly.tenant }, "actor") },
  "The whole story of " + shortName(anomaly.actor) + ": "
    + counted(accesses.length, "odd access", "odd accesses")),
  " ", sweepBadge(sweepOf(accesses)));
}

/** The whole explanation of an anomaly. */
function explanationElement(anomaly) {
  const explanation = explanationOf(anomaly);
  const blocks = [whyOdd(anomaly, explanation)];
  if (explanation) {
    blocks.push(whoUsuallyDoesIt(explanation), whatTheActorUsuallyDoes(explanation),
      whoIsAlike(explanation), communities(explanation), ...otherMembers(explanation));
  } else {
    blocks.push(block("Who usually does it",
      html("p", {}, "Left out to keep this file small; the results folder has it.")));
  }
  return html("div", { class: "explanation " + severityOf(anomaly).kind },
    html("p", { class: "sentence" }, shownName(anomaly.summary)),
    earlierVerdicts(anomaly),
    details(anomaly),
    wholeActor(anomaly),
    html("div", { class: "blocks" }, nextSteps(anomaly, explanation), blocks));
}
