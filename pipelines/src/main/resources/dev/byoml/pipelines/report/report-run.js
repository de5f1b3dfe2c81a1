// What the run read, and the model it scored with.

function figureOf(term, value) {
  return html("div", {}, html("dt", {}, term), html("dd", {}, value));
}

/** Start and end of the window, as far as they are known. */
function windowInWords() {
  const { from, to, first, last } = data.window;
  if (from && to) {
    const [start, end] = [shownTime(from, true), shownTime(to, true)];
    return "Window " + start + " to " + end + " UTC";
  }
  if (to) {
    return "Window ending " + shownTime(to, true) + " UTC"
      + (first ? " · reported accesses from " + shownTime(instantOf(first), false) + " to "
        + shownTime(instantOf(last), false) : "");
  }
  return from ? "Window from " + shownTime(from, true) + " UTC" : "Window not known";
}

function setUpHead() {
  byId("window").textContent = windowInWords() + " · model " + data.model.modelId.slice(0, 8);
  document.title = "Anomalous access, " + windowInWords();
  const figures = [figureOf("Anomalies", wholeNumber.format(data.total))];
  if (anomalies.length > 0) {
    const distinct = (column) => wholeNumber.format(countsOf(column).size);
    const high = countsOf("severity").get("High") || 0;
    figures.push(figureOf("Severity High", wholeNumber.format(high)),
      figureOf("Actors", distinct("actor")), figureOf("Resources", distinct("resource")),
      figureOf("Tenants", distinct("tenant")),
      figureOf("Highest score", shownScore(anomalies[0].score)));
  }
  if (data.metrics) {
    figures.push(figureOf("Lines read", wholeNumber.format(data.metrics.read)));
  }
  byId("figures").append(...figures);
}

/** What the run warned of, above everything else. */
function setUpWarnings() {
  const warnings = data.warnings.concat(data.whole ? []
    : ["The results folder has no run.json: whether these are all results of the run is not known."]);
  byId("warnings").hidden = warnings.length === 0;
  byId("warnings-list").append(...warnings.map((warning) => html("li", {}, shownName(warning))));
}

function share(count, all) {
  return all > 0 ? twoDigits.format(100 * count / all) + " %" : "–";
}

function setUpRun() {
  const metrics = data.metrics;
  const content = byId("run-content");
  if (!metrics) {
    content.append(html("p", {}, "The results folder has no metrics.json."));
    return;
  }
  const parts = [["used", metrics.used], ["filtered", metrics.filtered],
    ["rejected", metrics.rejected]];
  const strip = html("div", { class: "strip", "aria-hidden": "true" }, parts.map(([kind, count]) => {
    const part = html("span", { class: kind });
    part.style.flexGrow = String(count);
    return part;
  }));
  const rows = [["read", metrics.read]];
  for (const [kind, count] of parts) {
    rows.push([kind, count]);
    for (const [reason, inner] of Object.entries(metrics[kind + "ByReason"] || {})) {
      rows.push([html("span", { class: "of-which" }, kind + ": " + inWords(reason).toLowerCase()),
        inner]);
    }
  }
  content.append(strip,
    table("Lines: read = used + filtered + rejected", ["Lines", "Count", "Share"],
      rows.map(([lines, count]) =>
        [lines, wholeNumber.format(count), share(count, metrics.read)]), [1, 2]));
  const others = Object.entries(metrics).filter(([member, value]) =>
    value !== null && typeof value === "object" && !member.endsWith("ByReason")
    && member !== "warnings");
  const whatStands = {
    scores: ["Accesses of the window", ["What became of them", "Count"], (value) => wholeNumber.format(value)],
    seconds: ["How long it took", ["Phase", "Seconds"], (value) => twoDigits.format(value)],
    times: ["First and last access that was read", ["Which", "When (UTC)"],
      (value) => shownTime(instantOf(value), true)],
  };
  for (const [member, values] of others) {
    const [caption, headings, shown] = Object.hasOwn(whatStands, member)
      ? whatStands[member] : [inWords(member), ["What", "Count"], (value) => wholeNumber.format(value)];
    content.append(table(caption, headings,
      Object.entries(values).map(([what, value]) => [inWords(what), shown(value)]), [1]));
  }
}

