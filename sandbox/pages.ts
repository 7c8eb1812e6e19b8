import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Response } from 'express';
import Handlebars from 'handlebars';
import { parseWebhookChoice, SEND, type WebhookChoice } from './events.js';

/** What a page is made of: one of the templates, and what it shows. */
export interface Page {
  readonly title: string;
  readonly template: 'overview' | 'unknown' | 'refused' | 'stripe/pay' | 'paystack/pay';
  readonly view: object;
  readonly wide?: boolean;
  /** The page has a deadline that counts down; nothing else runs on any page. */
  readonly countdown?: boolean;
}

/** What a form sends. */
export type Fields = Readonly<Record<string, unknown>>;

/** The Temporal UI's page of the appointment that these metadata name, where it is known. */
export type LinkOf = (metadata: Readonly<Record<string, string>>) => string | null;

/** What the form chose for the notice to the clinic. */
export function chosenWebhook(fields: Fields): WebhookChoice {
  const text = fields.webhook === 'delay' ? `delay:${String(fields.delay)}` : String(fields.webhook ?? 'send');
  return parseWebhookChoice(text) ?? SEND;
}

/** An amount in minor units, as people read it. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-AU', {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${format.format(amount / 10 ** digits)} ${currency.toUpperCase()}`;
}

const HELPERS = {
  money,
  words: (text: string) => text.replaceAll('_', ' '),
  short: (id: string) => id.slice(0, 20),
  columns: (heads: string) => heads.split(',').map((head) => ({ head, number: head === 'Amount' })),
};

/** Every file below `templates/`, by its path without the extension: each is a page, or a part of pages. */
function compileTemplates(): (page: Page['template'], context: object) => string {
  const environment = Handlebars.create();
  environment.registerHelper(HELPERS);
  const folder = fileURLToPath(new URL('./templates/', import.meta.url));
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.hbs')) continue;
    environment.registerPartial(file.slice(0, -'.hbs'.length), readFileSync(`${folder}${file}`, 'utf8').trimEnd());
  }
  const layout = environment.compile('{{> layout}}', { preventIndent: true });
  // Handlebars escapes `=` for attributes without quotes. All of ours have them, and addresses stay readable.
  return (page, context) =>
    layout(context, { partials: { body: environment.partials[page] } }).replaceAll('&#x3D;', '=');
}

const render = compileTemplates();

/** From the page's address up to `/sandbox/`: every address is relative, because the API forwards the pages. */
function upToRoot(response: Response): string {
  const [path = ''] = response.req.originalUrl.split('?');
  const below = path.replace(/^.*?\/sandbox\//, '').split('/');
  return '../'.repeat(below.length - 1);
}

/** Sends a page with a policy under which nothing runs but its own script, and nothing loads but the brand's files. */
export function sendPage(response: Response, status: number, { template, view, ...page }: Page): void {
  const nonce = randomBytes(16).toString('base64url');
  const root = upToRoot(response);
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
    .send(render(template, { ...view, ...page, nonce, root, home: root || './' }));
}

/** For an address that leads to nothing. */
export const UNKNOWN_PAGE: Page = { title: 'Unknown checkout - Keepwell sandbox', template: 'unknown', view: {} };
