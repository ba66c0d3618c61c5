// Keeps the page 记走访 and its parts on the telephone, so that it opens without signal.
// Only that page: lists and records are always asked for anew.
"use strict";
const FACTS = FACTS_OF_THIS_VERSION;
const KEPT = `visits-${FACTS.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FACTS.parts);
    await keepPage(cache, await fetch(FACTS.page, {credentials: "same-origin"}));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("visits-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// The page as it is now where there is signal, as it was kept where there is none.
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === FACTS.page) event.respondWith(page(event.request));
  else if (FACTS.parts.includes(url.pathname)) event.respondWith(part(event.request));
});

async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    await keepPage(cache, fresh);
    return fresh;
  } catch {
    return (await cache.match(FACTS.page)) || Response.error();
  }
}

async function part(request) {
  return (await caches.match(request, {ignoreSearch: true})) || fetch(request);
}

// The sign-in page is not the page, and a page about one enterprise is not the next one's.
async function keepPage(cache, response) {
  const plain = !new URL(response.url).search;
  if (response.ok && !response.redirected && plain) await cache.put(FACTS.page, response.clone());
}
