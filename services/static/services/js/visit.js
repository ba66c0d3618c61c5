// 记走访 on a telephone: a draft that is never lost, an outbox that sends each visit once.
// Without this script the same form is sent in the plain way.

import * as cards from "./cards.js";
import {draft_of, fill, keep_photos, told} from "./form.js";
import * as outbox from "./outbox.js";
import * as scan from "./scan.js";
import * as store from "./store.js";
import {by_id, days_ago, element, local, text} from "./words.js";

const FACTS = JSON.parse(by_id("visit-facts").textContent);
const form = by_id("visit-form");
const DRAFT = `draft-${FACTS.person}`;
const AGAIN = "visit_again_needs_reason";
const TAKEN = "visit_number_taken"; // sent before with other words: those stand
let photos = [];
let near = null; // where the person stands, once asked for to pick from nearby
let scanning = null;
let current = false; // whether the cards were asked for since the page opened

// ── status ──────────────────────────────────────────────────────────────
function signal(words, kind = "") {
  const bar = by_id("signal");
  bar.className = `signal ${kind}`;
  bar.textContent = words;
  bar.hidden = !words;
}

function insecure() {
  return window.isSecureContext ? "" : "本页以 http 打开：草稿和未发送的走访照样保存在本机，但不能离线打开本页、定位和扫码；这些需要 https。";
}

async function show_outbox(away = "") {
  const waiting = await store.all("outbox");
  by_id("outbox").hidden = !waiting.length;
  by_id("outbox-list").replaceChildren(...waiting.map(shown));
  const words = [navigator.onLine ? "" : "离线，可照常登记", waiting.length ? `${waiting.length} 条待发送` : "", away, insecure()];
  signal(words.filter(Boolean).join("；"), navigator.onLine && !away ? "" : "away");
}

function shown(item) {
  const refused = item.refused;
  const line = element("li", {class: refused ? "refused" : ""}, element("strong", {}, text(item.enterprise_name)),
    text(` ${item.values.visited_at.replace("T", " ")}`));
  if (item.person !== FACTS.person) line.append(element("p", {class: "hint"}, text(`由${item.person_name}登记`)));
  if (!refused) return line;
  const said = refused.faults.length ? refused.faults.map((fault) => fault.detail).join("；") : refused.detail;
  line.append(element("p", {class: "wrong"}, text(said)));
  if (item.person !== FACTS.person) return line;
  if (refused.stands) line.append(element("p", {}, element("a", {href: `/visits/${refused.stands}/`}, text("打开已登记的走访"))));
  const words_of = {[AGAIN]: "填写理由", [TAKEN]: "作为另一次走访"};
  const change = element("button", {type: "button", class: "button"}, text(words_of[refused.code] || "修改"));
  change.addEventListener("click", () => reopen(item));
  const drop = element("button", {type: "button", class: "button danger"}, text("不再发送"));
  drop.addEventListener("click", async () => {
    if (!window.confirm("删除后这次走访的内容和照片不再保留。确定吗？")) return;
    await store.forget(item.key, item.photos);
    await show_outbox();
  });
  line.append(element("div", {class: "acts"}, ...(item.visit ? [] : [change]), drop));
  return line;
}

async function flush() {
  const done = await outbox.flush();
  await show_outbox(done.away);
  const warnings = done.sent.map((item) => item.warning).filter(Boolean);
  if (done.sent.length) signal([`已发送 ${done.sent.length} 条走访`, ...warnings].join("；"), warnings.length ? "away" : "good");
}

// ── the enterprise ──────────────────────────────────────────────────────
function show_picks() {
  const found = cards.matching(by_id("pick-words").value, near).slice(0, 8);
  const empty = element("li", {class: "hint"}, text(current ? "没有找到；可填信用代码，或从企业全景点“记走访”" : "正在读取包联企业…"));
  by_id("picks").replaceChildren(...(found.length ? found.map((card) => cards.line(card, choose, near)) : [empty]));
}

function choose(card) {
  form.elements.enterprise.value = card.enterprise;
  by_id("chosen-name").textContent = card.name;
  by_id("chosen").hidden = false;
  by_id("rechoose").hidden = false;
  by_id("picker").hidden = true;
  const last = card.last || {};
  for (const [name, value] of [["place", last.place], ["received_name", last.received_name], ["received_post", last.received_post]]) {
    if (value && !form.elements[name].value) form.elements[name].value = value;
  }
  by_id("card").replaceChildren(cards.before(card, call));
  by_id("card").hidden = false;
  keep();
}

function rechoose() {
  form.elements.enterprise.value = "";
  by_id("chosen").hidden = by_id("card").hidden = true;
  by_id("picker").hidden = false;
  show_picks();
}

async function call(person, button) {
  try {
    const found = await outbox.reveal(person.id);
    button.replaceWith(element("a", {class: "button call", href: `tel:${found.phone}`}, text(found.phone)));
  } catch (error) {
    button.replaceWith(element("span", {class: "hint"}, text(error.message)));
  }
}

