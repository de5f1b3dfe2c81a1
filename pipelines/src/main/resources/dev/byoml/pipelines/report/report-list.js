// The ranked list: filters, order, rows and their explanations, as a table or by actor. Only what is
// looked at is in the page; search covers all.

const FIRST_ROWS = 25;
const FIRST_GROUPS = 10;
const MORE_ROWS = 100;
// From this percentile on the sentence of an explanation calls an access odd, too.
const ODD = 95;
const MOST_SUGGESTIONS = 200;
const highestScore = Math.max(1, ...anomalies.slice(0, 1).map((anomaly) => anomaly.score));
const severalTenants = new Set(anomalies.map((anomaly) => anomaly.tenant)).size > 1;

const byText = new Intl.Collator("en", { numeric: true }).compare;
const byNumber = (a, b) => a - b;

// What the list can be sorted by; a column that is first looked at from its highest value descends.
const SORT_COLUMNS = [
  { id: "rank", title: "Rank", value: (anomaly) => anomaly.rank, compare: byNumber },
  { id: "severity", title: "Severity", value: (anomaly) => severityOf(anomaly).order,
    compare: byNumber, descends: true },
  { id: "score", title: "Score", value: (anomaly) => anomaly.score, compare: byNumber, descends: true },
  { id: "actor", title: "Actor", value: (anomaly) => anomaly.actor, compare: byText },
  { id: "resource", title: "Resource", value: (anomaly) => anomaly.resource, compare: byText },
  { id: "why", title: "Why", value: (anomaly) => inWords(anomaly.reason), compare: byText },
  { id: "accesses", title: "Accesses", value: (anomaly) => anomaly.accesses, compare: byNumber,
    descends: true, isNumber: true },
  { id: "last", title: "Last access", value: (anomaly) => anomaly.lastSeconds, compare: byNumber,
    descends: true },
];
const MORE_SORT_COLUMNS = [
  { id: "actor-score", title: "Score of the actor", value: (anomaly) => anomaly.actorScore,
    compare: byNumber, descends: true },
  { id: "tenant", title: "Tenant", value: (anomaly) => tenantName(anomaly.tenant), compare: byText },
];
SORT_COLUMNS.push(...MORE_SORT_COLUMNS);
const TABLE_COLUMNS = SORT_COLUMNS.filter((column) => !MORE_SORT_COLUMNS.includes(column));

let matching = anomalies;
let matchingOrdinary = ordinary;
let rowsBody = null;
let groups = [];

/** What a row itself shows, in lower case; names come from the values, see valuesWith. */
function searchText(anomaly) {
  if (anomaly.searchText === undefined) {
    anomaly.searchText = [anomaly.tenant, tenantName(anomaly.tenant), anomaly.actor,
      anomaly.resource, anomaly.reason, inWords(anomaly.reason),
      anomaly.reason.replace(/([a-z])([A-Z])/g, "$1 $2"), anomaly.severity,
      anomaly.host, anomaly.dnsDomain, [anomaly.host, anomaly.dnsDomain].join("."), anomaly.address,
      anomaly.sid, anomaly.recordId, anomaly.summary, shownTime(anomaly.first, true),
      shownTime(anomaly.last, true), anomaly.first, anomaly.last].join("\n").toLowerCase();
  }
  return anomaly.searchText;
}

let valueTexts = null;

/** The texts that a value shows; names of members are headings. */
function textsIn(value) {
  if (Array.isArray(value)) {
    return value.map(textsIn).join("\n");
  }
  return value !== null && typeof value === "object"
    ? Object.values(value).map(textsIn).join("\n") : String(value);
}

/** For each value whether it holds a word. */
function valuesWith(word) {
  valueTexts = valueTexts || data.values.map((value) => textsIn(value).toLowerCase());
  return valueTexts.map((text) => text.includes(word));
}

