// The pictures of a tenant: flows of its top actors, its grid of actors and resources, and the
// distribution of scores. They show what fits the filters; each has a table that says the same, and
// what stands for an actor, a resource or an anomaly leads to it.

const FLOW_ACTORS = 10;
const FLOW_RESOURCES = 24;
const USUAL_OF_AN_ACTOR = 3;
const GRID_ACTORS = 60;
const GRID_RESOURCES = 45;
const usualByTenant = new Map();
let pictureNumber = 0;

/** What was usual in a tenant's training, by user; members in their order in pictures. */
function usualIn(picture) {
  if (!usualByTenant.has(picture.tenant)) {
    const members = (list) => {
      const decoded = [];
      for (let i = 0; i < list.length; i += 2) {
        decoded.push({ id: textAt(list[i]), community: list[i + 1] });
      }
      return decoded;
    };
    const { accesses } = picture.usual;
    const usual = { users: members(picture.usual.users), resources: members(picture.usual.resources),
      byUser: new Map(), byResource: new Map() };
    for (const user of usual.users) {
      usual.byUser.set(user.id, []);
    }
    for (const resource of usual.resources) {
      usual.byResource.set(resource.id, []);
    }
    for (let i = 0; i < accesses.length; i += 3) {
      const access = { user: usual.users[accesses[i]].id,
        resource: usual.resources[accesses[i + 1]].id, count: accesses[i + 2] };
      usual.byUser.get(access.user).push(access);
      usual.byResource.get(access.resource).push(access);
    }
    usualByTenant.set(picture.tenant, usual);
  }
  return usualByTenant.get(picture.tenant);
}

function mostFirst(accesses) {
  return accesses.slice().sort((a, b) => b.count - a.count);
}

/**
 * Makes a part of a picture lead somewhere, by a click or by the keyboard: the picture is one stop of
 * the Tab key, and arrows move within it.
 */
function leadsTo(element, name, action) {
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "-1");
  element.setAttribute("aria-label", name);
  element.classList.add("leads");
  element.addEventListener("click", action);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      action();
    }
  });
  return element;
}

function leadsToActor(element, tenant, actor) {
  return leadsTo(element, "Show actor " + shownName(actor), () => narrowTo({ actor, tenant }, "actor"));
}

function leadsToResource(element, tenant, resource) {
  return leadsTo(element, "Show resource " + shownName(resource),
    () => narrowTo({ resource, tenant }, "anomaly"));
}

function leadsToAnomaly(element, anomaly) {
  return leadsTo(element, "Show anomaly " + anomaly.rank + ": " + shownName(anomaly.actor) + ", "
    + shownName(anomaly.resource), () => openRecord(anomaly.recordId));
}

function moveWithin(drawing) {
  const stops = Array.from(drawing.querySelectorAll(".leads"));
  if (stops.length === 0) {
    return;
  }
  stops[0].setAttribute("tabindex", "0");
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = step && stops[stops.indexOf(event.target) + step];
    if (next) {
      event.preventDefault();
      event.target.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  });
}

function figure(title, text, drawing, alternative, legend) {
  const id = "picture-" + pictureNumber++;
  // What can be clicked would be hidden in an image.
  const leads = drawing.querySelector(".leads") !== null;
  drawing.setAttribute("role", leads ? "group" : "img");
  drawing.setAttribute("aria-labelledby", id);
  moveWithin(drawing);
  return html("figure", { class: "card" },
    html("figcaption", {}, html("h3", { id }, title), html("p", { class: "muted" }, text)),
    legend ? legendElement() : null,
    html("div", leads ? { class: "scroll drawing" }
      : { class: "scroll drawing", tabindex: "0", role: "group", "aria-label": title }, drawing),
    html("details", {}, html("summary", {}, "The same as a table"), alternative));
}

function legendElement() {
  return html("p", { class: "legend" },
    html("span", { class: "key anomalous", "aria-hidden": "true" }), "anomalous in this window",
    html("span", { class: "key usual", "aria-hidden": "true" }), "usual in training");
}

