// What to do about an anomaly: the first steps of the analytics rules, queries for the workspace, and
// lines that carry the outcome to the next run.

const ALLOWED_DAYS = 90;
const NAMES_IN_A_STEP = 3;
const SWEEP_STEP = "see whether a change was announced, look for services, tasks or processes started on"
  + " the hosts right after, and isolate the source when none was.";

// Who looks, and what was found, are asked for once.
const finding = { verdict: "benign", by: "", reason: "", expires: "" };

function announce(text) {
  byId("announcement").textContent = text;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A browser that keeps the clipboard from files lets a selection be copied.
    const area = html("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

/** A button that copies a text, beside the text itself. */
function copyable(label, kind, textOf) {
  const shown = html("pre", { tabindex: "0", "aria-label": label }, textOf());
  const button = html("button", { type: "button", class: "copy " + kind }, "Copy " + label);
  button.addEventListener("click", async () => {
    const copied = await copyText(textOf());
    button.classList.toggle("copied", copied);
    button.textContent = copied ? "Copied " + label : "Not copied; select it below";
    announce(button.textContent);
    button.focus();
  });
  const element = html("div", { class: "copyable" }, button,
    html("details", {}, html("summary", {}, "Show"), shown));
  return { element, refresh: () => {
    shown.textContent = textOf();
    button.classList.remove("copied");
    button.textContent = "Copy " + label;
  } };
}

function computerOf(anomaly) {
  const parts = partsOfShare(anomaly.resource);
  return parts ? parts.computer : [anomaly.host, anomaly.dnsDomain].filter((part) => part !== "").join(".");
}

function unique(list) {
  return Array.from(new Set(list.filter((element) => element !== "")));
}

/** The first steps of the analytics rule, with the names of this anomaly. */
function firstSteps(anomaly, explanation, sweep) {
  const users = explanation && explanation.get("usualUsers");
  const known = isListOfAccesses(users, "user")
    ? users.slice(0, NAMES_IN_A_STEP).map((entry) => entry.user) : [];
  const computer = computerOf(anomaly);
  const owner = explanation && explanation.get("resourceAttributes");
  const steps = [
    known.length > 0
      ? ["Ask who else uses it (", ...inSequence(known), ") or ", nameElement(anomaly.actor),
        " whether there is a reason for this access",
        owner && owner.owner ? [" (its owner is ", nameElement(owner.owner), ")"] : [], "."]
      : ["Nobody used it in training: ask its owner or ", nameElement(anomaly.actor),
        " whether there is a reason for this access."],
    ["Look at what else happened ", computer === "" ? "there" : ["on ", nameElement(computer)],
      " around " + shownTime(anomaly.first, false) + "."],
    anomaly.address === ""
      ? ["Check from where the account signs in otherwise."]
      : ["Check whether the account signs in from ", nameElement(anomaly.address), " otherwise."],
  ];
  if (sweep) {
    steps.unshift(["This is part of a sweep: " + SWEEP_STEP]);
  }
  steps.push(["Close it with a verdict; an access that is in order also goes into the allow-list"
    + " (watchlist ResourceAccessAllowList), with an expiry."]);
  return html("ol", { class: "steps" },
    steps.map((step) => html("li", {}, step.flat(2).filter((part) => part !== ""))));
}

function lastAllowedDay() {
  const end = data.window.to ? Date.parse(data.window.to) : 1000 * (data.window.last || 0);
  return new Date(end + ALLOWED_DAYS * 1000 * DAY).toISOString().slice(0, 10);
}

function now() {
  return new Date().toISOString().slice(0, 19) + "Z";
}

function findingField(label, control) {
  return html("label", {}, label, control);
}

/** Verdict, name, reason and expiry, and the two lines that are made of them. */
function findingElement(anomaly) {
  finding.expires = finding.expires || lastAllowedDay();
  const verdict = html("select", { class: "verdict" },
    ["benign", "malicious", "undetermined"].map((value) => html("option", { value }, value)));
  const by = html("input", { type: "text", class: "by", autocomplete: "off", spellcheck: "false" });
  const reason = html("input", { type: "text", class: "because", autocomplete: "off" });
  const expires = html("input", { type: "text", class: "expires", autocomplete: "off",
    placeholder: "YYYY-MM-DD" });
  const lines = [
    copyable("verdict line", "verdict-line",
      () => verdictLine(anomaly, finding.verdict, finding.by, now())),
    copyable("allow-list line", "allow-list-line",
      () => allowListLine(anomaly, finding.expires, finding.reason, finding.by)),
  ];
  for (const [control, member] of [[verdict, "verdict"], [by, "by"], [reason, "reason"],
    [expires, "expires"]]) {
    control.value = finding[member];
    control.addEventListener("input", () => {
      finding[member] = control.value;
      lines.forEach((line) => line.refresh());
    });
  }
  const star = anomaly.actor.includes("*") || anomaly.resource.includes("*");
  return html("div", { class: "finding", role: "group", "aria-label": "What you found" },
    findingField("Verdict", verdict), findingField("Your name", by),
    findingField("Reason", reason), findingField("Allowed until", expires),
    html("div", { class: "copyables" }, lines.map((line) => line.element)),
    html("p", { class: "muted" }, "For the files of --verdicts (" + VERDICT_HEADING
      + ") and --allowList (" + ALLOW_LIST_HEADING + ")."
      + (star ? " The name holds a *, which stands for any text in an allow-list." : "")));
}

function queries(queriesByLabel) {
  return html("div", { class: "copyables" }, queriesByLabel
    .filter(([, , query]) => query !== null)
    .map(([label, kind, query]) => copyable(label, kind, () => query).element));
}

/** First steps, queries, and what to write down. */
function nextSteps(anomaly, explanation) {
  const accesses = oddAccessesOf(anomaly);
  const sweep = sweepOf(accesses);
  const computers = unique(sweep && accesses.includes(anomaly)
    ? accesses.map(computerOf) : [computerOf(anomaly)]);
  const template = data.template;
  const steps = block("Next steps",
    firstSteps(anomaly, explanation, sweep),
    queries([
      ["KQL: raw events", "raw-events", rawEventsQuery(template, anomaly, anomaly.resource)],
      ["KQL: the actor’s sign-ins", "sign-ins", signInsQuery(anomaly)],
      ["KQL: the host around it", "host-events", hostEventsQuery(template, anomaly, computers)],
    ]),
    findingElement(anomaly));
  steps.classList.add("wide", "next-steps");
  return steps;
}
