// What analysts found out about earlier results: false positives by actor and resource.

const VERDICT_ROWS = 50;

function verdictsOn(list, ...ids) {
  return data.verdicts
    ? data.verdicts[list].filter((row) => ids.every((id, i) => row[i] === id))
    : [];
}

function verdictsInWords(row) {
  return [[row[2], "benign"], [row[3], "malicious"], [row[4], "undetermined"]]
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => wholeNumber.format(count) + " " + verdict)
    .join(", ") + ", latest " + shownTime(row[5], true);
}

/** What was found out about this access, its actor and its resource before; none if nothing was. */
function earlierVerdicts(anomaly) {
  const own = verdictsOn("accesses", anomaly.tenant, anomaly.actor, anomaly.resource)
    .map((row) => ["Verdict on this access", row[3] + (row[4] === "" ? "" : ", by " + shownName(row[4]))
      + ", " + shownTime(row[5], true)]);
  const actor = verdictsOn("actors", anomaly.tenant, anomaly.actor)
    .map((row) => ["Verdicts on this actor", verdictsInWords(row)]);
  const resource = verdictsOn("resources", anomaly.tenant, anomaly.resource)
    .map((row) => ["Verdicts on this resource", verdictsInWords(row)]);
  const found = [...own, ...actor, ...resource];
  if (found.length === 0) {
    return null;
  }
  const verdicts = terms(found);
  verdicts.classList.add("details", "verdicts");
  return verdicts;
}

/** The verdict on the access itself, else the gravest on the actor's; or nothing. */
function verdictInBrief(anomaly) {
  const own = verdictsOn("accesses", anomaly.tenant, anomaly.actor, anomaly.resource);
  const actor = verdictsOn("actors", anomaly.tenant, anomaly.actor);
  const count = (column, verdict) => actor.filter((row) => row[column] > 0).map((row) =>
    counted(row[column], "access", "accesses") + " of this actor found " + verdict);
  const words = [...own.map((row) => "this access was found " + row[3]),
    ...count(3, "malicious"), ...count(2, "benign")];
  return words.length === 0 ? null : html("span", { class: "brief usually" }, words[0]);
}

function verdictTable(caption, heading, rows) {
  const mostBenignFirst = [...rows].sort((a, b) => b[2] - a[2]);
  const shown = mostBenignFirst.slice(0, VERDICT_ROWS);
  return table(caption + (shown.length < rows.length ? ", the first " + shown.length : ""),
    [heading, "Tenant", "Benign", "Malicious", "Undetermined", "Latest"],
    shown.map((row) => [nameElement(row[1]), tenantElement(row[0]), wholeNumber.format(row[2]),
      wholeNumber.format(row[3]), wholeNumber.format(row[4]), shownTime(row[5], true)]), [2, 3, 4]);
}

function setUpVerdicts() {
  if (data.verdicts) {
    byId("verdicts").hidden = false;
    byId("verdicts-content").append(
      html("p", { class: "muted" }, wholeNumber.format(data.verdicts.count)
        + " judged; a benign access was a false positive."),
      verdictTable("By actor", "Actor", data.verdicts.actors),
      verdictTable("By resource", "Resource", data.verdicts.resources));
  }
}