function label(x, y, text, properties) {
  return svg("text", { x, y, ...properties }, text);
}

function tooltip(text) {
  return svg("title", {}, text);
}

/** How many alerts a day the lowest reported score would have given as a threshold; or nothing. */
function expectedInWords(tenant, lowestReported) {
  const summary = data.model.tenants.find((one) => one.tenant === tenant);
  const expected = summary && summary.expectedAlerts;
  if (!expected) {
    return "";
  }
  // The thresholds descend.
  const reported = expected.rows.filter((row) => row.threshold >= lowestReported);
  const alerts = reported.length === 0 ? 0 : reported[reported.length - 1].alertsPerDay;
  return " As a threshold it would have given " + shownNumber(alerts)
    + " alerts a day on the last " + counted(expected.days, "training day") + ".";
}

/** How many of these anomalies are in each bin. */
function reportedIn(scores, shown) {
  const counts = new Array(scores.training.length).fill(0);
  for (const anomaly of shown) {
    const bin = Math.floor((anomaly.score - scores.lowest) / scores.width);
    counts[Math.max(0, Math.min(counts.length - 1, bin))] += 1;
  }
  return counts;
}

function histogramFigure(tenant, encoded, shown, width) {
  const scores = { ...encoded, reported: reportedIn(encoded, shown),
    lowestReported: Math.min(...shown.map((anomaly) => anomaly.score)) };
  const left = 44;
  const right = 12;
  const panel = 80;
  const gap = 34;
  const plot = width - left - right;
  const bins = scores.training.length;
  const end = scores.lowest + bins * scores.width;
  const x = (score) => left + plot * (score - scores.lowest) / (end - scores.lowest);
  const height = 2 * panel + gap + 60;
  const drawing = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height });
  const panels = [
    { values: scores.training, top: 18, kind: "usual", title: "training accesses, %" },
    { values: scores.reported, top: 18 + panel + gap, kind: "anomalous",
      title: "reported anomalies" },
  ];
  const titles = [];
  for (const { values, top: upper, kind, title } of panels) {
    const largest = Math.max(...values, kind === "usual" ? 0.1 : 1);
    titles.push(label(left, upper - 6, title, { class: "axis" }));
    drawing.append(label(left - 6, upper + 10, shownNumber(Math.round(largest * 10) / 10),
        { class: "axis", "text-anchor": "end" }),
      svg("line", { x1: left, x2: width - right, y1: upper + panel, y2: upper + panel,
        class: "rule" }));
    values.forEach((value, bin) => {
      if (value > 0) {
        const tall = Math.max(2, panel * value / largest);
        drawing.append(svg("rect", { x: left + plot * bin / bins + 0.5, y: upper + panel - tall,
          width: Math.max(1, plot / bins - 1), height: tall, class: kind }));
      }
    });
  }
  const bottom = panels[1].top + panel;
  for (let score = Math.ceil(scores.lowest); score <= end; score += Math.ceil((end - scores.lowest) / 12)) {
    drawing.append(label(x(score), bottom + 16, Math.abs(score) < LARGE ? String(score) : shownScore(score),
      { class: "axis", "text-anchor": "middle" }));
  }
  const lowest = x(scores.lowestReported);
  const beside = lowest > width / 2;
  drawing.append(
    svg("line", { x1: lowest, x2: lowest, y1: 18, y2: bottom, class: "marker" }),
    ...titles,
    label(lowest + (beside ? -5 : 5), 30, "lowest reported " + shownScore(scores.lowestReported),
      { class: "axis strong", "text-anchor": beside ? "end" : "start" }),
    label(left + plot / 2, bottom + 34, "score", { class: "axis", "text-anchor": "middle" }));
  const rows = scores.reported
    .map((count, bin) => [scores.lowest + bin * scores.width, scores.training[bin], count])
    .filter(([, share, count]) => share > 0 || count > 0)
    .map(([from, share, count]) => [
      shownScore(from) + " to " + shownScore(from + scores.width),
      twoDigits.format(share), wholeNumber.format(count)]);
  return figure("Scores", "How the scores of training spread, and where what was reported stands."
    + " The lowest reported score is " + shownScore(scores.lowestReported) + "."
    + expectedInWords(tenant, scores.lowestReported), drawing,
    table("Scores", ["Score", "Training accesses, %", "Reported anomalies"], rows, [1, 2]));
}

