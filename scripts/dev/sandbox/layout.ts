import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { Html, html } from './html.js';

/** What a page is made of; `script` is the only one that runs on it. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly wide?: boolean;
  readonly script?: string;
}

/** From the page's address up to `/sandbox/`: every address is relative, because the API forwards the pages. */
function upToRoot(response: Response): string {
  const [path = ''] = response.req.originalUrl.split('?');
  const below = path.replace(/^.*?\/sandbox\//, '').split('/');
  return '../'.repeat(below.length - 1);
}

/** Sends a page with a policy under which nothing runs but its own script, and nothing loads but the brand's files. */
export function sendPage(response: Response, status: number, page: Page): void {
  const nonce = randomBytes(16).toString('base64');
  const root = upToRoot(response);
  const wide = page.wide ? new Html(' wide') : null;
  const script = page.script ? new Html(`<script nonce="${nonce}">${page.script}</script>`) : null;
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" type="image/svg+xml" href="${root}brand/favicon.svg">
<link rel="stylesheet" href="${root}brand/brand.css">
<link rel="stylesheet" href="${root}brand/sandbox.css">
</head>
<body>
<p class="ribbon">Sandbox &ndash; no real money</p>
<header class="top${wide}"><a class="brand" href="${root === '' ? './' : root}"><img src="${root}brand/favicon.svg" alt="">Keepwell payment sandbox</a></header>
<main class="page${wide}">${page.body}</main>
${script}
</body>
</html>
`.text;
  response
    .status(status)
    .set({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        `script-src 'nonce-${nonce}'`,
        // Browsers hold every redirect after a form to this list, and the clinic may send the customer on.
        "form-action 'self' http: https:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .send(text);
}
