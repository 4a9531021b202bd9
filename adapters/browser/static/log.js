// The conversation: what was typed and what the bot said, in the order in which it came.

import { $, make } from "./dom.js";
import { asks, words } from "./draw.js";
import { day, hour } from "./time.js";

const NEAR = 80; // pixels from the end within which new messages are followed

let shown = new Set();
let lastDay = "";
let follow = 0;
let live = false;
let act = {};

export function open(acts) {
  act = acts;
  $("log").addEventListener("scroll", () => atEnd() && ($("newer").hidden = true));
  $("newer").addEventListener("click", () => {
    toEnd();
    $("log").focus({ preventScroll: true });
  });
}

export function clear(empty) {
  [shown, lastDay, live] = [new Set(), "", false];
  $("log").setAttribute("aria-live", "off");
  $("log").replaceChildren(make("p", { id: "empty" }, empty));
  $("newer").hidden = true;
}

// The conversation so far is there: from now on what comes is read out.
export function ready() {
  if (!live) toEnd();
  live = true;
  $("log").setAttribute("aria-live", "polite");
}

// After an answer the focus goes along with the bot's next words, unless it has gone elsewhere.
export function followFocus() {
  follow = performance.now() + 2000;
}

export function post(number, data) {
  if (shown.has(number)) return;
  shown.add(number);
  $("empty")?.remove();
  // A message that was sent again after a crash stands once.
  const old = data.author === "bot" && article(data.replaces || data.key);
  if (old) return redraw(old, data);
  const stay = live && data.author === "bot" && !atEnd();
  const today = day(new Date(data.at));
  if (today !== lastDay) $("log").append(make("h2", { class: "day" }, today));
  lastDay = today;
  const drawn = data.author === "bot" ? fromBot(data) : fromPerson(data);
  $("log").append(drawn);
  if (stay) $("newer").hidden = false;
  else if (live) toEnd();
  if (data.author === "bot") moveFocus(drawn);
}

function redraw(old, data) {
  const end = atEnd();
  const focused = old.contains(document.activeElement);
  const content = asks(data.message.asks, press(old.dataset.key));
  old.querySelector(".content").replaceChildren(...content);
  old.hidden = content.length === 0;
  if (focused) old.focus({ preventScroll: true });
  if (live && end) toEnd();
}

function fromBot(data) {
  const key = data.replaces || data.key;
  const content = make("div", { class: "content" }, ...asks(data.message.asks, press(key)));
  const about = start(content);
  const reply = make(
    "button",
    { type: "button", class: "plain", "aria-label": `Answer this one: ${about}`, click: () => act.answer(key, about) },
    "Answer this one",
  );
  const name = `Followthrough, ${hour(new Date(data.at))}`;
  const foot = make("footer", {}, stamp(data), reply);
  return make("article", { class: "bot", "data-key": key, "aria-label": name, tabindex: "-1" }, content, foot);
}

function fromPerson(data) {
  const asked = data.thread && article(data.thread)?.querySelector(".content");
  const about = asked ? [make("p", { class: "about" }, `To: ${start(asked)}`)] : [];
  const said = make("p", { class: "said", dir: "auto" }, ...words(data.text));
  const name = `You, ${hour(new Date(data.at))}`;
  return make("article", { class: "own", "aria-label": name }, ...about, said, make("footer", {}, stamp(data)));
}

// How a message begins, for pointing at it.
function start(content) {
  const words = content.querySelector("h3, p")?.textContent ?? "";
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

function stamp(data) {
  const at = new Date(data.at);
  return make("time", { datetime: data.at, title: `${day(at)}, ${hour(at)}` }, hour(at));
}

const press = (key) => (button, ref, choice) => act.press(ref, choice, key);
const article = (key) => $("log").querySelector(`[data-key="${CSS.escape(key)}"]`);
const atEnd = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < NEAR;

function toEnd() {
  $("log").scrollTop = $("log").scrollHeight;
  $("newer").hidden = true;
}

function moveFocus(drawn) {
  const at = document.activeElement;
  if (performance.now() > follow || (at !== document.body && !$("log").contains(at))) return;
  drawn.focus({ preventScroll: true });
}