// The nearest of one's enterprises first. The visit itself keeps a place only when told to.
function pick_nearby() {
  const hint = by_id("pick-hint");
  hint.hidden = false;
  if (!can_locate()) {
    hint.textContent = window.isSecureContext ? "此浏览器不能定位，请输入名称或信用代码" : "按远近挑选需要 https，请输入名称或信用代码";
    by_id("pick-words").focus();
    return;
  }
  hint.textContent = "正在定位…";
  position((found) => {
    near = found.coords;
    hint.textContent = cards.placed() ? "由近到远，按走访时记下的位置" : "包联企业都还没有记过位置；走访时点“记下当前位置”，下次就能按远近挑选";
    show_picks();
  }, () => { hint.textContent = "定位未成功，请输入名称或信用代码"; });
}

async function read_licence() {
  const hint = by_id("pick-hint");
  if (scanning) { scanning.abort(); return; }
  hint.hidden = false;
  if (!scan.possible()) {
    hint.textContent = window.isSecureContext ? "此浏览器不能扫码，请输入名称或信用代码" : "扫码需要 https，请输入名称或信用代码";
    by_id("pick-words").focus();
    return;
  }
  scanning = new AbortController();
  by_id("scan").textContent = "停止";
  hint.textContent = "对准营业执照上的二维码";
  try {
    const code = await scan.read(by_id("scan-view"), scanning.signal);
    const card = code && cards.with_code(code);
    if (card) choose(card);
    else if (code) {
      by_id("pick-words").value = form.elements.uscc ? (form.elements.uscc.value = code) : code;
      hint.textContent = `已读出 ${code}，不在包联企业中，将按代码登记`;
      by_id("without-script").hidden = false;
    } else hint.hidden = true;
  } catch {
    hint.textContent = "打不开相机，请输入名称或信用代码";
  }
  scanning = null;
  by_id("scan").textContent = "扫执照";
}

// ── draft and sending ───────────────────────────────────────────────────
let timer = 0;
function keep() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await store.put("drafts", {key: DRAFT, values: draft_of(form), photos, name: by_id("chosen-name").textContent, at: new Date().toISOString()});
    by_id("kept").textContent = "草稿已保存在本机";
  }, 250);
}

async function restore() {
  const draft = await store.get("drafts", DRAFT);
  if (!draft || form.elements.enterprise.value || form.querySelector(".wrong")) return;
  open_with(draft.values, draft.photos, draft.name);
  by_id("kept").textContent = `已恢复 ${local(new Date(draft.at)).replace("T", " ")} 的草稿`;
}

function open_with(values, kept, name) {
  fill(form, values);
  photos = kept;
  show_photos();
  late();
  const card = cards.find(values.enterprise);
  if (card) choose(card);
  else if (values.enterprise) choose({enterprise: values.enterprise, name, reasons: [], titles: [], tickets: [], contacts: []});
}

async function reopen(item) {
  await store.remove("outbox", item.key);
  const number = item.refused.code === TAKEN ? store.uuid() : item.key;
  open_with({...item.values, client_uuid: number}, item.photos, item.enterprise_name);
  by_id("again").hidden = item.refused.code !== AGAIN;
  await show_outbox();
  const first = item.refused.code === AGAIN ? form.elements.again_reason : by_id("save");
  first.focus();
}

async function save(event) {
  event.preventDefault();
  clearTimeout(timer);
  const body = told(form);
  const missing = lacks(body);
  if (missing) { signal(missing[0], "away"); missing[1].focus(); return; }
  const item = {
    key: body.client_uuid, person: FACTS.person, person_name: FACTS.name, body, values: draft_of(form), photos,
    enterprise_name: by_id("chosen-name").textContent || body.uscc,
  };
  await store.hand_over(DRAFT, item);
  form.reset();
  photos = [];
  show_photos();
  fresh();
  signal("已保存在本机，正在发送", "");
  window.scrollTo(0, 0);
  await flush();
}

function lacks(body) {
  if (!body.enterprise && !body.uscc) return ["请选择企业", by_id("pick-words")];
  if (!body.purposes.length) return ["请至少选择一个走访目的", form.querySelector("[name=purposes]")];
  if (!body.summary.trim()) return ["请填写走访情况", form.elements.summary];
  if (!by_id("late").hidden && !body.late_reason.trim()) return ["请说明补登理由", form.elements.late_reason];
  if (!FACTS.forStation && !body.members.length) return ["请写明走访人员", form.querySelector("[name=member-0-name]")];
  return null;
}

function fresh() {
  form.elements.client_uuid.value = store.uuid();
  form.elements.visited_at.value = local(new Date());
  form.elements.latitude.value = form.elements.longitude.value = form.elements.enterprise.value = "";
  by_id("located").textContent = by_id("kept").textContent = "";
  by_id("late").hidden = by_id("again").hidden = true;
  rechoose();
}