/** Thick enough to be seen once, and growing slowly with the count. */
function flowThickness(accesses) {
  return 3 + 2 * Math.log2(1 + accesses);
}

function placeFlows(flows, height, gap) {
  const sides = [new Map(), new Map()];
  for (const flow of flows) {
    [flow.actor, flow.resource].forEach((id, side) => {
      if (!sides[side].has(id)) {
        sides[side].set(id, { id, size: 0, anomalous: false, used: 0, weight: 0, flows: 0 });
      }
      const node = sides[side].get(id);
      node.size += flow.thickness;
      node.anomalous = node.anomalous || flow.anomalous;
    });
  }
  Array.from(sides[0].values()).forEach((node, order) => {
    node.order = order;
  });
  for (const flow of flows) {
    const node = sides[1].get(flow.resource);
    node.weight += sides[0].get(flow.actor).order;
    node.flows += 1;
  }
  for (const node of sides[1].values()) {
    node.order = node.weight / node.flows;
  }
  for (const side of sides) {
    const nodes = Array.from(side.values()).sort((a, b) => a.order - b.order);
    const total = nodes.reduce((sum, node) => sum + Math.max(node.size, 12) + gap, -gap);
    let y = Math.max(0, (height - total) / 2);
    for (const node of nodes) {
      node.y = y + Math.max(0, (12 - node.size) / 2);
      y += Math.max(node.size, 12) + gap;
    }
  }
  return sides;
}

function heightOf(flows, member, gap) {
  const sizes = new Map();
  for (const flow of flows) {
    sizes.set(flow[member], (sizes.get(flow[member]) || 0) + flow.thickness);
  }
  return Array.from(sizes.values()).reduce((sum, size) => sum + Math.max(size, 12) + gap, 0);
}

/** What the first actors of a list did out of the ordinary, and what they did most in training. */
function flowsOf(shown, usual) {
  const actors = new Set();
  const resources = new Set();
  const flows = [];
  for (const anomaly of shown) {
    if ((actors.has(anomaly.actor) || actors.size < FLOW_ACTORS)
      && (resources.has(anomaly.resource) || resources.size < FLOW_RESOURCES)) {
      actors.add(anomaly.actor);
      resources.add(anomaly.resource);
      flows.push({ actor: anomaly.actor, resource: anomaly.resource, accesses: anomaly.accesses,
        anomaly });
    }
  }
  for (const actor of actors) {
    const most = mostFirst(usual.byUser.get(actor) || []).slice(0, USUAL_OF_AN_ACTOR);
    flows.push(...most.map(({ resource, count }) =>
      ({ actor, resource, accesses: count, anomaly: null })));
  }
  return flows.map((flow) =>
    ({ ...flow, anomalous: flow.anomaly !== null, thickness: flowThickness(flow.accesses) }));
}

