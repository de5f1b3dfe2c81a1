// The ranked list with its filters. Only what is looked at is in the page; search covers all.

const FIRST_ROWS = 25;
const MORE_ROWS = 100;
// From this percentile on the sentence of an explanation calls an access odd, too.
const ODD = 95;
const MOST_SUGGESTIONS = 200;
const highestScore = Math.max(1, ...anomalies.slice(0, 1).map((anomaly) => anomaly.score));

let matching = anomalies;
let rowsBody = null;

function searchText(anomaly) {
  if (anomaly.searchText === undefined) {
    anomaly.searchText = [anomaly.tenant, anomaly.actor, anomaly.resource, anomaly.reason,
      inWords(anomaly.reason), anomaly.host, anomaly.dnsDomain, anomaly.address, anomaly.sid,
      anomaly.recordId].join("\n").toLowerCase();
  }
  return anomaly.searchText;
}

function chosenReasons() {
  return new Set(Array.from(document.querySelectorAll("#reasons input:checked"),
    (box) => box.value));
}

function filterAnomalies() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const actor = byId("actor").value.trim().toLowerCase();
  const tenant = byId("tenant").value;
  const reasons = chosenReasons();
  matching = anomalies.filter((anomaly) =>
    (tenant === "" || anomaly.tenant === tenant)
    && (reasons.size === 0 || reasons.has(anomaly.reason))
    && (actor === "" || anomaly.actor.toLowerCase().includes(actor))
    && words.every((word) => searchText(anomaly).includes(word)));
  showRows(FIRST_ROWS);
}

function scoreElement(anomaly) {
  const filled = html("span", { class: "bar-fill anomalous" });
  filled.style.width = Math.max(2, 100 * Math.max(0, anomaly.score) / highestScore) + "%";
  return [html("span", { class: "score-number" }, shownScore(anomaly.score)),
    html("span", { class: "bar", "aria-hidden": "true" }, filled)];
}

function cell(label, properties, ...children) {
  return html("td", { role: "cell", "data-label": label, ...properties }, ...children);
}

function anomalyRow(anomaly) {
  const whyId = "why-" + anomaly.rank;
  const button = html("button", {
    type: "button",
    class: "expand",
    "aria-expanded": "false",
    "aria-label": "Explain anomaly " + anomaly.rank + ": " + shownName(anomaly.actor) + ", "
      + shownName(anomaly.resource),
  }, html("span", { class: "chevron", "aria-hidden": "true" }, "▸"), String(anomaly.rank));
  const row = html("tr", { class: "anomaly", role: "row" },
    cell("", { class: "rank" }, button),
    cell("Score", { class: "score" }, scoreElement(anomaly)),
    cell("Actor", { class: "actor" }, nameElement(anomaly.actor)),
    cell("Resource", { class: "resource" }, nameElement(anomaly.resource)),
    cell("Why", { class: "reason" }, whyInBrief(anomaly)),
    cell("Accesses", { class: "number" }, wholeNumber.format(anomaly.accesses)),
    cell("Last", { class: "time" }, shownTime(anomaly.last, false)));
  row.addEventListener("click", (event) => {
    const selecting = String(window.getSelection()) !== "" && !button.contains(event.target);
    if (!selecting) {
      toggle(row, button, anomaly, whyId);
    }
  });
  button.addEventListener("keydown", moveBetweenRows);
  return row;
}

function whyInBrief(anomaly) {
  const explanation = explanationOf(anomaly);
  return [
    html("span", { class: anomaly.percentile >= ODD ? "chip odd" : "chip" },
      inWords(anomaly.reason)),
    explanation && html("span", { class: "brief" }, " " + peersInBrief(explanation)),
    explanation && html("span", { class: "brief usually" }, usualInBrief(explanation)),
    verdictInBrief(anomaly),
  ];
}

function toggle(row, button, anomaly, whyId) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  row.classList.toggle("open", !open);
  if (open) {
    byId(whyId).remove();
    button.removeAttribute("aria-controls");
  } else {
    button.setAttribute("aria-controls", whyId);
    row.after(html("tr", { class: "why", id: whyId, role: "row" },
      html("td", { colspan: "7", role: "cell" }, explanationElement(anomaly))));
  }
}

