// A form of the bot's as a dialog. What was typed is kept until it was taken, even when the dialog is closed.

import { Refused, act } from "./api.js";
import { $, busy, make } from "./dom.js";
import { draw } from "./draw.js";
import { FIELDS, drawField } from "./fields.js";

const drafts = new Map();
let taken = () => {};

// `done` is called after a form was taken.
export function start(done) {
  taken = done;
  $("form").addEventListener("close", () => {
    if (document.activeElement === document.body) $("text").focus();
  });
}

export function close() {
  if ($("form").open) $("form").close();
}

// `offers` are the people and the channels that can be named in it.
export function open(form, person, message, offers) {
  const draft = JSON.stringify([person, form.ref]);
  const fields = [];
  const body = form.body.map((part, place) => {
    if (!(part.kind in FIELDS)) return draw(part);
    const field = drawField(part, `field-${place}`, offers);
    fields.push(field);
    return field.element;
  });
  for (const field of fields) {
    const kept = drafts.get(draft)?.[field.name];
    if (kept !== undefined) field.fill(kept);
  }

  const general = make("p", { class: "fault", role: "alert" });
  // A form that is only to read has nothing to send.
  const send = form.send && make("button", { class: "main" }, form.send);
  const cancel = make("button", { type: "button", class: send ? "" : "main", click: close }, send ? "Cancel" : "Close");
  const values = () => Object.fromEntries(fields.map((field) => [field.name, field.value()]));
  const named = fields.filter((field) => ["someone", "channel", "members", "looked"].includes(field.kind));
  const kinds = () => Object.fromEntries(named.map((field) => [field.name, field.kind]));
  const drawn = make(
    "form",
    {
      novalidate: true,
      input: () => drafts.set(draft, values()),
      submit: (event) => {
        event.preventDefault();
        if (send) busy(send, () => submit());
      },
      keydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) drawn.requestSubmit();
      },
    },
    make("h2", { id: "form-title", tabindex: "-1" }, form.title),
    ...body,
    general,
    make("div", { class: "choices" }, ...[send, cancel].filter(Boolean)),
  );

  async function submit() {
    const found = fields.map((field) => [field.name, field.wrong()]).filter(([, sentence]) => sentence);
    if (found.length) return faults(found);
    try {
      const reply = await act("/api/submit", { person, ref: form.ref, fields: values(), message, kinds: kinds() });
      if (reply.reply === "errors") return faults(reply.errors);
      drafts.delete(draft);
      if (reply.reply === "form") return open(reply.form, person, message, reply);
      close();
      taken();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      general.textContent = error.message;
    }
    return undefined;
  }

  function faults(found) {
    const sentences = new Map(found);
    for (const field of fields) {
      field.fault(sentences.get(field.name) ?? "");
      sentences.delete(field.name);
    }
    // An error that belongs to no field of this form still has to be read.
    general.textContent = [...sentences.values()].join(" ");
    drawn.querySelector('[aria-invalid="true"]')?.focus();
  }

  $("form").replaceChildren(drawn);
  if (!$("form").open) $("form").showModal();
  (fields[0]?.controls.find((control) => control.checked) ?? fields[0]?.controls[0] ?? (send || cancel)).focus();
}
