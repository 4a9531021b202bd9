// The page of the opponent: asks what lies there, and draws it. It remembers the boxes that it has seen.

import { ask, trying } from "./api.js";
import { $, busy, make } from "./dom.js";

const seen = new Map(); // by round, the box as this page saw it last

async function look() {
  const held = await trying(() => ask("/api/opponent", { before: Object.fromEntries(seen) }));
  if (!held) return;
  held.open.forEach((round) => seen.set(round.id, round.box));
  $("open").replaceChildren(...(held.open.length ? held.open.map((round) => openRound(round, held)) : [none()]));
  $("ended").replaceChildren(...(held.ended.length ? held.ended.map(endedRound) : [make("p", {}, "None yet.")]));
  $("rest").replaceChildren(...rest(held));
  $("looked").textContent = `Looked at ${new Date().toLocaleTimeString("en-GB")}.`;
}

const none = () =>
  make("p", {}, "No round is open at this moment. Ask a team something in the playground, and look again.");

function openRound(round, held) {
  const cells = round.cells.map((cell) =>
    make("li", {}, make("code", {}, cell.name), ` – ${cell.size} bytes, ${cell.empty ? "all of them zero" : "a key"}`),
  );
  return make(
    "article",
    { "aria-label": `The round of ${round.leader || "somebody"}` },
    make("h3", {}, `The round of ${round.leader || "somebody"}`),
    make("h4", {}, "What they could do with it"),
    list("can", round.can),
    make("h4", {}, "What they could not do with it"),
    list("cannot", round.cannot),
    make("h4", {}, `The box: ${(round.box.length / 2).toLocaleString("en-GB")} bytes`),
    make("p", { class: "small" }, "All answers of the round are in it, sealed, beside who has taken part. In hex:"),
    make("pre", {}, `${round.box.slice(0, 512)}…`),
    make("details", {}, make("summary", {}, "All of it"), make("pre", { tabindex: "0" }, round.box)),
    make("h4", {}, "Its key cells"),
    make("p", { class: "small" }, held.where ? `In ${held.where}, outside the database.` : "They lie with a server."),
    make("ul", {}, ...cells),
    held.warning ? make("p", { class: "warning" }, held.warning) : "",
    make("h4", {}, "Every row in which this round’s number stands, as it lies"),
    ...round.tables.map(table),
  );
}

function list(kind, sentences) {
  return make("ul", { class: kind }, ...sentences.map((sentence) => make("li", {}, sentence)));
}

function table({ name, columns, rows, count }) {
  const more = count > rows.length ? ` (the first ${rows.length} of ${count} rows)` : "";
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, column)));
  const code = (value) => make("code", value.length > 30 ? { class: "long" } : {}, value);
  const body = rows.map((row) => make("tr", {}, ...row.map((value) => make("td", {}, code(value)))));
  const caption = make("caption", {}, make("code", {}, name), more);
  const label = `Rows of ${name}`;
  return make("div", { class: "rows", tabindex: "0", role: "group", "aria-label": label }, make("table", {}, caption, head, ...body));
}

function endedRound(round) {
  const how = { released: "released", below: "too few took part", lost: "lost" }[round.state] ?? round.state;
  return make("p", {}, make("strong", {}, `${round.leader || "Somebody"}, ${how}. `), round.said);
}

function rest({ files, counts, where }) {
  const sizes = files.map(([name, size]) => row(name, `${size.toLocaleString("en-GB")} bytes`));
  const rows = counts.map(([name, count]) => row(name, count.toLocaleString("en-GB")));
  return [
    files.length
      ? make("table", {}, make("caption", {}, "Files of the database"), ...sizes)
      : make("p", {}, "The database’s files lie with its server, and this page cannot read them; it reads its tables."),
    where ? make("p", { class: "small" }, `The key cells lie in ${where}.`) : "",
    make("details", {}, make("summary", {}, "Rows of every table"), make("table", {}, ...rows)),
  ];
}

function row(name, value) {
  return make("tr", {}, make("th", { scope: "row" }, make("code", {}, name)), make("td", { class: "number" }, value));
}

async function search() {
  const said = await trying(() => ask("/api/opponent/search", { word: $("word").value }));
  if (!said) return $("places").replaceChildren();
  const rows = said.places.map(({ name, size, found, control, around }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("code", {}, name)),
      make("td", { class: "number" }, size.toLocaleString("en-GB")),
      make("td", { class: "number" }, found.toLocaleString("en-GB")),
      make("td", { class: "number" }, control.toLocaleString("en-GB")),
      make("td", {}, around ? make("code", {}, around) : ""),
    ),
  );
  const head = ["Place", "Bytes", "Your word", "“playground:”", "Around it"].map((name) =>
    make("th", { scope: "col" }, name),
  );
  const why = "“playground:” is looked for in the same way: it has to be found, or the search would be blind.";
  $("places").replaceChildren(
    make("p", { class: "said" }, said.said),
    make("div", { class: "rows", tabindex: "0", role: "group", "aria-label": "Where it stands" }, make("table", {}, make("tr", {}, ...head), ...rows)),
    make("p", { class: "small" }, why),
  );
  return undefined;
}

$("again").addEventListener("click", () => busy($("again"), look));
$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  busy(event.submitter, search);
});
look();
