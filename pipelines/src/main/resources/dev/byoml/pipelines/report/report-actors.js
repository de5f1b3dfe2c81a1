// Actors: who stands out, and for each the story of the window, its timeline, and all that was odd,
// ordinary and usual.

const ACTORS_SHOWN = 6;
const RESOURCES_NAMED = 3;
const TIMELINE_ROWS = 15;
const MOST_TIMELINE_COLUMNS = 200;
// What scoring calls a sweep: so many hosts' administrative shares, or so many hosts.
const SWEPT_ADMIN_HOSTS = 3;
const SWEPT_HOSTS = 8;
const ADMIN_SHARE = /\\(admin|[a-z])\$$/i;

const accessesByActor = groupsOf(anomalies, actorKey);
const ordinaryByActor = groupsOf(ordinary, actorKey);

function oddAccessesOf(anomaly) {
  return accessesByActor.get(actorKey(anomaly)) || [];
}

function ordinaryAccessesOf(anomaly) {
  return ordinaryByActor.get(actorKey(anomaly)) || [];
}

/** Hosts and administrative shares of a sweep, or null where these accesses of an actor are none. */
function sweepOf(accesses) {
  const explanations = accesses.map(explanationOf).filter((explanation) => explanation !== null);
  const named = explanations.find((explanation) => explanation.get("sweep"));
  if (named) {
    const { administrativeShares, hosts } = named.get("sweep");
    return { shares: Number(administrativeShares) || 0, hosts: Number(hosts) || 0 };
  }
  if (explanations.some((explanation) => explanation.has("actorStory"))) {
    return null;
  }
  // Results of an earlier version do not say.
  const shares = unique(accesses.map((anomaly) => anomaly.resource))
    .filter((resource) => ADMIN_SHARE.test(resource));
  const hostsOf = (resources) => unique(resources.map((resource) =>
    (partsOfShare(resource) || { computer: "" }).computer));
  const hosts = hostsOf(accesses.map((anomaly) => anomaly.resource)).length;
  return hostsOf(shares).length >= SWEPT_ADMIN_HOSTS || hosts >= SWEPT_HOSTS
    ? { shares: shares.length, hosts } : null;
}

function sweepBadge(sweep) {
  return sweep && html("span", { class: "chip sweep" },
    html("span", { class: "shape", "aria-hidden": "true" }, "⇶ "),
    "Sweep: " + (sweep.shares > 0 ? counted(sweep.shares, "admin share") + ", " : "")
      + counted(sweep.hosts, "host"));
}

function actorScore(accesses) {
  return Math.max(...accesses.map((anomaly) => anomaly.actorScore));
}

function gravest(accesses) {
  return accesses.reduce((one, other) =>
    (severityOf(other).order > severityOf(one).order ? other : one));
}

function mostAnomalous(accesses) {
  return accesses.reduce((one, other) => (other.rank < one.rank ? other : one));
}

function spanOf(accesses) {
  const times = accesses.flatMap((anomaly) => [anomaly.first, anomaly.last]).sort();
  return span(times[0], times[times.length - 1]);
}

/** Where an actor went beside its most anomalous access, and when. */
function elsewhere(accesses) {
  const oddest = mostAnomalous(accesses);
  const others = accesses.filter((anomaly) => anomaly !== oddest)
    .map((anomaly) => shortResource(anomaly.resource));
  const more = others.length - RESOURCES_NAMED;
  const named = others.slice(0, RESOURCES_NAMED).join(", ");
  return spanOf(accesses)
    + (others.length > 0 ? " · also " + named + (more > 0 ? " and " + more + " more" : "") : "");
}