// ── parts of the form ───────────────────────────────────────────────────
function late() {
  by_id("late").hidden = !(days_ago(form.elements.visited_at.value) > FACTS.lateAfterDays);
}

function use_template(button) {
  form.elements.template.value = button.dataset.template;
  const wanted = button.dataset.purposes.split(" ");
  for (const box of form.querySelectorAll("[name=purposes]")) box.checked = wanted.includes(box.value);
  for (const box of form.querySelectorAll("[name=mode]")) box.checked = box.value === button.dataset.mode;
  if (!form.elements.summary.value) form.elements.summary.value = button.dataset.summary;
  form.elements.summary.focus();
  keep();
}

async function add_photos(input) {
  const room = FACTS.photos - photos.length;
  const chosen = [...input.files].slice(0, room);
  if (input.files.length > room) signal(`每次走访最多 ${FACTS.photos} 张照片`, "away");
  photos = [...photos, ...await keep_photos(chosen, FACTS.photoBytes)];
  input.value = "";
  show_photos();
  keep();
}

async function show_photos() {
  const list = by_id("photos");
  const rows = (await Promise.all(photos.map((key) => store.get("photos", key)))).filter(Boolean);
  list.replaceChildren(...rows.map((row) => {
    const drop = element("button", {type: "button", class: "button"}, text("去掉"));
    drop.addEventListener("click", async () => {
      photos = photos.filter((key) => key !== row.key);
      await store.remove("photos", row.key);
      show_photos();
      keep();
    });
    return element("li", {}, element("img", {src: row.shown, alt: row.name}), drop);
  }));
}

function more(kind, most) {
  const blocks = form.querySelectorAll(`.${kind}-block`);
  const copy = blocks[0].cloneNode(true);
  const number = blocks.length;
  for (const field of copy.querySelectorAll("input, textarea, select")) {
    field.name = field.name.replace("-0-", `-${number}-`);
    field.id = field.id.replace("-0-", `-${number}-`);
    if (field.tagName !== "SELECT") field.value = "";
  }
  for (const label of copy.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace("-0-", `-${number}-`);
  blocks[0].parentElement.append(copy);
  if (number + 1 >= most) by_id(`more-${kind}s`).hidden = true;
}

const can_locate = () => window.isSecureContext && Boolean(navigator.geolocation);
const position = (found, lost) => navigator.geolocation.getCurrentPosition(found, lost, {enableHighAccuracy: true, timeout: 15000});

function locate() {
  by_id("located").textContent = "正在定位…";
  position((found) => {
    form.elements.latitude.value = found.coords.latitude.toFixed(6);
    form.elements.longitude.value = found.coords.longitude.toFixed(6);
    by_id("located").textContent = `已记下，误差约 ${Math.round(found.coords.accuracy)} 米`;
    keep();
  }, () => { by_id("located").textContent = "定位未成功，不影响登记"; });
}

// ── begin ───────────────────────────────────────────────────────────────
async function begin() {
  by_id("without-script").hidden = true;
  by_id("templates").hidden = by_id("templates-head").hidden = by_id("more-needs").hidden = by_id("more-members").hidden = false;
  by_id("locate").hidden = !can_locate();
  const camera = by_id("photo-field").querySelector("label");
  camera.className = "button";
  camera.textContent = "拍照或选照片";
  form.elements.photos.classList.add("unseen");
  form.addEventListener("submit", save);
  form.addEventListener("input", keep);
  form.elements.visited_at.addEventListener("change", late);
  form.elements.photos.addEventListener("change", (event) => add_photos(event.target));
  by_id("pick-words").addEventListener("input", show_picks);
  by_id("rechoose").addEventListener("click", rechoose);
  by_id("scan").addEventListener("click", read_licence);
  by_id("nearby").addEventListener("click", pick_nearby);
  by_id("locate").addEventListener("click", locate);
  by_id("more-needs").addEventListener("click", () => more("need", 5));
  by_id("more-members").addEventListener("click", () => more("member", 4));
  for (const button of by_id("templates").children) button.addEventListener("click", () => use_template(button));
  for (const kind of ["online", "offline"]) window.addEventListener(kind, flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, 60000);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(form.dataset.worker, {scope: "/visits/"}).catch(() => {});
  const chosen = form.elements.enterprise.value;
  if (!form.querySelector(".wrong")) form.elements.client_uuid.value = store.uuid();
  if (!form.querySelector(".wrong")) form.elements.visited_at.value = local(new Date());
  if (!chosen) rechoose();
  await cards.kept(FACTS.person);
  if (chosen) choose(cards.find(chosen) || {enterprise: chosen, name: by_id("chosen-name").textContent, reasons: [], titles: [], tickets: [], contacts: []});
  else show_picks();
  await restore();
  flush();
  await cards.refresh(FACTS.person);
  current = true;
  const now = cards.find(form.elements.enterprise.value);
  if (now) choose(now);
  else if (!by_id("picker").hidden) show_picks();
}

begin();