function flowsFigure(tenant, shown, usual, width) {
  const flows = flowsOf(shown, usual);
  const gap = 8;
  const height = Math.max(heightOf(flows, "actor", gap), heightOf(flows, "resource", gap)) + 8;
  const narrow = width < 600;
  const left = narrow ? 0.27 * width : 170;
  const right = width - (narrow ? 0.37 * width : 250);
  const letters = (room) => Math.floor((room - 10) / (narrow ? 6.1 : 7));
  const sides = placeFlows(flows, height, gap);
  const drawing = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height,
    class: narrow ? "narrow" : "" });
  const inOrder = flows.slice().sort((a, b) =>
    sides[0].get(a.actor).order - sides[0].get(b.actor).order
    || sides[1].get(a.resource).y - sides[1].get(b.resource).y);
  for (const flow of inOrder) {
    const from = sides[0].get(flow.actor);
    flow.y1 = from.y + from.used + flow.thickness / 2;
    from.used += flow.thickness;
  }
  const byResource = flows.slice().sort((a, b) =>
    sides[1].get(a.resource).order - sides[1].get(b.resource).order || a.y1 - b.y1);
  for (const flow of byResource) {
    const to = sides[1].get(flow.resource);
    flow.y2 = to.y + to.used + flow.thickness / 2;
    to.used += flow.thickness;
  }
  const bend = (right - left) / 2;
  // Anomalous ones last, so that they lie on top.
  for (const flow of flows.slice().sort((a, b) => a.anomalous - b.anomalous)) {
    const path = svg("path", {
      d: "M" + (left + 6) + "," + flow.y1 + "C" + (left + bend) + "," + flow.y1 + " "
        + (right - bend) + "," + flow.y2 + " " + right + "," + flow.y2,
      "stroke-width": flow.thickness,
      class: "flow " + (flow.anomalous ? "anomalous" : "usual"),
    }, tooltip(shownName(flow.actor) + " → " + shownName(flow.resource) + ": "
      + counted(flow.accesses, "access", "accesses")
      + (flow.anomalous ? ", anomalous" : " in training")));
    drawing.append(flow.anomalous ? leadsToAnomaly(path, flow.anomaly) : path);
  }
  sides.forEach((side, number) => {
    for (const node of side.values()) {
      const x = number === 0 ? left : right;
      const part = svg("g", {},
        svg("rect", { x, y: node.y, width: 6, height: node.size, class: "node" }),
        svg("text", {
          x: number === 0 ? x - 6 : x + 12,
          y: node.y + node.size / 2,
          class: "node-label" + (number === 0 || !node.anomalous ? "" : " strong"),
          "text-anchor": number === 0 ? "end" : "start",
          "dominant-baseline": "central",
        }, clipped(number === 0 ? shortName(node.id) : shortResource(node.id),
          letters(number === 0 ? left : width - right - 6)), tooltip(shownName(node.id))));
      drawing.append(number === 0 ? leadsToActor(part, tenant, node.id)
        : node.anomalous ? leadsToResource(part, tenant, node.id) : part);
    }
  });
  const rows = flows.map((flow) => [nameElement(flow.actor), nameElement(flow.resource),
    flow.anomalous ? "anomalous" : "usual", wholeNumber.format(flow.accesses)]);
  return figure("Where the top actors went",
    "The actors with the highest scores, what they touched out of the ordinary, and what they"
      + " touched most in training. The thicker, the more accesses (on a logarithmic scale).",
    drawing, table("Flows", ["Actor", "Resource", "Kind", "Accesses"], rows, [3]), true);
}

function communityRanges(members) {
  const ranges = new Map();
  members.forEach(({ community }, i) => {
    const range = ranges.get(community) || { from: i, to: i };
    range.to = i;
    ranges.set(community, range);
  });
  return ranges;
}

/**
 * Rows and columns of the grid: first who and what was reported, then what those actors usually touch
 * and who usually touches those resources, then the rest of the tenant where nothing is filtered.
 */