/** The actors with the highest scores: the sentence on the worst of each, and where else it went. */
function setUpActors() {
  const actors = inOrderOfScore(Array.from(accessesByActor.values()));
  byId("actors-section").hidden = actors.length === 0;
  byId("actors").append(...actors.slice(0, ACTORS_SHOWN).map((accesses) =>
    html("li", {}, html("button", {
      type: "button",
      class: severityOf(gravest(accesses)).kind,
      onclick: () => narrowTo({ actor: accesses[0].actor, tenant: accesses[0].tenant }, "actor"),
    },
    html("span", { class: "actor-head" },
      html("span", { class: "actor-name" }, nameElement(accesses[0].actor)),
      html("span", { class: "actor-score" }, html("span", { class: "unseen" }, "score "),
        shownScore(actorScore(accesses)))),
    html("span", { class: "actor-badges" }, severityElement(gravest(accesses)),
      sweepBadge(sweepOf(accesses))),
    html("span", { class: "actor-why" }, shownName(mostAnomalous(accesses).summary)),
    html("span", { class: "actor-facts" }, elsewhere(accesses))))));
}

function inOrderOfScore(groups) {
  return groups.slice().sort((a, b) =>
    actorScore(b) - actorScore(a) || mostAnomalous(a).rank - mostAnomalous(b).rank);
}

/** All that an actor touched in training: [{resource, accesses}], the most first; or null. */
function usualOf(anomaly) {
  const picture = data.pictures.find((one) => one.tenant === anomaly.tenant);
  const usual = picture && usualIn(picture);
  const own = usual && usual.byUser.get(anomaly.actor);
  return own ? own.map(({ resource, count }) => ({ resource, accesses: count }))
    .sort((a, b) => b.accesses - a.accesses) : null;
}

/** What an actor did, in a few sentences. */
function storyOf(accesses, ordinaryAccesses) {
  const oddest = mostAnomalous(accesses);
  const resources = unique(accesses.map((anomaly) => anomaly.resource));
  const shares = resources.filter((resource) => ADMIN_SHARE.test(resource)).length;
  const hosts = unique(accesses.map(computerOf));
  const addresses = unique(accesses.map((anomaly) => anomaly.address));
  const usual = usualOf(oddest);
  const sweep = sweepOf(accesses);
  const story = [
    html("p", {}, nameElement(oddest.actor), " touched "
      + counted(resources.length, "resource") + " out of the ordinary"
      + (shares > 0 ? ", " + wholeNumber.format(shares) + " of them administrative shares," : "")
      + (hosts.length > 0 ? " on " + counted(hosts.length, "host") : "")
      + ", " + spanOf(accesses),
    addresses.length > 0 ? [", from ", ...inSequence(addresses.slice(0, RESOURCES_NAMED)),
      addresses.length > RESOURCES_NAMED ? " and others" : ""] : [], "."),
    html("p", {}, html("strong", {}, "Oddest: "), shownName(oddest.summary)),
  ];
  if (sweep) {
    story.push(html("p", {}, html("strong", {}, "Sweep: "), SWEEP_STEP));
  }
  if (usual && usual.length > 0) {
    story.push(html("p", {}, html("strong", {}, "Usually: "), counted(usual.length, "resource")
      + " in training, most often ", nameElement(usual[0].resource), "."));
  }
  if (ordinaryAccesses.length > 0) {
    story.push(html("p", {}, html("strong", {}, "New but ordinary: "),
      counted(ordinaryAccesses.length, "other access", "other accesses") + "."));
  }
  const explanation = explanationOf(oddest);
  const told = explanation && explanation.get("actorStory");
  if (told && told.newAccesses > 0) {
    story.push(html("p", {}, html("strong", {}, "All in all: "),
      counted(told.newAccesses, "access", "accesses") + " new for this actor, "
        + wholeNumber.format(told.oddAccesses || 0) + " of them odd"
        + (told.communities > 1 ? ", in " + counted(told.communities, "community", "communities") : "")
        + "."));
  }
  return html("div", { class: "story" }, story);
}

/** Start and end of the window in seconds, on whole hours; what is open is taken from the accesses. */
function windowOf(accesses) {
  const ends = (data.window.from ? [Date.parse(data.window.from) / 1000] : [])
    .concat(accesses.map((anomaly) => anomaly.firstSeconds));
  const to = data.window.from && data.window.to ? Date.parse(data.window.to) / 1000 : 0;
  const start = Math.floor(Math.min(...ends) / HOUR) * HOUR;
  const end = Math.max(to, ...accesses.map((anomaly) => anomaly.lastSeconds + 1));
  return { start, end: Math.max(start + HOUR, Math.ceil(end / HOUR) * HOUR) };
}

