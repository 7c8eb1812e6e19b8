import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express, Request, RequestHandler, Response } from 'express';

// The same two steps up from src/api and from dist/api.
const FOLDER = fileURLToPath(new URL('../../../dist/client/', import.meta.url));
const PAGE = 'index.html';
/** What the build has made a compressed copy of, with the encoding that a browser names; the smallest first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Nothing but the client's own files and our own API, in no frame of another page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  // The QR code of an authenticator app is drawn by the API.
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The reference client, as it was built: one page for every address below `/app`, whose screens are the client's own
 * business, and the files that it loads. They are few, and kept in memory.
 */
export function registerClientApp(app: Express): void {
  const files = readFiles(FOLDER);
  app.use('/app', serve(files));
}

function serve(files: ReadonlyMap<string, Buffer>): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const name = request.path.slice(1);
    if (files.has(name)) return send(files, name, request, response);
    // An address that names a file is no screen: an old page that asks for what a new version has not.
    if (/\.\w+$/.test(name) || !files.has(PAGE)) return next();
    send(files, PAGE, request, response);
  };
}

function send(files: ReadonlyMap<string, Buffer>, name: string, request: Request, response: Response): void {
  const [encoding, suffix] =
    ENCODINGS.find(([one, end]) => files.has(name + end) && request.acceptsEncodings(one)) ?? [];
  // Its name changes with its content; whatever else there is may be another one tomorrow.
  const isHashed = name.startsWith('assets/');
  response.type(path.extname(name));
  response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Content-Security-Policy', POLICY);
  response.vary('Accept-Encoding');
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.send(files.get(`${name}${suffix ?? ''}`));
}

/** By their paths below the folder; none where the client was not built. */
function readFiles(folder: string): ReadonlyMap<string, Buffer> {
  const names = listed(folder);
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
}

function listed(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    // A checkout in which nothing was built: the API runs all the same.
    return [];
  }
}
