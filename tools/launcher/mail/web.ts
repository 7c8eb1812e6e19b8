import express, { type Express, type Response } from 'express';
import { brandFiles } from '../../../sandbox/brand.js';
import type { Mailbox, StoredMail } from './messages.js';
import { sendInbox } from './page.js';

/** Types that a browser may show by itself; everything else is saved, so that no attachment runs here. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/(plain|calendar))\b/;

function notFound(response: Response): void {
  response.status(404).json({ error: 'no such message' });
}

/** The HTML part with its pictures inlined and its links leading out of the frame. */
function frameDocument({ message, files }: StoredMail): string {
  let document = message.html;
  for (const file of files) {
    const id = file.content_id?.replace(/^<|>$/g, '');
    if (id) document = document.replaceAll(`cid:${id}`, `data:${file.content_type};base64,${file.base64}`);
  }
  const base = '<base target="_blank">';
  // Inside the head where there is one: before the doctype it would change how the mail is laid out.
  return /<head[^>]*>/i.test(document) ? document.replace(/<head[^>]*>/i, (head) => head + base) : base + document;
}

/** The page and the JSON of a mailbox. */
export function mailboxApp(mailbox: Mailbox): Express {
  const app = express().disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    next();
  });

  app.use('/brand', brandFiles());
  app.get('/', (request, response) => sendInbox(request, response, mailbox.list()));
  app.get('/api/messages', (_request, response) => {
    response.json(mailbox.list());
  });
  app.delete('/api/messages', async (_request, response) => {
    await mailbox.clear();
    response.status(204).end();
  });
  app.get('/api/messages/:id', (request, response) => {
    const mail = mailbox.get(request.params.id);
    if (mail) response.json(mail.message);
    else notFound(response);
  });
  app.get('/api/messages/:id/html', (request, response) => {
    const mail = mailbox.get(request.params.id);
    if (!mail) {
      notFound(response);
      return;
    }
    response
      .set(
        'content-security-policy',
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
      )
      .type('html')
      .send(frameDocument(mail));
  });
  app.get('/api/messages/:id/attachments/:n', (request, response) => {
    const file = mailbox.get(request.params.id)?.files[Number(request.params.n)];
    if (!file) {
      notFound(response);
      return;
    }
    const shown = SHOWN.test(file.content_type);
    response.attachment(file.filename);
    if (shown)
      response.set('content-disposition', response.get('content-disposition')?.replace(/^attachment/, 'inline'));
    // A browser's own viewer does not open in a sandbox, and a PDF runs nothing outside that viewer.
    if (!file.content_type.startsWith('application/pdf')) {
      response.set('content-security-policy', "sandbox; default-src 'none'");
    }
    response
      .set('content-type', shown ? file.content_type : 'application/octet-stream')
      .send(Buffer.from(file.base64, 'base64'));
  });
  app.use((_request, response) => notFound(response));
  return app;
}
