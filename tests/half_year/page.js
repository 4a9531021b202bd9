// Read into the page before its own scripts, for the one who plays: ids in a row instead of random ones, so that a
// story is the same each time; what has arrived in the stream; and what a person reads, as text.

let acts = 0;
crypto.randomUUID = () => `act-${String(++acts).padStart(8, "0")}-${location.hash.slice(1) || "ana"}`;

window.arrived = { post: 0, moves: 0, ready: false };
window.EventSource = class extends EventSource {
  constructor(address) {
    super(address);
    this.addEventListener("post", (event) => (window.arrived.post = Number(event.lastEventId)));
    this.addEventListener("clock", (event) => (window.arrived.moves += JSON.parse(event.data).moving ? 0 : 1));
    this.addEventListener("ready", () => (window.arrived.ready = true));
  }
};

const marks = (dots) =>
  [...dots.querySelectorAll("svg > *:last-child")]
    .map((shape) => {
      if (shape.getAttribute("opacity")) return "·";
      if (shape.getAttribute("stroke-dasharray")) return "◌";
      if (shape.tagName === "path") return shape.classList.contains("full") ? "◐" : "–";
      return shape.classList.contains("full") ? "●" : "○";
    })
    .join("");

function lines(part) {
  if (part.matches("div.dots")) return [`${marks(part)}  ${part.getAttribute("aria-label")}`];
  if (part.matches("div.choices")) return [[...part.children].map((one) => `[${one.textContent}]`).join(" ")];
  if (part.matches("figure")) return [`(${part.querySelector("strong").textContent}) ${part.querySelector("p").textContent}`];
  if (part.matches("blockquote")) return [`“${part.querySelector("p").textContent}”`];
  if (part.matches("dl")) return [...part.children].map((row) => [...row.children].map((one) => one.textContent).join(": "));
  if (part.matches("hr")) return ["———"];
  return part.textContent.split("\n");
}

const asks = (place) =>
  [...place.querySelectorAll(".ask")].map((ask) => ({
    lines: [...ask.children].flatMap(lines),
    labels: [...ask.querySelectorAll(".choices button")].map((button) => button.textContent),
  }));

window.messages = () =>
  [...document.querySelectorAll("#log article")].map((article) => ({
    key: article.dataset.key ?? "",
    at: article.querySelector("time").dateTime,
    hour: article.querySelector("time").textContent,
    bot: article.classList.contains("bot"),
    asks: article.classList.contains("bot") ? asks(article) : [],
    said: article.classList.contains("bot") ? "" : article.querySelector(".said").textContent,
  }));

window.homeText = () => asks(document.querySelector("#home")).flatMap((ask) => ask.lines);

window.formText = () =>
  [...document.querySelectorAll("dialog form > *")]
    .filter((part) => !part.matches("h2, .choices, .field, .fault"))
    .flatMap(lines)
    .filter((line) => line);
