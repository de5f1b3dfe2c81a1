// The pictures of a tenant: distribution of scores, flows of its top actors, and its grid of actors
// and resources. Each has a table that says the same.

let pictureNumber = 0;

function figure(title, text, drawing, alternative, legend) {
  const id = "picture-" + pictureNumber++;
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-labelledby", id);
  return html("figure", { class: "card" },
    html("figcaption", {}, html("h3", { id }, title), html("p", { class: "muted" }, text)),
    legend ? legendElement() : null,
    html("div", { class: "scroll drawing", tabindex: "0", role: "group", "aria-label": title },
      drawing),
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

function histogramFigure(tenant, scores, width) {
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

function flowsFigure(encoded, width) {
  const flows = encoded.map(([actor, resource, accesses, anomalous]) => ({
    actor: data.values[actor], resource: data.values[resource], accesses,
    anomalous: anomalous === 1, thickness: flowThickness(accesses),
  }));
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
    drawing.append(svg("path", {
      d: "M" + (left + 6) + "," + flow.y1 + "C" + (left + bend) + "," + flow.y1 + " "
        + (right - bend) + "," + flow.y2 + " " + right + "," + flow.y2,
      "stroke-width": flow.thickness,
      class: "flow " + (flow.anomalous ? "anomalous" : "usual"),
    }, tooltip(shownName(flow.actor) + " → " + shownName(flow.resource) + ": "
      + counted(flow.accesses, "access", "accesses")
      + (flow.anomalous ? ", anomalous" : " in training"))));
  }
  sides.forEach((side, number) => {
    for (const node of side.values()) {
      const x = number === 0 ? left : right;
      drawing.append(svg("rect", { x, y: node.y, width: 6, height: node.size, class: "node" }),
        svg("text", {
          x: number === 0 ? x - 6 : x + 12,
          y: node.y + node.size / 2,
          class: "node-label" + (number === 0 || !node.anomalous ? "" : " strong"),
          "text-anchor": number === 0 ? "end" : "start",
          "dominant-baseline": "central",
        }, clipped(number === 0 ? shortName(node.id) : shortResource(node.id),
          letters(number === 0 ? left : width - right - 6)), tooltip(shownName(node.id))));
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
  members.forEach(([, community], i) => {
    const range = ranges.get(community) || { from: i, to: i };
    range.to = i;
    ranges.set(community, range);
  });
  return ranges;
}

function gridFigure(grid) {
  const size = 14;
  const left = 150;
  const upper = 150;
  const width = left + size * grid.resources.length + 70;
  const height = upper + size * grid.actors.length + 4;
  const drawing = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height });
  const anomalousActors = new Set();
  const anomalousResources = new Set();
  for (const [actor, resource, , anomalous] of grid.cells) {
    if (anomalous === 1) {
      anomalousActors.add(actor);
      anomalousResources.add(resource);
    }
  }
  drawing.append(svg("rect", { x: left, y: upper, width: size * grid.resources.length,
    height: size * grid.actors.length, class: "paper" }));
  grid.actors.forEach(([id], i) => {
    drawing.append(
      svg("line", { x1: left, x2: left + size * grid.resources.length, y1: upper + size * i,
        y2: upper + size * i, class: "hairline" }),
      label(left - 6, upper + size * (i + 0.5),
        clipped(shortName(data.values[id]), 20), {
          class: "node-label small" + (anomalousActors.has(i) ? " strong" : " faint"),
          "text-anchor": "end", "dominant-baseline": "central",
        }));
    drawing.lastChild.append(tooltip(shownName(data.values[id])));
  });
  grid.resources.forEach(([id], i) => {
    const x = left + size * (i + 0.5);
    drawing.append(svg("line", { x1: left + size * i, x2: left + size * i, y1: upper,
      y2: upper + size * grid.actors.length, class: "hairline" }),
    label(x, upper - 6, clipped(shortResource(data.values[id]), 24), {
      class: "node-label small" + (anomalousResources.has(i) ? " strong" : " faint"),
      transform: "rotate(-60 " + x + " " + (upper - 6) + ")",
      "dominant-baseline": "central",
    }));
    drawing.lastChild.append(tooltip(shownName(data.values[id])));
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
  const most = Math.max(1, ...grid.cells.map(([, , accesses]) => accesses));
  for (const [actor, resource, accesses, anomalous] of grid.cells) {
    const x = left + size * resource;
    const y = upper + size * actor;
    const name = shownName(data.values[grid.actors[actor][0]]) + " → "
      + shownName(data.values[grid.resources[resource][0]]) + ": " + wholeNumber.format(accesses);
    // Anomalous ones differ in shape too, for those who do not tell the colours apart.
    drawing.append(anomalous === 1
      ? svg("path", { d: "M" + (x + size / 2) + "," + (y + 1) + "l" + (size / 2 - 1) + ","
        + (size / 2 - 1) + "l" + (1 - size / 2) + "," + (size / 2 - 1) + "l" + (1 - size / 2)
        + "," + (1 - size / 2) + "z", class: "anomalous" }, tooltip(name + ", anomalous"))
      : svg("rect", { x: x + 1.5, y: y + 1.5, width: size - 3, height: size - 3,
        class: "usual", opacity: 0.35 + 0.65 * Math.log1p(accesses) / Math.log1p(most) },
      tooltip(name + " in training")));
  }
  const hidden = grid.allActors - grid.actors.length + grid.allResources - grid.resources.length;
  return figure("Who touches what",
    "A row for each actor, a column for each resource; those of a community stand together and are"
      + " outlined, and within it those with alike accesses. Darker squares are more accesses; red"
      + " diamonds are anomalous."
      + (hidden > 0 ? " Drawn are " + grid.actors.length + " of "
        + counted(grid.allActors, "actor") + " and " + grid.resources.length + " of "
        + counted(grid.allResources, "resource") + "." : ""),
    drawing, gridTable(grid), true);
}

function gridTable(grid) {
  const inWordsOf = (actor, anomalous) => grid.cells
    .filter((entry) => entry[0] === actor && (entry[3] === 1) === anomalous)
    .map((entry) => shortResource(data.values[grid.resources[entry[1]][0]]) + " ×"
      + wholeNumber.format(entry[2])).join(", ");
  const rows = grid.actors.map(([id, community], actor) => [nameElement(data.values[id]),
    community < 0 ? "new" : String(community + 1),
    inWordsOf(actor, true) || "–", inWordsOf(actor, false) || "–"]);
  return table("Who touches what", ["Actor", "Community", "Anomalous", "Usual"], rows);
}

function drawPictures() {
  const drawings = byId("drawings");
  const chosen = data.pictures[Number(byId("picture-tenant").value) || 0];
  const width = Math.max(300, drawings.clientWidth - 34);
  drawings.replaceChildren();
  if (chosen) {
    const figures = [flowsFigure(chosen.flows, width), gridFigure(chosen.grid),
      histogramFigure(chosen.tenant, chosen.scores, width)];
    drawings.append(...figures);
  }
}

function setUpPictures() {
  byId("pictures").hidden = data.pictures.length === 0;
  byId("picture-tenant").append(...data.pictures.map((picture, i) =>
    html("option", { value: String(i) }, clipped(shownName(picture.tenant), 40))));
  byId("picture-tenant-label").hidden = data.pictures.length < 2;
  byId("picture-tenant").addEventListener("change", drawPictures);
  byId("tenant").addEventListener("change", () => {
    const number = data.pictures.findIndex((picture) => picture.tenant === byId("tenant").value);
    if (number >= 0) {
      byId("picture-tenant").value = String(number);
      drawPictures();
    }
  });
  let drawnWidth = byId("drawings").clientWidth;
  window.addEventListener("resize", () => {
    const width = byId("drawings").clientWidth;
    if (width !== drawnWidth) {
      drawnWidth = width;
      drawPictures();
    }
  });
  drawPictures();
}
