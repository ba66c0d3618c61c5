// Comfort on the pages about imports: drop a file, decide doubtful rows by keyboard. All of it
// works without scripts by ordinary forms.
"use strict";

// A file can be dropped on the field that takes it.
const fieldUnder = (event) => event.target instanceof Element && event.target.closest("[data-drop]");
const inputOf = (place) => place.querySelector("input[type=file]");
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // a file dropped beside the field must not replace the page
    const place = fieldUnder(event);
    for (const each of document.querySelectorAll("[data-drop].over")) if (each !== place) each.classList.remove("over");
    if (place) place.classList.add("over");
  });
}
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer || !event.dataTransfer.files.length) return;
  event.preventDefault();
  const place = fieldUnder(event);
  for (const each of document.querySelectorAll("[data-drop].over")) each.classList.remove("over");
  if (!place) return;
  inputOf(place).files = event.dataTransfer.files;
  inputOf(place).dispatchEvent(new Event("change", { bubbles: true }));
});
const reveal = () => {
  for (const hint of document.querySelectorAll(".drop-hint, .keys")) hint.hidden = false;
};
document.addEventListener("DOMContentLoaded", reveal);
document.addEventListener("htmx:afterSwap", reveal);
reveal();

// Choosing a field for a column of a sheet that is left out takes the sheet in.
document.addEventListener("change", (event) => {
  const section = event.target instanceof Element && event.target.closest(".mapping .card");
  const skip = section && section.querySelector("[data-skip]");
  if (skip && event.target.matches("select") && event.target.value) skip.checked = false;
});

// Digits press the buttons of the first doubtful row.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
  if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
  const button = document.querySelector(`.doubt [data-key="${event.key}"]`);
  const first = document.querySelector(".doubt");
  if (!button || !first.contains(button)) return;
  event.preventDefault();
  button.click();
});