function sparkline(values) {
  const width = 110;
  const height = 24;
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) {
    return "–";
  }
  const lowest = Math.min(...finite);
  const span = Math.max(...finite) - lowest || 1;
  const points = finite.map((value, i) =>
    (2 + (width - 4) * i / Math.max(1, finite.length - 1)).toFixed(1) + ","
      + (height - 2 - (height - 4) * (value - lowest) / span).toFixed(1)).join(" ");
  return svg("svg", { width, height, class: "sparkline", role: "img",
    "aria-label": "Objective from " + shownNumber(finite[0]) + " to "
      + shownNumber(finite[finite.length - 1]) + " in " + counted(finite.length, "iteration") },
  svg("polyline", { points }));
}

function flattened(object, prefix) {
  return Object.entries(object).flatMap(([member, value]) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? flattened(value, "")
      : [[prefix + inWords(member), anyValue(value, inWords(member))]]);
}

const TENANT_COLUMNS = new Set(["tenant", "users", "resources", "accesses", "communities", "rank",
  "mean", "standardDeviation", "lowestAffinity", "objective", "quality", "expectedAlerts",
  "choice"]);

const BUDGETS = [1, 2, 5, 10, 20, 50, 100];

/** The threshold that keeps each tenant within each budget of alerts a day; or nothing. */
function thresholdTable(tenants) {
  const calibrated = tenants.filter((tenant) => tenant.expectedAlerts);
  if (calibrated.length === 0) {
    return "";
  }
  const threshold = (rows, budget) => {
    const within = rows.filter((row) => row.alertsPerDay <= budget);
    if (within.length === rows.length) {
      return "all";
    }
    return within.length === 0 ? "–" : shownScore(within[within.length - 1].threshold);
  };
  return table("Thresholds by alerts a day, as the last training days would have had it",
    ["Tenant", ...BUDGETS.map((budget) => "at most " + budget)],
    calibrated.map((tenant) => [tenantElement(tenant.tenant),
      ...BUDGETS.map((budget) => threshold(tenant.expectedAlerts.rows, budget))]),
    BUDGETS.map((budget, i) => i + 1));
}

/** What each tenant's candidates reached on the days held out; or nothing. */
function choiceTables(tenants) {
  return tenants.filter((tenant) => tenant.choice).flatMap((tenant) => {
    const choice = tenant.choice;
    const title = "Tenant " + shownName(tenantName(tenant.tenant)) + " is scored by " + choice.winner + " ("
      + choice.reason + ")";
    return choice.candidates.length === 0
      ? [html("p", {}, title + ".")]
      : [table(title + ". On the last " + counted(choice.heldOutDays, "day") + ", "
          + wholeNumber.format(choice.newPairs) + " new accesses:",
      ["Candidate", "AUC", "95 % from", "to", "Precision, 1 in 100", "Lead", "Surely"],
      choice.candidates.map((result) => [result.name, anyNumber.format(result.areaUnderCurve),
        anyNumber.format(result.low), anyNumber.format(result.high),
        anyNumber.format(result.averagePrecision), anyNumber.format(result.lead),
        anyNumber.format(result.surely)]), [1, 2, 3, 4, 5, 6])];
  });
}

const MEASURES = [["areaUnderCurve", "AUC"],
  ["averagePrecisionAt1PercentPrevalence", "Precision, 1 in 100"],
  ["recallAt1PercentFalsePositives", "Recall at 1 % false"]];