/** When each access happened, an hour a column; days where the window is long. */
function timeline(accesses, ordinaryAccesses, width) {
  const all = [...accesses, ...ordinaryAccesses];
  const { start, end } = windowOf(all);
  const days = Math.ceil((end - start) / DAY);
  const unit = days <= 4 ? HOUR : DAY * Math.ceil(days / MOST_TIMELINE_COLUMNS);
  const columns = Math.ceil((end - start) / unit);
  const narrow = width < 600;
  const left = narrow ? 110 : 210;
  const plot = width - left - 12;
  const x = (seconds) => left + plot * (seconds - start) / (columns * unit);
  const rows = all.slice().sort((a, b) => a.isOrdinary - b.isOrdinary
    || a.firstSeconds - b.firstSeconds).slice(0, TIMELINE_ROWS);
  const size = 20;
  const top = 64;
  const height = top + size * rows.length + 8;
  const drawing = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height,
    role: "img", "aria-label": "Timeline of the window by " + (unit === HOUR ? "hour" : "day")
      + ": " + counted(accesses.length, "odd access", "odd accesses") + ", " + spanOf(accesses) });
  const starts = new Array(columns).fill(0);
  for (const anomaly of accesses) {
    starts[Math.floor((anomaly.firstSeconds - start) / unit)] += 1;
  }
  const most = Math.max(1, ...starts);
  const every = Math.ceil(columns / (narrow ? 5 : 12));
  drawing.append(label(left - 8, 30, narrow ? "odd" : "odd accesses by " + (unit === HOUR ? "hour" : "day"),
    { class: "axis", "text-anchor": "end" }));
  starts.forEach((count, column) => {
    const from = x(start + column * unit);
    if (column % every === 0) {
      const instant = instantOf(start + column * unit);
      const isDay = unit !== HOUR || column === 0;
      drawing.append(
        svg("line", { x1: from, x2: from, y1: 38, y2: height - 4, class: "hairline" }),
        label(from, 54, isDay ? shownTime(instant, false).split(", ")[unit === HOUR ? 1 : 0]
          : instant.slice(11, 16), { class: "axis" }));
    }
    if (count > 0) {
      const tall = Math.max(4, 26 * count / most);
      drawing.append(svg("rect", { x: from + 0.5, y: 36 - tall,
        width: Math.max(2, plot / columns - 1), height: tall, class: "anomalous" },
      tooltip(shownTime(instantOf(start + column * unit), false) + ": "
        + counted(count, "odd access", "odd accesses"))));
    }
  });
  drawing.append(svg("line", { x1: left, x2: width - 12, y1: 38, y2: 38, class: "rule" }));
  rows.forEach((anomaly, row) => {
    const y = top + size * (row + 0.5);
    const from = x(anomaly.firstSeconds);
    const to = x(anomaly.lastSeconds);
    drawing.append(
      svg("text", { x: left - 8, y, class: "node-label small" + (anomaly.isOrdinary ? " faint" : ""),
        "text-anchor": "end", "dominant-baseline": "central" },
      clipped(shortResource(anomaly.resource), narrow ? 16 : 32), tooltip(shownName(anomaly.resource))),
      svg("line", { x1: from, x2: to, y1: y, y2: y,
        class: "lasting " + (anomaly.isOrdinary ? "usual" : "anomalous") }),
      ...(to - from > 6 ? [from, to] : [from]).map((at) => mark(at, y, anomaly)));
  });
  const hidden = all.length - rows.length;
  return html("figure", { class: "timeline" },
    html("div", { class: "scroll drawing", tabindex: "0", role: "group", "aria-label": "Timeline" },
      drawing),
    hidden > 0 ? html("p", { class: "muted" }, counted(hidden, "access", "accesses")
      + " more stand in the table.") : null);
}

