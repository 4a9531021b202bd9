// The fields of a form: each drawn with its label, its hint and the place for its error, and read as text.

import { make } from "./dom.js";

const MANY = 8; // options from which one choice is a list and not radio buttons

export const FIELDS = {
  line: (field, id) => {
    const attributes = { id, name: field.name, autocomplete: "off", dir: "auto" };
    const control = field.long
      ? make("textarea", { ...attributes, rows: 4 })
      : make("input", { ...attributes, type: "text" });
    control.value = field.value;
    return labelled(field, id, control, () => control.value);
  },
  pick,
  day: (field, id) => {
    const control = make("input", { id, name: field.name, type: "date" });
    control.value = field.value ?? "";
    return labelled(field, id, control, () => control.value);
  },
  someone: (field, id, { people }) => {
    const many = field.most > 1;
    const drawn = pick({ ...field, many, options: people }, id);
    const value = () => drawn.value().replaceAll(",", " ");
    return { ...drawn, value, fill: (text) => drawn.fill(text.replaceAll(" ", ",")) };
  },
  channel: (field, id, { channels }) =>
    channels.length ? pick({ ...field, value: field.value ? [field.value] : [], options: channels }, id) : noChannel(field, id),
};

// A drawn field: the element, its value as text, how to fill it again, and how to show or take away its error.
// `offers` are the people and the channels that can be named in it.
export function drawField(field, id, offers) {
  const drawn = FIELDS[field.kind](field, id, offers);
  return {
    ...drawn,
    name: field.name,
    kind: field.kind === "channel" ? (field.looks ? "looked" : field.members ? "members" : "channel") : field.kind,
    wrong: () => wrong(field, drawn.value()),
    fault: (words) => fault(drawn, id, words),
  };
}

function pick(field, id) {
  return field.many || field.options.length < MANY ? ticks(field, id) : list(field, id);
}

function noChannel(field, id) {
  const control = make("p", {}, "There is no channel here.");
  return labelled(field, id, control, () => "");
}

// What a platform checks by itself before it sends.
function wrong(field, value) {
  if (!field.optional && !value.trim()) return "This is still empty.";
  const named = field.kind === "someone" ? value.split(" ").filter(Boolean).length : 0;
  if (named > field.most) return `At most ${field.most} fit; these are ${named}.`;
  const length = [...value].length;
  if (field.limit && length > field.limit) return `At most ${field.limit} characters fit; these are ${length}.`;
  return "";
}

function fault(drawn, id, sentence) {
  drawn.element.querySelector(".fault").textContent = sentence;
  for (const control of drawn.controls) {
    if (sentence) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

function labelled(field, id, control, value) {
  control.setAttribute("aria-describedby", `${id}-hint ${id}-fault`);
  if (!field.optional) control.setAttribute("aria-required", "true");
  const element = make("div", { class: "field" }, make("label", { for: id }, ...name(field)), hint(field, id), control, place(id));
  return { element, controls: [control], value, fill: (text) => (control.value = text) };
}

function list(field, id) {
  const none = make("option", { value: "" }, "");
  const options = field.options.map(([key, label]) => make("option", { value: key }, label));
  const control = make("select", { id, name: field.name }, none, ...options);
  control.value = field.value[0] ?? "";
  return labelled(field, id, control, () => control.value);
}

function ticks(field, id) {
  // A radio button cannot be taken back, so a choice that may stay open has one for that.
  const open = field.optional && !field.many && !field.value.length;
  const options = open ? [...field.options, ["", "No answer"]] : field.options;
  const boxes = options.map(([key, label], place) => {
    const type = field.many ? "checkbox" : "radio";
    const box = make("input", { id: `${id}-${place}`, type, name: id, value: key });
    return [box, make("label", { for: box.id, class: "tick" }, box, label)];
  });
  const controls = boxes.map(([box]) => box);
  const fill = (text) => {
    const keys = field.many ? text.split(",") : [text];
    for (const box of controls) box.checked = keys.includes(box.value);
  };
  if (field.value.length) fill(field.value.join(","));
  const element = make(
    "fieldset",
    { class: "field", "aria-describedby": `${id}-hint ${id}-fault` },
    make("legend", {}, ...name(field)),
    hint(field, id),
    make("div", { class: "ticks" }, ...boxes.map(([, label]) => label)),
    place(id),
  );
  const value = () => controls.filter((box) => box.checked).map((box) => box.value).join(",");
  return { element, controls, value, fill };
}

const name = (field) => [field.label, field.optional ? make("span", { class: "optional" }, " optional") : ""];
const hint = (field, id) => make("p", { id: `${id}-hint`, class: "hint" }, field.hint);
const place = (id) => make("p", { id: `${id}-fault`, class: "fault" });
