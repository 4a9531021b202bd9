// Asking the server, and saying what went wrong in the words that it gives.

import { $, make } from "./dom.js";

const GONE = { sentence: "The playground does not answer. Is it still running?" };

export class Refused extends Error {
  constructor({ sentence, id }) {
    super(id ? `${sentence} (${id})` : sentence);
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
  if (!said) throw new Refused(GONE);
  if (!response.ok) throw new Refused(said);
  return said;
}

// Every act has an id of its own; what a second click means is the bot's to decide.
export const fresh = () => crypto.randomUUID();

export function tell(sentence) {
  const close = make("button", { type: "button", class: "plain", click: hush }, "Close");
  $("toast").replaceChildren(make("p", {}, sentence), close);
}

export function hush() {
  $("toast").replaceChildren();
}

// Do something; what goes wrong stands in the toast. Gives undefined then.
export async function trying(act) {
  try {
    const done = await act();
    hush();
    return done;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error.message);
    return undefined;
  }
}