/** An access in a picture: a diamond if it is odd, an open circle if not. */
function mark(x, y, anomaly) {
  const what = tooltip(shownName(anomaly.resource) + ": " + span(anomaly.first, anomaly.last)
    + (anomaly.isOrdinary ? ", new but ordinary" : ", " + inWords(anomaly.reason)));
  return anomaly.isOrdinary
    ? svg("circle", { cx: x, cy: y, r: 4, class: "open-mark" }, what)
    : svg("path", { d: diamond(x, y, 6), class: "anomalous" }, what);
}

function diamond(x, y, size) {
  return "M" + x + "," + (y - size) + "l" + size + "," + size + "l" + -size + "," + size + "l"
    + -size + "," + -size + "z";
}

function usualElement(usual) {
  const all = usual.length;
  return html("details", { class: "usual-accesses" },
    html("summary", {}, "Usual in training: " + counted(all, "resource")),
    all === 0 ? html("p", {}, "Training never saw this actor touch anything.")
      : bars(usual, (entry) => entry.resource));
}

/** A table in which the actor need not stand in every row. */
function ofActor(results) {
  results.classList.add("of-actor");
  return results;
}

/** Everything that is known of an actor. */
function actorElement(accesses, width) {
  const oddest = mostAnomalous(accesses);
  const others = ordinaryAccessesOf(oddest);
  const explanation = explanationOf(oddest);
  const fromExplanation = explanation && explanation.get("usualResources");
  const usual = usualOf(oddest) || (Array.isArray(fromExplanation) ? fromExplanation : null);
  const template = data.template;
  const whole = { ...oddest,
    firstSeconds: Math.min(...accesses.map((anomaly) => anomaly.firstSeconds)),
    lastSeconds: Math.max(...accesses.map((anomaly) => anomaly.lastSeconds)) };
  return html("div", { class: "actor-story" },
    storyOf(accesses, others),
    timeline(accesses, others, width),
    html("h3", {}, "Odd: " + counted(accesses.length, "access", "accesses")),
    ofActor(resultTable(accesses, "Odd accesses of " + shownName(oddest.actor), false)),
    others.length === 0 ? null : html("details", { class: "ordinary-accesses" },
      html("summary", {}, "New but ordinary: " + counted(others.length, "access", "accesses")),
      ofActor(resultTable(others, "Ordinary accesses of " + shownName(oddest.actor), false))),
    usual ? usualElement(usual) : html("p", { class: "muted" }, "Training never saw this actor."),
    queries([
      ["KQL: all events of the actor", "raw-events", rawEventsQuery(template, whole, null)],
      ["KQL: the actor’s sign-ins", "sign-ins", signInsQuery(whole)],
      ["KQL: the hosts around it", "host-events",
        hostEventsQuery(template, whole, unique(accesses.map(computerOf)))],
    ]));
}

/** An actor of the list, folded until it is opened. */
function actorGroup(accesses, number) {
  const oddest = mostAnomalous(accesses);
  const content = html("div", { class: "actor-content", id: "actor-content-" + number });
  const button = html("button", {
    type: "button",
    class: "expand-actor",
    "aria-expanded": "false",
    "aria-controls": content.id,
  },
  html("span", { class: "chevron", "aria-hidden": "true" }, "▸"),
  html("span", { class: "actor-name" }, nameElement(oddest.actor)),
  severityElement(gravest(accesses)),
  sweepBadge(sweepOf(accesses)),
  html("span", { class: "group-count" }, counted(accesses.length, "odd access", "odd accesses")),
  html("span", { class: "actor-score" }, html("span", { class: "unseen" }, "score "),
    shownScore(actorScore(accesses))));
  const group = html("article", { class: "actor-group card " + severityOf(gravest(accesses)).kind },
    html("h3", {}, button),
    html("p", { class: "actor-why" }, shownName(oddest.summary)),
    html("p", { class: "actor-facts" }, elsewhere(accesses), data.severalTenants
      ? " · " + shownName(tenantName(oddest.tenant)) : ""),
    content);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    group.classList.toggle("open", !open);
    content.replaceChildren(...(open ? []
      : [actorElement(accesses, Math.max(240, content.clientWidth))]));
  });
  button.addEventListener("keydown", (event) => moveBetween("button.expand-actor", event));
  group.accesses = accesses;
  return group;
}
