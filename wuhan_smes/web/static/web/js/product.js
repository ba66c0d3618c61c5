// Small manners of every page. Everything here is comfort: each page works without it.
"use strict";

// A menu (<details class="menu">) closes on Escape, on a click elsewhere, and when focus leaves it.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
}

// Ctrl-K (or its link) opens the field that finds everything; Escape closes it.
const openFinding = (event) => {
  const dialog = document.getElementById("find-dialog");
  if (!dialog) return;
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
};
document.addEventListener("keydown", (event) => {
  const dialog = document.getElementById("find-dialog");
  if (event.key === "Escape" && dialog && dialog.open) {
    event.preventDefault(); // the field would only be emptied
    dialog.close();
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") openFinding(event);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-find]")) openFinding(event);
  if (event.target.id === "find-dialog") event.target.close();
});

// A message can be put away; a page can be printed.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) button.closest("li").remove();
  if (event.target.closest("[data-print]")) window.print();
});

// A form is sent once, however often its button is pressed; data-confirm asks first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = form.dataset.confirm;
  if (question && !window.confirm(question)) return event.preventDefault();
  if (form.method !== "post" || "stays" in form.dataset) return undefined; // a download leaves the page
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  return undefined;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Filters with data-auto are applied as soon as a choice changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
