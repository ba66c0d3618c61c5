// Small parts of the page, made without markup in strings.

export const text = (words) => document.createTextNode(words);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const by_id = (id) => document.getElementById(id);

// A moment as an input of the kind datetime-local wants it, in the telephone's own zone.
export function local(moment) {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
  return shifted.toISOString().slice(0, 16);
}

// How many midnights lie between a local moment and now.
export function days_ago(value) {
  const then = new Date(value);
  const now = new Date();
  return Math.round((new Date(now.toDateString()) - new Date(then.toDateString())) / 86400000);
}
