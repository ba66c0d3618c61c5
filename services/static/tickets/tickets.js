// Keyboard and comfort on the desks. All of it works without scripts by ordinary links and forms.
"use strict";

// A dialog that was just closed may keep the focus until the next frame: only an open one counts.
const typing = (target) => target instanceof Element && target.closest("input, select, textarea, dialog[open]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const here = () => document.querySelector("[data-row].at");

// The row the keyboard stands on; its link gets the focus, so that a reader says it.
const stand = (row) => {
  if (!row) return;
  for (const each of rows()) each.classList.toggle("at", each === row);
  row.querySelector("[data-open]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
};
const step = (by) => {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(here());
  stand(all[Math.min(Math.max(now < 0 ? 0 : now + by, 0), all.length - 1)]);
};
const press = (key) => {
  const found = document.querySelector(`[data-key="${key}"]`);
  if (!found) return false;
  const move = found.closest("details.move");
  if (!move) {
    found.click();
    return true;
  }
  move.open = true;
  const field = move.querySelector(".move-form :is(input:not([type=hidden]), select, textarea, button)");
  if (field) field.focus();
  return true;
};
const commands = {
  j: () => step(1),
  k: () => step(-1),
  x: () => {
    const box = here() && here().querySelector(".pick input");
    if (box) box.click();
    return Boolean(box);
  },
  "/": () => {
    const field = document.querySelector("input[name=q]");
    if (field) field.focus();
  },
  "?": () => document.getElementById("keys").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const command = commands[event.key];
  const done = command && command() !== false;
  if (done || (/^[a-z]$/.test(event.key) && press(event.key))) event.preventDefault();
});
const ready = () => {
  for (const hint of document.querySelectorAll(".keys-hint, [data-all]")) hint.hidden = false;
};
document.addEventListener("DOMContentLoaded", ready);
ready();

// Ticking all of a page, and counting what is ticked.
const boxes = () => [...document.querySelectorAll(".pick input")];
const count = () => {
  const chosen = boxes().filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = String(chosen);
  // It follows the eye only once something is ticked; until then it would lie on the rows.
  for (const bar of document.querySelectorAll(".bulk")) bar.classList.toggle("idle", !chosen);
};
document.addEventListener("DOMContentLoaded", count);
count();
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-all], .pick input")) count();
});

// Choosing one of the enterprises that were found.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-enterprise]");
  if (!button) return;
  document.getElementById("id_enterprise").value = button.dataset.enterprise;
  document.getElementById("id_who").value = button.dataset.name;
  document.getElementById("candidates").replaceChildren();
  document.body.dispatchEvent(new Event("alike"));
});
document.addEventListener("input", (event) => {
  if (event.target.id === "id_who") document.getElementById("id_enterprise").value = "";
});
