// The page: who is talking, what they send, and what comes back by itself.

import { Gone, act, ask, tell, trying } from "./api.js";
import * as clock from "./clock.js";
import * as dialog from "./dialog.js";
import { $, make } from "./dom.js";
import { asks } from "./draw.js";
import * as log from "./log.js";
import { here, setZone } from "./time.js";

const texts = new Map(); // what was typed and not sent yet, by person
let people = [];
let me = "";
let thread = "";
let stream = null;
let home = ""; // the home page as it was drawn
let homeSoon = 0;

const one = (id) => people.find((person) => person.id === id);

// People

// Those without a group come first, then the channels; on a phone the groups are folded away, but for whoever one talks as.
function showPeople() {
  const shownIn = (some) => some.map((person) => person.group ?? "");
  const groups = [...new Set(["", ...shownIn(people.filter((person) => person.read)), ...shownIn(people)])];
  const focused = document.activeElement?.dataset.person;
  $("people").replaceChildren(
    ...groups.map((group) => {
      const shown = people.filter((person) => (person.group ?? "") === group).map(personButton);
      if (!group) return make("div", { class: "first" }, ...shown);
      const name = make("span", { class: "name", "aria-hidden": "true" }, group);
      return make("div", { class: "group", role: "group", "aria-label": group }, name, ...shown);
    }),
  );
  $("show-people").hidden = groups.length < 2;
  if (focused) $("people").querySelector(`[data-person="${focused}"]`).focus();
}

function personButton(person) {
  return make(
    "button",
    {
      type: "button",
      "aria-current": person.id === me ? "true" : undefined,
      click: () => (location.hash = person.id),
      "data-person": person.id,
    },
    make("span", { class: "who" }, person.name),
    " ",
    person.role && !person.read ? make("span", { class: "role" }, person.role) : "",
    " ",
    person.fresh ? make("span", { class: "fresh" }, make("span", { class: "unseen" }, "has something new")) : "",
  );
}

function talkAs(id) {
  texts.set(me, $("text").value);
  me = one(id)?.id ?? people[0].id;
  see(me, one(me).newest);
  $("text").value = texts.get(me) ?? "";
  $("text").setAttribute("aria-label", `Message as ${one(me).name}`);
  $("text").placeholder = `Message as ${one(me).name}`;
  $("home").setAttribute("aria-label", `${one(me).name}’s home`);
  // A channel is only read, and has no home.
  document.body.dataset.read = one(me).read ? "yes" : "";
  $("composer").hidden = Boolean(one(me).read);
  grow();
  answer("");
  dialog.close();
  log.clear(one(me).read ? "Nothing was posted here yet." : "Say hi to begin.");
  listen();
  showHome();
}

// Which messages were seen, so that the others' new ones can be pointed at.
function see(id, newest) {
  const key = `seen-${id}`;
  if (id === me) localStorage.setItem(key, newest);
  one(id).newest = newest;
  one(id).fresh = newest > Number(localStorage.getItem(key) ?? 0);
  showPeople();
}

// What comes by itself

function listen() {
  stream?.close();
  const opened = new EventSource(`/api/events?person=${me}`);
  stream = opened;
  const on = (name, hear) =>
    opened.addEventListener(name, (event) => {
      if (stream === opened) hear(JSON.parse(event.data), Number(event.lastEventId));
    });
  on("post", (data, number) => {
    log.post(number, data);
    if (data.author === "bot" && !data.replaces) see(me, number);
    homeLater();
  });
  on("ready", (said) => {
    $("lost").textContent = "";
    clock.hear(said);
    log.ready();
    homeLater();
  });
  on("clock", (said) => {
    clock.hear(said);
    homeLater();
  });
  on("elsewhere", ({ person, id }) => see(person, id));
  on("reset", () => location.reload());
  opened.onerror = () => {
    if (stream !== opened) return;
    $("lost").textContent = "Not connected; trying again.";
    // A refused stream is not tried again by the browser.
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => stream === opened && listen(), 2000);
  };
}

// The home page

function homeLater() {
  $("home").setAttribute("aria-busy", "true");
  homeSoon ||= setTimeout(showHome, clock.isMoving() ? 400 : 60);
}

async function showHome() {
  clearTimeout(homeSoon);
  homeSoon = 0;
  const whose = me;
  if (one(me).read) return $("home").replaceChildren((home = ""));
  const page = await ask(`/api/home?person=${whose}`).catch((error) => {
    if (!(error instanceof Gone)) tell(error.message);
  });
  if (!homeSoon) $("home").removeAttribute("aria-busy");
  const drawn = JSON.stringify([whose, page]);
  if (!page || whose !== me || drawn === home) return;
  home = drawn;
  const focused = $("home").contains(document.activeElement) && document.activeElement.dataset.key;
  const title = make("h2", { class: "unseen" }, "Home");
  $("home").replaceChildren(title, ...asks(page.asks, (button, ref, choice) => press(ref, choice, "")));
  if (focused) ($("home").querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? $("home")).focus();
}

// What a person does

async function press(ref, choice, message) {
  log.followFocus();
  const reply = await trying(() => act("/api/press", { person: me, ref, choice, message }));
  if (reply?.reply === "form") dialog.open(reply.form, me, message, reply);
  if (!message) homeLater();
}

// The box is free for the next line at once.
async function say() {
  const [text, person] = [$("text").value, me];
  if (!text.trim()) return;
  const body = { person, text, thread };
  $("text").value = "";
  grow();
  answer("");
  const reply = await trying(() => act("/api/say", body));
  if (reply?.reply === "form") dialog.open(reply.form, person, "", reply);
  if (!reply && me === person && !$("text").value) $("text").value = text;
  grow();
}

function answer(key, about = "") {
  thread = key;
  $("thread").hidden = !key;
  $("thread-words").textContent = about;
  if (key) $("text").focus();
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight + 2}px`;
}

function show(view) {
  document.body.dataset.view = view;
  for (const button of $("views").querySelectorAll("button")) {
    if (button.dataset.view === view) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

async function begin() {
  const arrived = await trying(() => ask("/api/arrive", { zone: here() }));
  if (!arrived) return setTimeout(begin, 2000);
  people = arrived.people;
  setZone(arrived.zone);
  const asked = location.hash.slice(1);
  me = one(asked)?.id ?? people[0].id;
  people.forEach((person) => see(person.id, person.newest));
  clock.hear(arrived.clock);
  talkAs(me);
  $("text").focus();
  return undefined;
}

clock.start();
dialog.start(homeLater);
log.open({ press, answer });
window.addEventListener("hashchange", () => talkAs(location.hash.slice(1)));
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
  if (event.key === "Escape") answer("");
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  say();
});
$("unthread").addEventListener("click", () => {
  answer("");
  $("text").focus();
});
$("show-people").addEventListener("click", () => {
  const open = $("head").classList.toggle("open");
  $("show-people").setAttribute("aria-expanded", String(open));
});
$("views").addEventListener("click", (event) => event.target.dataset.view && show(event.target.dataset.view));
begin();
