// Keeps the shell of the app, and nothing of what the API says: an answer about a person is never stored here.
// The times and places of one's own appointments are written by the page (visits-offline.ts) and taken away by signing out.
declare const self: ServiceWorkerGlobalScope;

interface Shell {
  readonly version: string;
  readonly files: readonly string[];
  /** Of the screens about suppliers' products, which only staff have: kept once one of them is asked for, so that all are of this version. */
  readonly catalogue: readonly string[];
}

/** Put in by the build: every file of this version. */
declare const __SHELL__: Shell;
const CACHE = `keepwell-shell-${__SHELL__.version}`;
const PAGE = '/app/';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...__SHELL__.files]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const isOld = (name: string) => name.startsWith('keepwell-shell-') && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname.startsWith('/app/assets/')) {
    // Its name changes with its content: the copy is as good as the original.
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
    if (__SHELL__.catalogue.includes(pathname)) event.waitUntil(keepCatalogue(pathname));
  } else if (request.mode === 'navigate' && pathname.startsWith('/app')) {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE).then((kept) => kept ?? Response.error())));
  }
});

/** Without all of them nothing is lost: they are asked for one by one. */
async function keepCatalogue(asked: string): Promise<void> {
  const cache = await caches.open(CACHE);
  if (!(await cache.match(asked))) await cache.addAll([...__SHELL__.catalogue]).catch(() => undefined);
}

// A module, whose `self` is its own.
export {};
