// The enterprises in one's care, kept on the telephone: picked from, and read before the bell.

import * as store from "./store.js";
import {element, text} from "./words.js";

const CARDS = "/api/v1/visit-cards/";
let known = [];

// Those the telephone has: there at once, with or without signal.
export async function kept(person) {
  const row = await store.get("cards", "mine");
  known = row && row.person === person ? row.cards : [];
}

// Those of today, where there is signal; without it the kept ones serve.
export async function refresh(person) {
  try {
    const response = await fetch(CARDS, {credentials: "same-origin"});
    if (response.ok && !response.redirected) {
      known = await response.json();
      await store.put("cards", {key: "mine", person, cards: known, at: new Date().toISOString()});
    }
  } catch {
    return;
  }
}

export const find = (id) => known.find((card) => String(card.enterprise) === String(id));
export const with_code = (code) => known.find((card) => card.uscc === code);

// Those whose name or code holds the words, the most pressing first; near ones first when asked.
export function matching(words, here = null) {
  const wanted = words.trim().toUpperCase();
  const found = known.filter((card) => !wanted || card.name.toUpperCase().includes(wanted) || (card.uscc || "").includes(wanted));
  return here ? [...found].sort((a, b) => metres(a, here) - metres(b, here)) : found;
}

export const placed = () => known.some((card) => card.location);

const METRES = 111_320; // of one degree of latitude
function metres(card, here) {
  const there = card.location;
  if (!there) return Number.MAX_VALUE; // those nobody noted the place of come last, in their order
  const x = (there.longitude - here.longitude) * Math.cos((here.latitude * Math.PI) / 180);
  return METRES * Math.hypot(x, there.latitude - here.latitude);
}

function far(card, here) {
  if (!here || !card.location) return [];
  const away = metres(card, here);
  const words = away < 1000 ? `约 ${Math.max(10, Math.round(away / 10) * 10)} 米` : `约 ${(away / 1000).toFixed(1)} 公里`;
  return [element("span", {class: "hint"}, text(words))];
}

export function line(card, choose, here = null) {
  const reasons = card.reasons.slice(0, 2).map((reason) => element("span", {class: `badge ${reason.tone}`}, text(reason.text)));
  const button = element("button", {type: "button", class: "pick"}, element("strong", {}, text(card.name)), ...far(card, here), ...reasons);
  button.addEventListener("click", () => choose(card));
  return element("li", {}, button);
}

// What one should know before going in. `call` asks for a whole number, which the trail notes.
export function before(card, call) {
  const part = (label, lines) => lines.length
    ? [element("dt", {}, text(label)), element("dd", {}, ...lines.flatMap((line) => [line, element("br")]).slice(0, -1))]
    : [];
  const people = card.contacts.map((person) => {
    const button = element("button", {type: "button", class: "button call"}, text("拨打"));
    button.addEventListener("click", () => call(person, button));
    return element("span", {class: "person"}, text(`${person.name} ${person.post} ${person.phone}`), button);
  });
  return element("dl", {class: "pair"},
    ...part("该去的理由", card.reasons.map((reason) => element("span", {class: `badge ${reason.tone}`}, text(reason.text)))),
    ...part("称号", card.titles.map((title) => text(title.valid_to ? `${title.name}，至 ${title.valid_to}` : `${title.name}，复核中`))),
    ...part("还差什么", card.gap ? [text(card.gap)] : []),
    ...part("差材料就能兑现", (card.papers || []).map((words) => text(words))),
    ...part("尚未到账的支持", (card.unpaid || []).map((words) => text(words))),
    ...part("在办问题", card.tickets.map((ticket) => text(`${ticket.title}（${ticket.state}${ticket.late ? "，已逾期" : ""}）`))),
    ...part("最近的答复", card.answered ? [text(`${card.answered.title}：${card.answered.text}`)] : []),
    ...part("上次走访", card.last ? [text(`${card.last.visited_on}：${card.last.summary}`)] : []),
    ...part("联系人", people));
}
