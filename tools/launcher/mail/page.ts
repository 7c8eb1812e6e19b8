import { createHash } from 'node:crypto';
import { MAIL_PAGE_SCRIPT } from './page-script.js';

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing on the page runs or loads but its own script and style; a message stays in its frame. */
export const MAIL_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
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
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="brand/favicon.svg">
<link rel="stylesheet" href="brand/brand.css">
<link rel="stylesheet" href="brand/mail.css">
</head>
<body>
<header>
<h1 class="brand"><img src="brand/favicon.svg" alt="">Keepwell mail</h1>
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
