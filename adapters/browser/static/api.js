// Asking the server, and saying what went wrong in the words that it gives.

import { $, make } from "./dom.js";

export class Refused extends Error {
  constructor({ sentence, id }) {
    super(id ? `${sentence} (${id})` : sentence);
  }
}

// Nobody answered at all; that the page is not connected is said elsewhere too.
export class Gone extends Refused {
  constructor() {
    super({ sentence: "The playground does not answer. Is it still running?" });
  }
}

export async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, options).catch(() => null);
  const said = response && (await response.json().catch(() => null));
  if (!said) throw new Gone();
  if (!response.ok) throw new Refused(said);
  return said;
}

let acts = Promise.resolve();

// What a person does reaches the bot in the order in which they did it. Every act has an id of its own; what a
// second click means is the bot's to decide.
export function act(path, body) {
  const done = acts.then(() => ask(path, { id: crypto.randomUUID(), ...body }));
  acts = done.catch(() => {});
  return done;
}

export function tell(sentence) {
  const close = make("button", { type: "button", class: "plain", click: hush }, "Close");
  $("toast").replaceChildren(make("p", {}, sentence), close);
}

export function hush() {
  $("toast").replaceChildren();
}

// Do something that a person asked for; what goes wrong stands in the toast. Gives undefined then.
export async function trying(act) {
  hush();
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    return undefined;
  }
}
