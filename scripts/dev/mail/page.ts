import { createHash } from 'node:crypto';
import { MAIL_PAGE_SCRIPT } from './page-script.js';

const STYLE = `
:root { --ink: #14212b; --soft: #4d5f6d; --line: #d5dde3; --page: #eef3f5; --brand: #0b5f6b; }
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; gap: .75rem; align-items: center; padding: .6rem 1rem; background: var(--brand); color: #fff; }
header h1 { font-size: 1.05rem; margin: 0; }
header .count { opacity: .9; font-size: .875rem; margin-right: auto; }
header input { font: inherit; padding: .4rem .6rem; border: 0; border-radius: 6px; width: min(16rem, 40vw); color: var(--ink); background: #fff; }
button { font: inherit; font-weight: 600; padding: .4rem .8rem; border: 1px solid currentColor; border-radius: 6px; background: transparent; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid #1b6ef3; outline-offset: 2px; }
.panes { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(17rem, 24rem) 1fr; }
#list { overflow-y: auto; margin: 0; padding: 0; list-style: none; background: #fff; border-right: 1px solid var(--line); }
#list button { display: block; width: 100%; text-align: left; border: 0; border-bottom: 1px solid var(--line); border-left: 4px solid transparent; border-radius: 0; padding: .7rem .9rem; color: var(--ink); font-weight: 400; }
#list button:hover { background: #f4f8f9; }
#list button[aria-current=true] { background: #e5f1f3; border-left-color: var(--brand); }
#list button:focus-visible { outline-offset: -3px; }
#list .top { display: flex; justify-content: space-between; gap: .5rem; font-size: .85rem; color: var(--soft); }
#list .to { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#list .subject { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tag { display: inline-block; padding: .05rem .45rem; border-radius: 99px; background: #e1ebee; color: #23414a; font-size: .78rem; font-weight: 600; margin: .15rem .35rem 0 0; }
.tag.sms { background: #fff0cf; color: #6b4300; }
main { min-width: 0; min-height: 0; display: flex; flex-direction: column; overflow: hidden; }
.empty { margin: auto; color: var(--soft); padding: 2rem; text-align: center; }
.head { padding: 1rem 1.25rem; background: #fff; border-bottom: 1px solid var(--line); }
.head h2 { margin: 0 0 .4rem; font-size: 1.2rem; overflow-wrap: anywhere; }
.head p { margin: .1rem 0; color: var(--soft); overflow-wrap: anywhere; }
.head ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0 0; padding: 0; list-style: none; }
.head a { color: var(--brand); font-weight: 600; }
.views { display: flex; gap: .5rem; margin-top: .7rem; color: var(--brand); }
.views [aria-pressed=true] { background: var(--brand); color: #fff; }
iframe { flex: 1; border: 0; background: #fff; width: 100%; }
pre { flex: 1; margin: 0; padding: 1.25rem; overflow: auto; background: #fff; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.back { display: none; margin-bottom: .6rem; color: var(--brand); }
@media (max-width: 44rem) {
  .panes { grid-template-columns: 1fr; }
  body.reading #list { display: none; }
  body:not(.reading) main { display: none; }
  .back { display: inline-block; }
  header .count { display: none; }
  header h1 { margin-right: auto; }
}
`;

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing on the page runs or loads but its own script and style; a message stays in its frame. */
export const MAIL_PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(MAIL_PAGE_SCRIPT)}`,
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The inbox. It shows what `api/messages` gives and asks again every two seconds. */
export const MAIL_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keepwell mail</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Keepwell mail</h1>
<span class="count" id="count" role="status"></span>
<input type="search" id="filter" placeholder="Search" aria-label="Search messages">
<button type="button" id="clear">Empty</button>
</header>
<div class="panes">
<ul id="list" aria-label="Messages, newest first"></ul>
<main id="reader" tabindex="-1"><p class="empty">No message chosen. Mail and text messages that the system sends appear here and go nowhere else.</p></main>
</div>
<script>${MAIL_PAGE_SCRIPT}</script>
</body>
</html>
`;