/** How a filter on an actor or resource narrows: to that very one where there is one, else by a part. */
function named(wanted, member) {
  const text = wanted.toLowerCase();
  if (text === "") {
    return () => true;
  }
  const isWhole = [...anomalies, ...ordinary]
    .some((anomaly) => anomaly[member].toLowerCase() === text);
  return isWhole
    ? (anomaly) => anomaly[member].toLowerCase() === text
    : (anomaly) => anomaly[member].toLowerCase().includes(text);
}

/** Whether an anomaly fits what was chosen. */
function chosenPredicate() {
  const filters = chosenFilters();
  const words = filters.search.toLowerCase().split(/\s+/).filter((word) => word !== "")
    .map((word) => ({ word, found: valuesWith(word) }));
  const actor = named(filters.actor, "actor");
  const resource = named(filters.resource, "resource");
  const isChosen = (list, value) => list.length === 0 || list.includes(value);
  return (anomaly) => (filters.tenant === "" || anomaly.tenant === filters.tenant)
    && isChosen(filters.severity, anomaly.severity)
    && isChosen(filters.reason, anomaly.reason)
    && actor(anomaly) && resource(anomaly)
    && words.every(({ word, found }) => searchText(anomaly).includes(word)
      || numbersExplaining(anomaly).some((number) => found[number]));
}

function sorted(list) {
  const column = SORT_COLUMNS.find((one) => one.id === view.sort);
  const sign = view.descending ? -1 : 1;
  return column.id === "rank" && sign === 1 ? list
    : list.map((anomaly) => ({ anomaly, value: column.value(anomaly) }))
      .sort((a, b) => sign * column.compare(a.value, b.value) || a.anomaly.rank - b.anomaly.rank)
      .map(({ anomaly }) => anomaly);
}

/** Shows what fits the filters, here and in the pictures. */
function filterAnomalies() {
  const fits = chosenPredicate();
  matching = sorted(anomalies.filter(fits));
  matchingOrdinary = sorted(ordinary.filter(fits));
  showRows();
  showOrdinary();
  drawPictures();
  writeAddress();
}

function sortBy(id) {
  const column = SORT_COLUMNS.find((one) => one.id === id);
  view.descending = view.sort === id ? !view.descending : Boolean(column.descends);
  view.sort = id;
  filterAnomalies();
}

function scoreElement(anomaly) {
  const filled = html("span", { class: "bar-fill " + severityOf(anomaly).kind });
  filled.style.width = Math.max(2, Math.min(100, 100 * Math.max(0, anomaly.score) / highestScore)) + "%";
  return [html("span", { class: "score-number" }, shownScore(anomaly.score)),
    html("span", { class: "bar", "aria-hidden": "true" }, filled)];
}

function cell(label, properties, ...children) {
  return html("td", { role: "cell", "data-label": label, ...properties }, ...children);
}

let openedRows = 0;

function anomalyRow(anomaly) {
  const button = html("button", {
    type: "button",
    class: "expand",
    "aria-expanded": "false",
    "aria-label": "Explain " + (anomaly.isOrdinary ? "ordinary access " : "anomaly ") + anomaly.rank
      + ": " + shownName(anomaly.actor) + ", " + shownName(anomaly.resource),
  }, html("span", { class: "chevron", "aria-hidden": "true" }, "▸"), String(anomaly.rank));
  const row = html("tr", { class: "anomaly " + severityOf(anomaly).kind, role: "row" },
    cell("", { class: "rank" }, button),
    cell("Severity", { class: "severity-cell" }, severityElement(anomaly)),
    cell("Score", { class: "score" }, scoreElement(anomaly)),
    cell("Actor", { class: "actor" }, nameElement(anomaly.actor)),
    cell("Resource", { class: "resource" }, nameElement(anomaly.resource)),
    cell("Why", { class: "reason" }, whyInBrief(anomaly)),
    cell("Accesses", { class: "number" }, wholeNumber.format(anomaly.accesses)),
    cell("Last", { class: "time" }, shownTime(anomaly.last, false)));
  row.anomaly = anomaly;
  row.addEventListener("click", (event) => {
    const selecting = String(window.getSelection()) !== "" && !button.contains(event.target);
    if (!selecting) {
      toggle(row, button, anomaly);
    }
  });
  button.addEventListener("keydown", (event) => moveBetween("button.expand", event));
  return row;
}

