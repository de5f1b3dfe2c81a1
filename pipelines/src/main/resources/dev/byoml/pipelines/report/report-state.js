// What a person has chosen, and its place in the address: whoever is sent the address sees the same.
// Part of the address behind # are record (an open anomaly), view, sort, order and the filters.

const FILTER_FIELDS = ["search", "actor", "resource", "tenant"];
const FILTER_CHIPS = { severity: "severities", reason: "reasons" };

/** What is not a filter: how the list is shown, and the record of the anomaly opened last. */
const view = { by: "anomaly", sort: "rank", descending: false, record: "" };

function chosenIn(id) {
  return Array.from(document.querySelectorAll("#" + id + " input:checked"), (box) => box.value);
}

function chosenFilters() {
  const filters = {};
  for (const field of FILTER_FIELDS) {
    filters[field] = byId(field).value.trim();
  }
  for (const [name, id] of Object.entries(FILTER_CHIPS)) {
    filters[name] = chosenIn(id);
  }
  return filters;
}

/** The part of an address behind #, where only one anomaly is open. */
function addressOf(record) {
  return "#" + new URLSearchParams({ record });
}

function writeAddress() {
  const parts = new URLSearchParams();
  if (view.record !== "") {
    parts.set("record", view.record);
  }
  if (view.by !== "anomaly") {
    parts.set("view", view.by);
  }
  if (view.sort !== "rank" || view.descending) {
    parts.set("sort", view.sort);
    parts.set("order", view.descending ? "descending" : "ascending");
  }
  for (const [name, value] of Object.entries(chosenFilters())) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== "") {
        parts.append(name, one);
      }
    }
  }
  const behind = String(parts);
  const address = behind === "" ? location.href.replace(/#.*$/s, "") : "#" + behind;
  if (location.hash !== (behind === "" ? "" : "#" + behind)) {
    try {
      history.replaceState(null, "", address);
    } catch {
      // A frame of a notebook has no address of its own.
    }
  }
}

/** Puts the address into the controls; a bare record id (#5f0c…) is understood, too. */
function readAddress() {
  const behind = location.hash.slice(1);
  const parts = new URLSearchParams(behind.includes("=") ? behind : "");
  const isRecord = !behind.includes("=") && behind !== "" && !document.getElementById(behind);
  byId("filters").reset();
  for (const field of FILTER_FIELDS) {
    byId(field).value = parts.get(field) || "";
  }
  for (const [name, id] of Object.entries(FILTER_CHIPS)) {
    for (const box of document.querySelectorAll("#" + id + " input")) {
      box.checked = parts.getAll(name).includes(box.value);
    }
  }
  view.by = parts.get("view") === "actor" ? "actor" : "anomaly";
  view.sort = SORT_COLUMNS.some((column) => column.id === parts.get("sort"))
    ? parts.get("sort") : "rank";
  view.descending = parts.get("order") === "descending";
  view.record = isRecord ? decodeURIComponent(behind) : parts.get("record") || "";
}
