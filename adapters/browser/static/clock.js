// The bot's time: it runs, and it can be moved.

import { ask, tell, trying } from "./api.js";
import { $, busy } from "./dom.js";
import { day, hour, theZone, wall } from "./time.js";

let now = new Date();
let heard = performance.now();
let moving = false;

export const isMoving = () => moving;

// What the server says of the clock.
export function hear(said) {
  const was = moving;
  [now, heard, moving] = [new Date(said.now), performance.now(), said.moving];
  $("moves").hidden = moving;
  $("moving").hidden = !moving;
  $("progress").value = said.fraction;
  $("log").setAttribute("aria-busy", String(moving)); // not half a year read out at once
  show();
  if (said.error) tell(`${said.error.sentence}${said.error.id ? ` (${said.error.id})` : ""}`);
  if (was === moving) return;
  const there = `${day(now)}, ${hour(now)}`;
  $("clock-said").textContent = moving ? "Moving the clock." : `${said.stopped ? "Stopped." : ""} It is ${there}.`;
  // What had the focus is hidden now: its counterpart takes it.
  if (document.activeElement === document.body || $("clock").contains(document.activeElement)) {
    (moving ? $("stop") : $("moves").querySelector("button")).focus({ preventScroll: true });
  }
}

function show() {
  const moment = new Date(now.getTime() + (moving ? 0 : performance.now() - heard));
  $("hour").textContent = hour(moment);
  $("date").textContent = day(moment);
  $("now").dateTime = moment.toISOString();
  // The date to go to starts at the present one, and stays as it was typed.
  if (document.activeElement !== $("at") && !$("at").dataset.typed) $("at").value = wall(moment);
}

function move(button, to) {
  return busy(button, () =>
    trying(async () => {
      const said = await ask("/api/clock", { zone: theZone(), ...to });
      if (said.sentence) tell(said.sentence);
      return said;
    }),
  );
}

export function start() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => move(button, { move: button.dataset.move }));
  }
  $("at").addEventListener("input", () => ($("at").dataset.typed = "yes"));
  $("to").addEventListener("submit", (event) => {
    event.preventDefault();
    delete $("at").dataset.typed;
    if ($("at").value) move(event.submitter, { move: "to", at: $("at").value });
    else tell("Choose a date and a time first.");
  });
  $("stop").addEventListener("click", () => busy($("stop"), () => trying(() => ask("/api/clock/stop", {}))));
  $("show-moves").addEventListener("click", () => {
    const open = $("clock").classList.toggle("open");
    $("show-moves").setAttribute("aria-expanded", String(open));
  });
  setInterval(show, 5000);
}