function whyInBrief(anomaly) {
  const explanation = explanationOf(anomaly);
  return [
    html("span", { class: anomaly.percentile >= ODD && !anomaly.isOrdinary ? "chip odd" : "chip" },
      inWords(anomaly.reason)),
    explanation && html("span", { class: "brief" }, " " + peersInBrief(explanation)),
    explanation && html("span", { class: "brief usually" }, usualInBrief(explanation)),
    verdictInBrief(anomaly),
  ];
}

function toggle(row, button, anomaly) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  row.classList.toggle("open", !open);
  if (open) {
    row.nextElementSibling.remove();
    button.removeAttribute("aria-controls");
    if (view.record === anomaly.recordId) {
      view.record = "";
    }
  } else {
    openedRows += 1;
    const whyId = "why-" + openedRows;
    button.setAttribute("aria-controls", whyId);
    row.after(html("tr", { class: "why", id: whyId, role: "row" },
      html("td", { colspan: String(TABLE_COLUMNS.length), role: "cell" },
        explanationElement(anomaly))));
    view.record = anomaly.recordId;
  }
  writeAddress();
}

/** Arrows move between the buttons of a list. */
function moveBetween(selector, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    const list = event.currentTarget.closest("table, #list");
    const buttons = Array.from(list.querySelectorAll(selector));
    const next = buttons[buttons.indexOf(event.currentTarget) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

/** Escape closes the explanation or actor that the focus is in, and gives the focus back to its button. */
function closeByEscape(event) {
  if (event.key !== "Escape") {
    return;
  }
  const place = event.target.closest("tr.anomaly, tr.why");
  const row = place && (place.classList.contains("why") ? place.previousElementSibling : place);
  const group = event.target.closest(".actor-group");
  const button = (row && row.querySelector("button.expand[aria-expanded=true]"))
    || (group && group.querySelector("button.expand-actor[aria-expanded=true]"));
  if (button) {
    button.click();
    button.focus();
  }
}

function emptyMessage() {
  return anomalies.length === 0
    ? html("p", { class: "card empty" }, html("strong", {}, "No anomalies. "),
      data.warnings.length > 0
        ? "But the run warns, see above: this need not mean that nothing happened."
        : "Every access of the window was seen in training, allowed, ordinary, or below the threshold.")
    : html("p", { class: "card empty" }, "Nothing fits these filters.");
}

function sortHeading(column) {
  const isSorted = view.sort === column.id;
  const direction = view.descending ? "descending" : "ascending";
  return html("th", { scope: "col", role: "columnheader", class: column.isNumber ? "number" : "",
    "aria-sort": isSorted ? direction : null },
  html("button", { type: "button", class: "sort", "data-sort": column.id,
    onclick: () => {
      sortBy(column.id);
      byId("list").querySelector("button.sort[data-sort=" + column.id + "]").focus();
    } },
  column.title, html("span", { class: "arrow", "aria-hidden": "true" },
    isSorted ? (view.descending ? " ↓" : " ↑") : "")));
}

/** A table of results; the main one has headings to sort by, which stay in view. */
function resultTable(results, caption, isMain) {
  const body = html("tbody", { role: "rowgroup" }, results.map(anomalyRow));
  return html("table", { class: "anomalies" + (isMain ? " main" : ""), role: "table", "aria-label": caption },
    html("thead", { role: "rowgroup" }, html("tr", { role: "row" }, TABLE_COLUMNS.map((column) =>
      (isMain ? sortHeading(column) : html("th", { scope: "col", role: "columnheader",
        class: column.isNumber ? "number" : "" }, column.title))))),
    body);
}

function showRows() {
  const list = byId("list");
  rowsBody = null;
  groups = [];
  if (matching.length === 0) {
    list.replaceChildren(emptyMessage());
  } else if (view.by === "actor") {
    groups = Array.from(groupsOf(matching, actorKey).values());
    groups = view.sort === "rank" && !view.descending ? inOrderOfScore(groups) : groups;
    list.replaceChildren();
  } else {
    const results = resultTable([], "Anomalies", true);
    rowsBody = results.querySelector("tbody");
    list.replaceChildren(results);
  }
  showControls();
  appendRows(view.by === "actor" ? FIRST_GROUPS : FIRST_ROWS);
  if (groups.length === 1) {
    list.querySelector("button.expand-actor").click();
  }
}

/** Puts what is chosen into the controls that do not hold it themselves. */
function showControls() {
  for (const choice of document.querySelectorAll("#by input")) {
    choice.checked = choice.value === view.by;
  }
  byId("sort").value = view.sort;
  byId("direction").textContent = view.descending ? "↓" : "↑";
  byId("direction").setAttribute("aria-label", view.descending
    ? "Highest first; sort the other way" : "Lowest first; sort the other way");
  byId("csv").textContent = "Download CSV (" + wholeNumber.format(matching.length) + ")";
  byId("csv").disabled = matching.length === 0;
}

function shownRows() {
  return view.by === "actor"
    ? byId("list").querySelectorAll(":scope > .actor-group").length
    : rowsBody === null ? 0 : rowsBody.querySelectorAll(":scope > tr.anomaly").length;
}

function allRows() {
  return view.by === "actor" ? groups.length : matching.length;
}

function appendRows(count) {
  const from = shownRows();
  if (view.by === "actor") {
    byId("list").append(...groups.slice(from, from + count)
      .map((accesses, i) => actorGroup(accesses, from + i)));
  } else if (rowsBody) {
    rowsBody.append(...matching.slice(from, from + count).map(anomalyRow));
  }
  const shown = shownRows();
  const left = allRows() - shown;
  byId("more").hidden = left === 0;
  byId("more").textContent = "Show " + wholeNumber.format(Math.min(MORE_ROWS, left)) + " more";
  byId("count").textContent = countInWords(shown);
}

function countInWords(shown) {
  if (anomalies.length === 0) {
    return "";
  }
  const filtered = matching.length === anomalies.length ? "" : " that fit";
  const beyond = data.total - anomalies.length;
  return "Showing " + (view.by === "actor"
    ? wholeNumber.format(shown) + " of " + counted(groups.length, "actor") + " with "
    : wholeNumber.format(shown) + " of ")
    + counted(matching.length, "anomaly", "anomalies") + filtered
    + (beyond > 0 ? "; " + wholeNumber.format(beyond)
      + " lower ones stand in the results folder only" : "") + ".";
}

/** What was new but ordinary stays folded until somebody asks. */
function showOrdinary() {
  const section = byId("ordinary");
  section.hidden = data.ordinaryTotal === 0;
  byId("ordinary-summary").textContent = "New but ordinary: "
    + counted(data.ordinaryTotal, "access", "accesses")
    + (ordinary.length === data.ordinaryTotal ? ""
      : ", the highest " + wholeNumber.format(ordinary.length) + " of them here")
    + (matchingOrdinary.length === ordinary.length ? ""
      : ", " + wholeNumber.format(matchingOrdinary.length) + " that fit");
  byId("ordinary-list").replaceChildren();
  if (section.open) {
    fillOrdinary();
  }
}

function fillOrdinary() {
  const content = byId("ordinary-list");
  if (content.childElementCount === 0 && matchingOrdinary.length > 0) {
    appendOrdinary(content, FIRST_ROWS);
  }
}

function appendOrdinary(content, count) {
  const shown = content.querySelectorAll("tr.anomaly").length;
  const rows = matchingOrdinary.slice(shown, shown + count);
  if (shown === 0) {
    content.replaceChildren(resultTable(rows, "New but ordinary", false));
  } else {
    content.querySelector("tbody").append(...rows.map(anomalyRow));
    content.querySelector(".more").remove();
  }
  const left = matchingOrdinary.length - shown - rows.length;
  if (left > 0) {
    content.append(html("p", { class: "more" }, html("button", { type: "button",
      onclick: () => {
        const before = content.querySelectorAll("button.expand").length;
        appendOrdinary(content, MORE_ROWS);
        content.querySelectorAll("button.expand")[before].focus();
      } },
    "Show " + wholeNumber.format(Math.min(MORE_ROWS, left)) + " more")));
  }
}

function countsOf(column) {
  const counts = new Map();
  for (const anomaly of anomalies) {
    counts.set(anomaly[column], (counts.get(anomaly[column]) || 0) + 1);
  }
  return counts;
}

// The columns of the results, and what the page adds.
const CSV_COLUMNS = [
  ["RecordId", (anomaly) => anomaly.recordId], ["Severity", (anomaly) => anomaly.severity],
  ["PredictedScore", (anomaly) => anomaly.score], ["Percentile", (anomaly) => anomaly.percentile],
  ["ActorScore", (anomaly) => anomaly.actorScore], ["Reason", (anomaly) => anomaly.reason],
  ["Tenant", (anomaly) => anomaly.tenant], ["TenantName", (anomaly) => tenantName(anomaly.tenant)],
  ["Actor", (anomaly) => anomaly.actor], ["Resource", (anomaly) => anomaly.resource],
  ["AccessCount", (anomaly) => anomaly.accesses], ["FirstAccess", (anomaly) => anomaly.first],
  ["LastAccess", (anomaly) => anomaly.last], ["ActorName", (anomaly) => anomaly.name],
  ["ActorDomain", (anomaly) => anomaly.domain], ["ActorSid", (anomaly) => anomaly.sid],
  ["HostName", (anomaly) => anomaly.host], ["DnsDomain", (anomaly) => anomaly.dnsDomain],
  ["IpAddress", (anomaly) => anomaly.address], ["Summary", (anomaly) => anomaly.summary],
];

function csvOf(results) {
  return [CSV_COLUMNS.map(([name]) => name).join(","), ...results.map((anomaly) =>
    CSV_COLUMNS.map(([, value]) => spreadsheetCell(value(anomaly))).join(","))].join("\r\n") + "\r\n";
}

function downloadCsv() {
  // The mark tells spreadsheets that this is UTF-8.
  const file = new Blob(["\ufeff", csvOf(matching)], { type: "text/csv" });
  const address = URL.createObjectURL(file);
  html("a", { href: address, download: "anomalies"
    + (data.window.to ? "-" + data.window.to.slice(0, 10) : "") + ".csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  announce(counted(matching.length, "anomaly", "anomalies") + " in the file");
}

function setUpFilters() {
  const tenants = countsOf("tenant");
  byId("tenant").append(html("option", { value: "" }, "all"),
    ...Array.from(tenants, ([tenant, count]) => html("option", { value: tenant },
      clipped(shownName(tenantName(tenant)), 40) + " (" + wholeNumber.format(count) + ")")));
  byId("tenant-label").hidden = tenants.size < 2;
  for (const side of ["actor", "resource"]) {
    byId(side + "-names").append(...Array.from(countsOf(side).keys()).slice(0, MOST_SUGGESTIONS)
      .map((value) => html("option", { value })));
  }
  const severities = Array.from(countsOf("severity"))
    .sort(([a], [b]) => SEVERITIES[b].order - SEVERITIES[a].order);
  byId("severities").append(...severities.map(([severity, count]) =>
    html("label", {}, html("input", { type: "checkbox", value: severity }),
      severityElement({ severity }), " (" + wholeNumber.format(count) + ")")));
  byId("reasons").append(...Array.from(countsOf("reason"), ([reason, count]) =>
    html("label", {}, html("input", { type: "checkbox", value: reason }),
      inWords(reason) + " (" + wholeNumber.format(count) + ")")));
  byId("sort").append(...SORT_COLUMNS.map((column) =>
    html("option", { value: column.id }, column.title)));
  const filters = byId("filters");
  filters.hidden = anomalies.length === 0 && ordinary.length === 0;
  filters.addEventListener("input", (event) => {
    if (event.target.closest("#by")) {
      view.by = event.target.value;
    } else if (event.target.id === "sort") {
      const column = SORT_COLUMNS.find((one) => one.id === event.target.value);
      view.sort = column.id;
      view.descending = Boolean(column.descends);
    }
    filterAnomalies();
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  byId("direction").addEventListener("click", () => sortBy(view.sort));
  byId("csv").addEventListener("click", downloadCsv);
  byId("clear").addEventListener("click", () => {
    filters.reset();
    view.by = "anomaly";
    view.sort = "rank";
    view.descending = false;
    filterAnomalies();
  });
  byId("anomalies").addEventListener("keydown", closeByEscape);
  byId("ordinary-summary").addEventListener("click", fillOrdinary);
  byId("ordinary").addEventListener("toggle", fillOrdinary);
  byId("more").addEventListener("click", () => {
    const before = shownRows();
    appendRows(MORE_ROWS);
    byId("list").querySelectorAll(view.by === "actor"
      ? "button.expand-actor" : "button.expand")[before].focus();
  });
}

/** Sets the filters to these alone. */
function narrowTo(filters, by) {
  byId("filters").reset();
  for (const [field, value] of Object.entries(filters)) {
    byId(field).value = value;
  }
  view.by = by;
  view.record = "";
  filterAnomalies();
  byId("anomalies").scrollIntoView();
  byId("anomalies").focus({ preventScroll: true });
}

/** Opens the anomaly of a record, wherever it stands; says so where it stands nowhere. */
function openRecord(record) {
  const isWanted = (anomaly) => anomaly.recordId === record;
  const anomaly = anomalies.find(isWanted) || ordinary.find(isWanted);
  if (!anomaly) {
    view.record = "";
    announce("");
    byId("count").textContent = "Record " + shownName(record) + " is not in this report. "
      + byId("count").textContent;
    return;
  }
  const list = anomaly.isOrdinary ? matchingOrdinary : matching;
  if (!list.includes(anomaly)) {
    byId("filters").reset();
    view.record = record;
    filterAnomalies();
  }
  const row = anomaly.isOrdinary ? ordinaryRow(anomaly)
    : view.by === "actor" ? rowInGroup(anomaly) : rowInList(anomaly);
  const button = row.querySelector("button.expand");
  if (button.getAttribute("aria-expanded") === "false") {
    toggle(row, button, anomaly);
  }
  row.scrollIntoView({ block: "start" });
  button.focus({ preventScroll: true });
}

function rowOf(anomaly, place) {
  return Array.from(place.querySelectorAll("tr.anomaly")).find((row) => row.anomaly === anomaly);
}

function rowInList(anomaly) {
  appendRows(Math.max(0, matching.indexOf(anomaly) + 1 - shownRows()));
  return rowOf(anomaly, rowsBody);
}

function rowInGroup(anomaly) {
  const number = groups.findIndex((accesses) => accesses.includes(anomaly));
  appendRows(Math.max(0, number + 1 - shownRows()));
  const group = byId("list").querySelectorAll(":scope > .actor-group")[number];
  const button = group.querySelector("button.expand-actor");
  if (button.getAttribute("aria-expanded") === "false") {
    button.click();
  }
  return rowOf(anomaly, group);
}

function ordinaryRow(anomaly) {
  const content = byId("ordinary-list");
  byId("ordinary").open = true;
  content.replaceChildren();
  appendOrdinary(content, matchingOrdinary.indexOf(anomaly) + 1);
  return rowOf(anomaly, content);
}

// On paper nothing can be opened: every row is there, with its sentence, and every tenant's pictures.
function preparePrint() {
  if (anomalies.length > 0) {
    appendRows(allRows());
    for (const row of byId("list").querySelectorAll("tr.anomaly:not(.open)")) {
      row.after(html("tr", { class: "print-summary", role: "row" },
        html("td", { colspan: String(TABLE_COLUMNS.length), role: "cell" },
          shownName(row.anomaly.summary))));
    }
  }
  drawPictures(true);
}

function endPrint() {
  document.querySelectorAll("tr.print-summary").forEach((row) => row.remove());
  drawPictures();
}