function gridOf(shown, usual) {
  const actors = new Set(shown.map((anomaly) => anomaly.actor));
  const resources = new Set(shown.map((anomaly) => anomaly.resource));
  const allActors = actors.size;
  const allResources = resources.size;
  for (const resource of Array.from(resources).slice(0, GRID_RESOURCES)) {
    mostFirst(usual.byResource.get(resource) || []).forEach((access) => actors.add(access.user));
  }
  for (const actor of Array.from(actors).slice(0, Math.min(allActors, GRID_ACTORS))) {
    mostFirst(usual.byUser.get(actor) || []).forEach((access) => resources.add(access.resource));
  }
  if (matching.length === anomalies.length) {
    usual.users.forEach(({ id }) => actors.add(id));
    usual.resources.forEach(({ id }) => resources.add(id));
  }
  const first = (set, most) => new Set(Array.from(set).slice(0, most));
  const [rows, columns] = [first(actors, GRID_ACTORS), first(resources, GRID_RESOURCES)];
  const grid = {
    actors: usual.users.filter(({ id }) => rows.has(id)),
    resources: usual.resources.filter(({ id }) => columns.has(id)),
    hiddenActors: Math.max(0, allActors - GRID_ACTORS),
    hiddenResources: Math.max(0, allResources - GRID_RESOURCES),
    cells: [],
  };
  const numbers = (members) => new Map(members.map(({ id }, i) => [id, i]));
  const [rowOfActor, columnOfResource] = [numbers(grid.actors), numbers(grid.resources)];
  const add = (actor, resource, accesses, anomaly) => {
    if (rowOfActor.has(actor) && columnOfResource.has(resource)) {
      grid.cells.push({ actor: rowOfActor.get(actor), resource: columnOfResource.get(resource),
        accesses, anomaly });
    }
  };
  for (const { id } of grid.actors) {
    usual.byUser.get(id).forEach(({ resource, count }) => add(id, resource, count, null));
  }
  shown.forEach((anomaly) => add(anomaly.actor, anomaly.resource, anomaly.accesses, anomaly));
  return grid;
}

function gridFigure(tenant, shown, picture) {
  const usual = usualIn(picture);
  const grid = gridOf(shown, usual);
  const size = 14;
  const left = 150;
  const upper = 150;
  const width = left + size * grid.resources.length + 70;
  const height = upper + size * grid.actors.length + 4;
  const drawing = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height });
  const anomalousActors = new Set();
  const anomalousResources = new Set();
  for (const { actor, resource, anomaly } of grid.cells) {
    if (anomaly) {
      anomalousActors.add(actor);
      anomalousResources.add(resource);
    }
  }
  drawing.append(svg("rect", { x: left, y: upper, width: size * grid.resources.length,
    height: size * grid.actors.length, class: "paper" }));
  grid.actors.forEach(({ id }, i) => {
    const name = label(left - 6, upper + size * (i + 0.5), clipped(shortName(id), 20), {
      class: "node-label small" + (anomalousActors.has(i) ? " strong" : " faint"),
      "text-anchor": "end", "dominant-baseline": "central",
    });
    name.append(tooltip(shownName(id)));
    drawing.append(
      svg("line", { x1: left, x2: left + size * grid.resources.length, y1: upper + size * i,
        y2: upper + size * i, class: "hairline" }),
      anomalousActors.has(i) ? leadsToActor(name, tenant, id) : name);
  });
  grid.resources.forEach(({ id }, i) => {
    const x = left + size * (i + 0.5);
    const name = label(x, upper - 6, clipped(shortResource(id), 24), {
      class: "node-label small" + (anomalousResources.has(i) ? " strong" : " faint"),
      transform: "rotate(-60 " + x + " " + (upper - 6) + ")",
      "dominant-baseline": "central",
    });
    name.append(tooltip(shownName(id)));
    drawing.append(svg("line", { x1: left + size * i, x2: left + size * i, y1: upper,
      y2: upper + size * grid.actors.length, class: "hairline" }),
    anomalousResources.has(i) ? leadsToResource(name, tenant, id) : name);
  });
  const rows = communityRanges(grid.actors);
  for (const [community, columns] of communityRanges(grid.resources)) {
    const range = rows.get(community);
    if (range && community >= 0) {
      drawing.append(svg("rect", { x: left + size * columns.from, y: upper + size * range.from,
        width: size * (columns.to - columns.from + 1),
        height: size * (range.to - range.from + 1), class: "community" },
      tooltip("community " + (community + 1))));
    }
  }
  const most = Math.max(1, ...grid.cells.map(({ accesses }) => accesses));
  for (const { actor, resource, accesses, anomaly } of grid.cells) {
    const x = left + size * resource;
    const y = upper + size * actor;
    const name = shownName(grid.actors[actor].id) + " → " + shownName(grid.resources[resource].id)
      + ": " + wholeNumber.format(accesses);
    // Anomalous ones differ in shape too, for those who do not tell the colours apart.
    drawing.append(anomaly
      ? leadsToAnomaly(svg("path", { d: diamond(x + size / 2, y + size / 2, size / 2 - 1),
        class: "anomalous" }, tooltip(name + ", anomalous")), anomaly)
      : svg("rect", { x: x + 1.5, y: y + 1.5, width: size - 3, height: size - 3,
        class: "usual", opacity: 0.35 + 0.65 * Math.log1p(accesses) / Math.log1p(most) },
      tooltip(name + " in training")));
  }
  const isPart = picture.usual.allUsers > grid.actors.length
    || picture.usual.allResources > grid.resources.length;
  return figure("Who touches what",
    "A row for each actor, a column for each resource; those of a community stand together and are"
      + " outlined, and within it those with alike accesses. Darker squares are more accesses; red"
      + " diamonds are anomalous."
      + (isPart ? " Drawn are " + grid.actors.length + " of "
        + counted(picture.usual.allUsers, "actor") + " and " + grid.resources.length + " of "
        + counted(picture.usual.allResources, "resource") + "." : ""),
    drawing, gridTable(grid), true);
}

