// Pictures of a person's own past: dots and charts, drawn as SVG, each with its words beside it.

import { make, svg } from "./dom.js";

const ring = (more) => svg("circle", { cx: 8, cy: 8, r: 6, class: "ring", ...more });

export const MARKS = {
  did: () => [svg("circle", { cx: 8, cy: 8, r: 6.9, class: "full" })],
  partly: () => [ring(), svg("path", { d: "M8 2 a6 6 0 0 0 0 12 z", class: "full" })],
  not: () => [ring()],
  out: () => [svg("path", { d: "M5 8 h6", class: "ring" })],
  open: () => [ring({ "stroke-dasharray": "1.6 2.17" })],
  ahead: () => [ring({ opacity: 0.35 })],
};

export function dots(part) {
  const drawn = part.marks.map((mark) =>
    svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16 }, ...MARKS[mark]()),
  );
  return make("div", { class: "dots", role: "img", "aria-label": part.said, title: part.said }, ...drawn);
}

const BOX = { left: 26, right: 6, top: 12, bottom: 20, width: 360, height: 160 };

export function chart(part) {
  const scale = scaled(part);
  const draw = part.shape === "line" ? line : bars;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img", "aria-label": `${part.title}. ${part.said}` },
    ...axis(part, scale),
    ...part.series.flatMap((series, number) => draw(series, number, part, scale)),
  );
  const caption = make("figcaption", {}, make("strong", {}, part.title), legend(part), make("p", {}, part.said));
  return make("figure", { class: "chart" }, picture, caption);
}

function scaled(part) {
  const values = part.series.flatMap((series) => series.values).filter((value) => value !== null);
  const low = -step(-Math.min(0, ...values));
  const top = step(Math.max(0, ...values)) || (low === 0 ? 1 : 0); // nothing but zeros: the line stays at the foot
  const reach = top - low;
  const height = BOX.height - BOX.top - BOX.bottom;
  const room = (BOX.width - BOX.left - BOX.right) / Math.max(part.labels.length, 1);
  const y = (value) => BOX.top + ((top - value) / reach) * height;
  return { top, low, y, room, x: (place) => BOX.left + room * (place + 0.5) };
}

// The next round number up: 1, 2, 4, 5, 10, 20, 40, 50, 100 …
function step(value) {
  if (value <= 0) return 0;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((round) => round * size).find((round) => round >= value);
}

function axis(part, { top, low, y, x }) {
  const half = low === 0 && top % 2 === 0 ? top / 2 : 0;
  const marks = new Set([low, 0, half, top]);
  const every = Math.ceil(part.labels.length / 9);
  return [
    ...[...marks].flatMap((mark) => [
      svg("path", { d: `M${BOX.left} ${y(mark)} H${BOX.width - BOX.right}`, class: mark === 0 ? "base" : "grid" }),
      svg("text", { x: BOX.left - 5, y: y(mark) + 3, "text-anchor": "end" }, short(mark)),
    ]),
    ...part.labels.flatMap((label, place) =>
      place % every ? [] : [svg("text", { x: x(place), y: BOX.height - 6, "text-anchor": "middle" }, label)],
    ),
  ];
}

function bars(series, number, part, { y, x, room }) {
  const width = Math.min((room * 0.72) / part.series.length, 26);
  const left = (place) => x(place) + (number - part.series.length / 2) * width;
  return series.values.flatMap((value, place) => {
    if (value === null) return [];
    const height = Math.max(Math.abs(y(value) - y(0)), value === 0 ? 0 : 1);
    const at = { x: left(place) + 0.5, y: Math.min(y(value), y(0)), width: width - 1, height, rx: 2 };
    return [svg("rect", { ...at, class: `series-${number}` })];
  });
}

function line(series, number, part, { y, x }) {
  const points = series.values.flatMap((value, place) => (value === null ? [] : [[place, x(place), y(value)]]));
  // A gap where nothing was asked: the pen is lifted.
  const path = points.map(([place, px, py], index) => {
    const joined = index > 0 && points[index - 1][0] === place - 1;
    return `${joined ? "L" : "M"}${px} ${py}`;
  });
  return [
    svg("path", { d: path.join(" "), class: `line series-${number}` }),
    ...points.map(([, px, py]) => svg("circle", { cx: px, cy: py, r: 3, class: `series-${number}` })),
  ];
}

function legend(part) {
  if (part.series.length < 2) return "";
  const swatch = (number) =>
    svg("svg", { viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" },
      svg("rect", { width: 10, height: 10, rx: 2, class: `series-${number}` }));
  const entries = part.series.map((series, number) => make("li", {}, swatch(number), series.name));
  return make("ul", { class: "legend" }, ...entries);
}

const short = (value) => String(Math.round(value * 100) / 100);
