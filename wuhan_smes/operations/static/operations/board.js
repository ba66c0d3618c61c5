// The slider of the board goes along the ends of months; without scripts the day is typed.
"use strict";
(() => {
  const slider = document.getElementById("as-of");
  const source = document.getElementById("board-days");
  if (!slider || !source) return;
  const days = JSON.parse(source.textContent);
  const field = slider.form.querySelector("input[name=on]");
  slider.value = String(days.indexOf(field.value));
  const say = () => {
    const day = days[Number(slider.value)];
    slider.setAttribute("aria-valuetext", day);
    field.value = day;
  };
  slider.setAttribute("aria-valuetext", field.value);
  slider.addEventListener("input", say);
  slider.closest(".slider").hidden = false;
})();
