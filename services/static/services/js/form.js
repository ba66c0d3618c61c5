// Between the form, the draft on the telephone and the body the server takes.

import * as store from "./store.js";

const FACTS = ["revenue", "orders", "staff", "rnd_spending", "investment", "staff_needed", "money_needed", "land_needed", "power_needed"];
const PLAIN = ["mode", "summary", "place", "received_name", "received_post", "received_phone", "template", "intent_tier", "intent_gap", "late_reason", "again_reason", "facts_period"];
const SKIPPED = new Set(["csrfmiddlewaretoken", "photos"]);
const LONGEST = 2560;

// Every value by name, several where a name has several.
export function draft_of(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (SKIPPED.has(name) || value instanceof File) continue;
    if (name in values) values[name] = [].concat(values[name], value);
    else values[name] = value;
  }
  return values;
}

export function fill(form, values) {
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "file") continue;
    const value = values[field.name];
    if (field.type === "checkbox" || field.type === "radio") field.checked = [].concat(value ?? []).includes(field.value);
    else if (value !== undefined) field.value = value;
  }
}

// What the form says, as the server takes it; what is empty is left out.
export function told(form) {
  const given = new FormData(form);
  const word = (name) => (given.get(name) || "").toString().trim();
  const body = {
    client_uuid: word("client_uuid"),
    visited_at: new Date(word("visited_at")).toISOString(),
    purposes: given.getAll("purposes"),
    explained: given.getAll("explained").map(Number),
    facts: {},
    members: blocks(given, "member", ["name", "unit", "post", "rank"], "name"),
    tickets: blocks(given, "ticket", ["title", "text", "category", "urgency"], "title")
      .map((ticket) => ({...ticket, client_uuid: store.uuid()})),
  };
  if (word("enterprise")) body.enterprise = Number(word("enterprise"));
  else body.uscc = word("uscc");
  for (const name of PLAIN) body[name] = word(name);
  for (const name of FACTS) if (word(name)) body.facts[name] = word(name);
  if (word("campaign")) body.campaign = word("campaign");
  if (word("next_due_on")) body.next_due_on = word("next_due_on");
  if (word("latitude")) body.location = {latitude: word("latitude"), longitude: word("longitude"), source: "device"};
  return body;
}

function blocks(given, kind, fields, needed) {
  const found = [];
  for (let number = 0; given.has(`${kind}-${number}-${needed}`); number += 1) {
    const block = Object.fromEntries(fields.map((name) => [name, (given.get(`${kind}-${number}-${name}`) || "").trim()]));
    if (block[needed]) found.push(block);
  }
  return found;
}

// Photos lie on the telephone as they were taken; only one that is too large is made smaller.
export async function keep_photos(files, most) {
  const keys = [];
  for (const file of files) {
    const key = store.uuid();
    const data = file.size > most ? await smaller(file) : file;
    await store.put("photos", {key, name: file.name || "photo.jpg", data: new Blob([await data.arrayBuffer()], {type: data.type}), shown: await thumbnail(file)});
    keys.push(key);
  }
  return keys;
}

async function drawn(file, longest, quality) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return [canvas, quality];
}

async function smaller(file) {
  const [canvas, quality] = await drawn(file, LONGEST, 0.85);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
}

async function thumbnail(file) {
  try {
    const [canvas, quality] = await drawn(file, 320, 0.7);
    return canvas.toDataURL("image/jpeg", quality);
  } catch {
    return "data:,"; // a picture this browser cannot draw is kept and sent all the same
  }
}
