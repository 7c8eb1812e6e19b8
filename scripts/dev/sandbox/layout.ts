import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { Html, html } from './html.js';

const STYLE = `
:root { color-scheme: light; --ink: #14212b; --soft: #4d5f6d; --line: #d5dde3; --page: #eef3f5; --brand: #0b5f6b; --warn: #7a4a00; --bad: #a31621; --good: #1a6b3c; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.ribbon { margin: 0; background: #fff3d6; color: var(--warn); border-bottom: 1px solid #e8cf94; padding: .6rem 1rem; text-align: center; font-weight: 600; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.wide { max-width: 72rem; }
main.wide .card { margin-top: 1rem; }
.card { background: #fff; border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1rem; box-shadow: 0 1px 3px rgb(20 33 43 / 8%); }
h1 { font-size: 1.1rem; font-weight: 600; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
.amount { font-size: 2.1rem; font-weight: 700; margin: 0; letter-spacing: -.01em; }
.muted { color: var(--soft); margin: .25rem 0; font-size: .925rem; overflow-wrap: anywhere; }
.timer { font-variant-numeric: tabular-nums; font-weight: 600; }
button, .button { display: block; width: 100%; min-height: 48px; margin: .5rem 0 0; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: #fff; color: var(--ink); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button.main, .button.main { background: var(--brand); border-color: var(--brand); color: #fff; }
button:hover, .button:hover { border-color: var(--brand); }
button.main:hover, .button.main:hover { background: #084a54; }
:focus-visible { outline: 3px solid #1b6ef3; outline-offset: 2px; }
fieldset { border: 1px solid var(--line); border-radius: 8px; margin: 1.25rem 0 0; padding: .75rem 1rem 1rem; }
legend { padding: 0 .4rem; font-weight: 600; font-size: .925rem; }
.choice { display: flex; gap: .6rem; align-items: center; min-height: 2.25rem; }
.choice input { width: 1.15rem; height: 1.15rem; accent-color: var(--brand); flex: none; }
select { font: inherit; padding: .35rem; border: 1px solid #8496a3; border-radius: 6px; background: #fff; color: var(--ink); }
.alert { border-left: 4px solid var(--bad); background: #fdeced; color: #6d0f17; padding: .75rem 1rem; border-radius: 6px; margin-bottom: 1rem; }
.state { font-size: 1.35rem; font-weight: 700; margin: 0 0 .5rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
a { color: var(--brand); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
td.number, th.number { text-align: right; padding-right: 1.5rem; font-variant-numeric: tabular-nums; }
code { font-size: .85em; }
@media (prefers-reduced-motion: no-preference) { button, .button { transition: background .15s, border-color .15s; } }
`;

/** What a page is made of; `script` is the only one that runs on it. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly wide?: boolean;
  readonly script?: string;
}

/** Sends a page with a policy under which nothing runs and nothing loads but its own style and script. */
export function sendPage(response: Response, status: number, page: Page): void {
  const nonce = randomBytes(16).toString('base64');
  const style = new Html(`<style nonce="${nonce}">${STYLE}</style>`);
  const script = page.script ? new Html(`<script nonce="${nonce}">${page.script}</script>`) : null;
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
${style}
</head>
<body>
<p class="ribbon">Sandbox &ndash; no real money</p>
<main${page.wide ? new Html(' class="wide"') : null}>${page.body}</main>
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
        `style-src 'nonce-${nonce}'`,
        `script-src 'nonce-${nonce}'`,
        // Browsers hold every redirect after a form to this list, and the clinic may send the customer on.
        "form-action 'self' http: https:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    })
    .send(text);
}