/** How well the model ranked the accesses of an evaluation, beside other methods; or nothing. */
function evaluationTable() {
  if (!data.evaluation) {
    return "";
  }
  const shown = (measure) => measure
    ? [measure.value, measure.low, measure.high].map((value) => value.toFixed(3)) : null;
  return table("Evaluated on " + wholeNumber.format(data.evaluation.anomalous)
      + " accesses that should be found and " + wholeNumber.format(data.evaluation.harmless)
      + " harmless ones. An AUC of 0.5 is chance; in brackets, 95 % intervals:",
  ["Method", ...MEASURES.map(([, heading]) => heading)],
  Object.entries(data.evaluation.methods).map(([method, measures]) => [method,
    ...MEASURES.map(([measure]) => shown(measures[measure]))
      .map((three) => three ? three[0] + " (" + three[1] + "–" + three[2] + ")" : "–")]),
  MEASURES.map((measure, i) => i + 1));
}

function setUpModel() {
  const model = data.model;
  byId("model-content").append(
    terms([
      ["Model", nameElement(model.modelId)],
      ["Trained on", shownTime(model.from, true) + " to " + shownTime(model.to, true)],
      ...(model.gaps || []).map((gap) => ["Without",
        shownTime(gap.from, true) + " to " + shownTime(gap.to, true) + ", " + gap.reason]),
      ["Template", nameElement(model.template)],
      ["Learnt from", counted(model.totals.tenants, "tenant") + ", "
        + counted(model.totals.users, "user") + ", " + counted(model.totals.resources, "resource")
        + ", " + wholeNumber.format(model.totals.accesses) + " distinct accesses"],
      ["Training lines", "read " + wholeNumber.format(model.counts.read) + " = used "
        + wholeNumber.format(model.counts.used) + " + filtered "
        + wholeNumber.format(model.counts.filtered) + " + rejected "
        + wholeNumber.format(model.counts.rejected)],
    ]),
    table("Tenants" + (model.tenants.length < model.totals.tenants
      ? ", the first " + model.tenants.length : ""),
    ["Tenant", "Users", "Resources", "Accesses", "Communities", "Affinity, mean ± deviation",
      "AUC on training", "Objective"],
    model.tenants.map((tenant) => [tenantElement(tenant.tenant), wholeNumber.format(tenant.users),
      wholeNumber.format(tenant.resources), wholeNumber.format(tenant.accesses),
      wholeNumber.format(tenant.communities),
      twoDigits.format(tenant.mean) + " ± " + twoDigits.format(tenant.standardDeviation),
      tenant.quality.areaUnderCurve === null ? "–" : anyNumber.format(tenant.quality.areaUnderCurve),
      sparkline(tenant.objective)]), [1, 2, 3, 4, 5, 6]),
    evaluationTable(),
    ...choiceTables(model.tenants),
    thresholdTable(model.tenants),
    html("details", {}, html("summary", {}, "Parameters"),
      terms(flattened(model.parameters, ""))),
    ...model.tenants.flatMap((tenant) => {
      const rest = Object.entries(tenant).filter(([member]) => !TENANT_COLUMNS.has(member));
      return rest.length === 0 ? [] : [html("details", {},
        html("summary", {}, "More of tenant " + shownName(tenantName(tenant.tenant))),
        ...rest.map(([member, value]) => block(inWords(member), anyValue(value, inWords(member)))))];
    }));
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

/** Links within the page leave what is chosen in the address. */
function followLinks(event) {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (target) {
    event.preventDefault();
    target.scrollIntoView();
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
}

/** Shows what the address says. */
function followAddress() {
  readAddress();
  const { record } = view;
  filterAnomalies();
  if (record !== "") {
    openRecord(record);
  }
}

setUpHead();
setUpWarnings();
setUpFilters();
setUpActors();
setUpPictures();
setUpVerdicts();
setUpRun();
setUpModel();
followAddress();
byId("theme").addEventListener("click", switchTheme);
document.addEventListener("click", followLinks);
window.addEventListener("hashchange", followAddress);
window.addEventListener("beforeprint", preparePrint);
window.addEventListener("afterprint", endPrint);
