// Every Part that the bot can show. A kind that is missing here is a failing test (tests/browser).

import { chart, dots } from "./chart.js";
import { busy, make } from "./dom.js";

const LONG = 900; // characters from which typed words are shown shortened
const SHORT = 600;

export const SPANS = {
  plain: (span) => span.text,
  strong: (span) => make("strong", {}, span.text),
  typed: (span) => make("bdi", { class: "typed" }, ...words(span.text)),
};

export const PARTS = {
  text: (part) => make(part.size === "title" ? "h3" : "p", { class: part.size }, ...spans(part.spans)),
  quote,
  choices,
  rows: (part) => make("dl", {}, ...part.rows.map(row)),
  dots,
  chart,
  divider: () => make("hr"),
  document: file,
};

// `press(button, ref, choice)` is what a button does.
export function asks(list, press) {
  return list.map((ask) =>
    make("div", { class: "ask" }, ...ask.parts.map((part) => draw(part, { ref: ask.ref, press }))),
  );
}

export function draw(part, context = {}) {
  return PARTS[part.kind](part, context);
}

function spans(list) {
  return list.map((span) => SPANS[span.kind](span));
}

function row([label, value]) {
  return make("div", {}, make("dt", {}, label), make("dd", {}, ...spans(value)));
}

function quote(part) {
  const by = part.by ? [make("footer", {}, part.by)] : [];
  return make("blockquote", {}, make("p", { dir: "auto" }, ...words(part.text)), ...by);
}

function choices(part, { ref, press }) {
  const buttons = part.choices.map((choice) => {
    const attributes = {
      type: "button",
      class: choice.main ? "main" : "",
      "data-key": choice.key,
      "aria-haspopup": choice.opens ? "dialog" : undefined,
      click: () => busy(button, () => press(button, ref, choice.key)),
    };
    const button = make("button", attributes, choice.label);
    return button;
  });
  return make("div", { class: "choices", role: "group", "aria-label": "Answers" }, ...buttons);
}

function file(part) {
  const keep = () => (link.href = URL.createObjectURL(new Blob([part.content], { type: part.media_type })));
  const link = make("a", { class: "file", href: "#", download: part.name, click: keep }, part.name);
  return make("p", {}, link);
}

// Typed words as nodes; long ones are shortened, with a button that shows the rest.
export function words(text) {
  if (text.length <= LONG) return [text];
  const start = text.slice(0, SHORT).replace(/[\uD800-\uDBFF]$/, "");
  const shown = document.createTextNode(`${start}… `);
  const more = make("button", { type: "button", class: "plain more", "aria-expanded": "false" }, "Show all");
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") === "false";
    shown.data = open ? `${text} ` : `${start}… `;
    more.textContent = open ? "Show less" : "Show all";
    more.setAttribute("aria-expanded", String(open));
  });
  return [shown, more];
}
