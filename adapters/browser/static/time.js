// Moments as words, in the zone in which the bot's people live.

let zone = "UTC";

export const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
export const setZone = (name) => (zone = name);
export const theZone = () => zone;

const format = (moment, options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(moment);

export const hour = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const day = (moment) =>
  format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");

// As a datetime-local field takes it.
export const wall = (moment) => {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(moment);
  return `${date}T${hour(moment)}`;
};
