// What the telephone keeps: one draft, the outbox, photos, and the cards of one's enterprises.
// Everything carries the number of the person who wrote it; nobody sends another's.

const NAME = "wuhan-visits";
const STORES = ["drafts", "outbox", "photos", "cards"];

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store, {keyPath: "key"});
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inside(stores, mode, work) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode);
    const request = work(transaction);
    transaction.oncomplete = () => resolve(request ? request.result : undefined);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (store, key) => inside([store], "readonly", (t) => t.objectStore(store).get(key));
export const all = (store) => inside([store], "readonly", (t) => t.objectStore(store).getAll());
export const put = (store, row) => inside([store], "readwrite", (t) => t.objectStore(store).put(row));
export const remove = (store, key) => inside([store], "readwrite", (t) => t.objectStore(store).delete(key));

// From the draft to the outbox in one step: it is in one of them, never in both or in neither.
export const hand_over = (draft, item) => inside(["drafts", "outbox"], "readwrite", (t) => {
  t.objectStore("outbox").put(item);
  return t.objectStore("drafts").delete(draft);
});

// A visit that arrived takes its photos with it.
export const forget = (key, photos) => inside(["outbox", "photos"], "readwrite", (t) => {
  for (const photo of photos) t.objectStore("photos").delete(photo);
  return t.objectStore("outbox").delete(key);
});

// Also where the page came over plain http, which has no crypto.randomUUID.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