function gridTable(grid) {
  const inWordsOf = (actor, anomalous) => grid.cells
    .filter((entry) => entry.actor === actor && Boolean(entry.anomaly) === anomalous)
    .map((entry) => shortResource(grid.resources[entry.resource].id) + " ×"
      + wholeNumber.format(entry.accesses)).join(", ");
  const rows = grid.actors.map(({ id, community }, actor) => [nameElement(id),
    community < 0 ? "new" : String(community + 1),
    inWordsOf(actor, true) || "–", inWordsOf(actor, false) || "–"]);
  return table("Who touches what", ["Actor", "Community", "Anomalous", "Usual"], rows);
}

function figuresOf(picture, width) {
  const { tenant } = picture;
  const shown = matching.filter((anomaly) => anomaly.tenant === tenant)
    .sort((a, b) => a.rank - b.rank);
  return shown.length === 0 ? []
    : [flowsFigure(tenant, shown, usualIn(picture), width), gridFigure(tenant, shown, picture),
      histogramFigure(tenant, picture.scores, shown, width)];
}

/** Draws what fits the filters: of the chosen tenant, or of every one. */
function drawPictures(ofEveryTenant) {
  const drawings = byId("drawings");
  const fitting = data.pictures.filter((picture) =>
    matching.some((anomaly) => anomaly.tenant === picture.tenant));
  const chosenBefore = byId("picture-tenant").value;
  byId("picture-tenant").replaceChildren(...fitting.map((picture) =>
    html("option", { value: picture.tenant }, clipped(shownName(tenantName(picture.tenant)), 40))));
  if (fitting.some((picture) => picture.tenant === chosenBefore)) {
    byId("picture-tenant").value = chosenBefore;
  }
  byId("picture-tenant-label").hidden = fitting.length < 2;
  const chosen = ofEveryTenant === true ? fitting
    : fitting.filter((picture) => picture.tenant === byId("picture-tenant").value);
  const width = Math.max(300, drawings.clientWidth - 34);
  byId("pictures").hidden = data.pictures.length === 0;
  drawings.replaceChildren(...chosen.flatMap((picture) => [
    ...(ofEveryTenant === true && fitting.length > 1
      ? [html("h3", { class: "tenant-title" }, "Tenant ", nameElement(tenantName(picture.tenant)))] : []),
    ...figuresOf(picture, width)]));
  if (fitting.length === 0) {
    drawings.append(html("p", { class: "card empty" }, "Nothing fits these filters."));
  }
}

function setUpPictures() {
  byId("picture-tenant").addEventListener("change", drawPictures);
  let drawnWidth = byId("drawings").clientWidth;
  window.addEventListener("resize", () => {
    const width = byId("drawings").clientWidth;
    if (width !== drawnWidth) {
      drawnWidth = width;
      drawPictures();
    }
  });
}