function moveBetweenRows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    const buttons = Array.from(rowsBody.querySelectorAll("button.expand"));
    const next = buttons[buttons.indexOf(event.currentTarget) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

/** Escape closes the explanation that the focus is in, and gives the focus back to its row. */
function closeByEscape(event) {
  const place = event.key === "Escape" && event.target.closest("tr");
  const row = place && (place.classList.contains("why") ? place.previousElementSibling : place);
  const button = row && row.querySelector("button.expand[aria-expanded=true]");
  if (button) {
    button.click();
    button.focus();
  }
}

function emptyMessage() {
  return anomalies.length === 0
    ? html("p", { class: "card empty" }, html("strong", {}, "No anomalies. "),
      "Every access of the window was seen in training, allowed, or below the threshold.")
    : html("p", { class: "card empty" }, "Nothing fits these filters.");
}

function showRows(count) {
  const list = byId("list");
  list.replaceChildren();
  rowsBody = html("tbody", { role: "rowgroup" });
  if (matching.length === 0) {
    list.append(emptyMessage());
  } else {
    const headings = ["Rank", "Score", "Actor", "Resource", "Why", "Accesses", "Last access"];
    list.append(html("table", { class: "anomalies", role: "table",
      "aria-label": "Anomalies, most anomalous first" },
      html("thead", { role: "rowgroup" }, html("tr", { role: "row" }, headings.map((heading) =>
        html("th", { scope: "col", role: "columnheader", class: heading === "Accesses" ? "number" : "" },
          heading)))),
      rowsBody));
  }
  appendRows(count);
}

function shownRows() {
  return rowsBody.querySelectorAll("tr.anomaly").length;
}

function appendRows(count) {
  const from = shownRows();
  rowsBody.append(...matching.slice(from, from + count).map(anomalyRow));
  const shown = shownRows();
  const left = matching.length - shown;
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
  return "Showing " + wholeNumber.format(shown) + " of " + counted(matching.length, "anomaly", "anomalies")
    + filtered
    + (beyond > 0 ? "; " + wholeNumber.format(beyond)
      + " lower ones stand in the results folder only" : "") + ".";
}

function countsOf(column) {
  const counts = new Map();
  for (const anomaly of anomalies) {
    counts.set(anomaly[column], (counts.get(anomaly[column]) || 0) + 1);
  }
  return counts;
}

function setUpFilters() {
  const tenants = countsOf("tenant");
  byId("tenant").append(html("option", { value: "" }, "all"),
    ...Array.from(tenants, ([tenant, count]) => html("option", { value: tenant },
      clipped(shownName(tenant), 40) + " (" + wholeNumber.format(count) + ")")));
  byId("tenant-label").hidden = tenants.size < 2;
  byId("actor-names").append(...Array.from(countsOf("actor").keys()).slice(0, MOST_SUGGESTIONS)
    .map((actor) => html("option", { value: actor })));
  byId("reasons").append(...Array.from(countsOf("reason"), ([reason, count]) =>
    html("label", {}, html("input", { type: "checkbox", value: reason }),
      inWords(reason) + " (" + wholeNumber.format(count) + ")")));
  const filters = byId("filters");
  filters.hidden = anomalies.length === 0;
  filters.addEventListener("input", filterAnomalies);
  filters.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    filters.reset();
    filterAnomalies();
  });
  byId("list").addEventListener("keydown", closeByEscape);
  byId("more").addEventListener("click", () => {
    const before = shownRows();
    appendRows(MORE_ROWS);
    rowsBody.querySelectorAll("button.expand")[before].focus();
  });
}

const ACTORS_SHOWN = 6;
const RESOURCES_NAMED = 3;

/** The actors with the highest scores: the sentence on the worst of each, and where else it went. */
function setUpActors() {
  const actors = new Map();
  for (const anomaly of anomalies) {
    const key = JSON.stringify([anomaly.tenant, anomaly.actor]);
    if (!actors.has(key)) {
      actors.set(key, []);
    }
    actors.get(key).push(anomaly);
  }
  byId("actors-section").hidden = actors.size === 0;
  byId("actors").append(...Array.from(actors.values()).slice(0, ACTORS_SHOWN).map((accesses) =>
    html("li", {}, html("button", { type: "button", onclick: () => narrowTo(accesses[0]) },
      html("span", { class: "actor-head" },
        html("span", { class: "actor-name" }, nameElement(accesses[0].actor)),
        html("span", { class: "actor-score" }, html("span", { class: "unseen" }, "score "),
          shownScore(accesses[0].score))),
      html("span", { class: "actor-why" }, shownName(accesses[0].summary)),
      html("span", { class: "actor-facts" }, elsewhere(accesses))))));
}

/** Where an actor went beside its most anomalous access, and when. */
function elsewhere(accesses) {
  const others = accesses.slice(1).map((anomaly) => shortResource(anomaly.resource));
  const more = others.length - RESOURCES_NAMED;
  const named = others.slice(0, RESOURCES_NAMED).join(", ");
  const times = accesses.flatMap((anomaly) => [anomaly.first, anomaly.last]).sort();
  return span(times[0], times[times.length - 1])
    + (others.length > 0 ? " · also " + named + (more > 0 ? " and " + more + " more" : "") : "");
}

function narrowTo(anomaly) {
  byId("filters").reset();
  byId("actor").value = anomaly.actor;
  byId("tenant").value = anomaly.tenant;
  filterAnomalies();
  byId("anomalies").scrollIntoView();
  byId("actor").focus({ preventScroll: true });
}

// On paper nothing can be opened: every row is there, with its sentence.
function preparePrint() {
  appendRows(matching.length);
  for (const [i, row] of rowsBody.querySelectorAll("tr.anomaly").entries()) {
    if (!row.classList.contains("open")) {
      row.after(html("tr", { class: "print-summary", role: "row" },
        html("td", { colspan: "7", role: "cell" }, shownName(matching[i].summary))));
    }
  }
}

function endPrint() {
  document.querySelectorAll("tr.print-summary").forEach((row) => row.remove());
}
