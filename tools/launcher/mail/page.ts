import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Request, Response } from 'express';
import Handlebars from 'handlebars';
import type { MailMessage } from './messages.js';

const environment = Handlebars.create();
environment.registerHelper({
  eq: (one: unknown, other: unknown) => one === other,
  join: (values: readonly string[]) => values.join(', '),
  title: ({ subject, text }: MailMessage) => subject || text.slice(0, 80) || '(no subject)',
  // In the zone of this machine, which is the reader's.
  when: (iso: string) => new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }),
  words: (text: string) => text.replaceAll('_', ' '),
  formatted: ({ html }: MailMessage, plain: boolean) => html !== '' && !plain,
});
environment.registerPartial(
  'tags',
  `{{#if (eq channel 'sms')}}<span class="tag sms">text message</span>{{/if}}{{#if kind}}<span class="tag">{{words kind}}</span>{{/if}}`,
);
const render = environment.compile(readFileSync(new URL('./inbox.hbs', import.meta.url), 'utf8'));

/** Nothing on the page runs or loads but its own script and style; a message stays in its frame. */
function policyFor(nonce: string): string {
  const own = ['style-src', 'font-src', 'img-src', 'connect-src', 'frame-src'].map((kind) => `${kind} 'self'`);
  const none = ['default-src', 'base-uri', 'frame-ancestors'].map((kind) => `${kind} 'none'`);
  return [...none, ...own, "form-action 'self'", `script-src 'nonce-${nonce}'`].join('; ');
}

/** Sends the inbox: the messages that the search finds, and the one that is read. */
export function sendInbox({ query }: Request, response: Response, messages: readonly MailMessage[]): void {
  const q = String(query.q ?? '');
  const found = ({ subject, text, kind, to }: MailMessage) =>
    [subject, text, kind ?? '', ...to].join(' ').toLowerCase().includes(q.toLowerCase());
  const read = messages.find(({ id }) => id === query.id);
  const nonce = randomBytes(16).toString('base64url');
  const shown = messages.filter(found);
  const plain = query.view === 'text';
  const view = { count: messages.length, shown, read, q, search: encodeURIComponent(q), plain, nonce };
  response.set('content-security-policy', policyFor(nonce)).type('html').send(render(view));
}
