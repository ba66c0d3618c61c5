// Sends what waits, each visit once: the server knows its number, so sending again is safe.
// Whatever the server refuses stays here with its words until the person has read them.

import * as store from "./store.js";

const VISITS = "/api/v1/visits/";
let sending = null;

const token = () => (document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/) || [])[1] || "";

class Away extends Error {}
class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || "未能保存，请稍后再试");
    this.status = status;
    this.code = problem.code || "";
    this.faults = problem.errors || [];
    this.stands = (problem.params || {}).visit_id || null;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, {credentials: "same-origin", ...options});
  } catch {
    throw new Away("没有信号");
  }
  if (response.ok && !response.redirected) return response.json();
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 || response.redirected) throw new Away("请先登录，登录后自动发送");
  if (response.status === 403 && problem.code !== "not_permitted") throw new Away("请先登录，登录后自动发送");
  if (response.status === 429 || response.status >= 500) throw new Away("服务器忙，稍后自动再发");
  throw new Refused(response.status, problem);
}

const post = (path, body, headers = {}) =>
  ask(path, {method: "POST", body, headers: {"X-CSRFToken": decodeURIComponent(token()), ...headers}});

// Who is signed in now may be another person than the one who wrote it down.
export async function signed_in() {
  const me = await ask("/api/v1/me/");
  return {id: me.id, name: me.display_name || me.username};
}

async function send(item) {
  if (!item.visit) {
    const visit = await post(VISITS, JSON.stringify(item.body), {"Content-Type": "application/json"});
    item.visit = visit.id;
    item.warning = visit.warning || "";
    await store.put("outbox", item);
  }
  for (const key of item.photos) {
    const photo = await store.get("photos", key);
    if (!photo || photo.sent) continue;
    const body = new FormData();
    body.set("client_uuid", key);
    body.set("photo", photo.data, photo.name);
    if (item.values.to_tickets) body.set("to_tickets", "true");
    await post(`${VISITS}${item.visit}/photos/`, body);
    await store.put("photos", {...photo, sent: true});
  }
  await store.forget(item.key, item.photos);
}

async function send_all(person) {
  const told = {sent: [], away: ""};
  const waiting = (await store.all("outbox")).filter((item) => !item.refused);
  if (!waiting.length) return told;
  try {
    const now = await signed_in();
    for (const item of waiting) {
      if (item.person !== now.id) {
        told.away = `有走访由${item.person_name}登记，请其本人登录后发送`;
        continue;
      }
      try {
        await send(item);
        told.sent.push(item);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const refused = {detail: error.message, code: error.code, faults: error.faults, stands: error.stands};
        await store.put("outbox", {...item, refused});
      }
    }
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    told.away = error.message;
  }
  return told;
}

// One round at a time, in this tab and, where the browser can say so, in all of them.
export function flush() {
  if (!sending) {
    const round = navigator.locks ? navigator.locks.request("visits-outbox", send_all) : send_all();
    sending = round.finally(() => { sending = null; });
  }
  return sending;
}

// A whole telephone number, in order to call; the trail notes who looked, and why.
export function reveal(contact) {
  return post(`${VISITS}reveal-contact/`, JSON.stringify({contact, reason: "走访联系企业"}), {"Content-Type": "application/json"});
}
