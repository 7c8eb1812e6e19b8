import Handlebars from 'handlebars';
import {
  ACCOUNT_MAIL_KINDS,
  type AccountMailContent,
  type AccountMailKind,
} from '../../domain/identity/account-mails.js';
import { MESSAGE_KINDS, type MessageKind, type SmsKind } from '../../domain/messaging/kinds.js';
import type { MessageData } from '../../domain/messaging/message-data.js';
import { toGsmFriendly } from '../../domain/messaging/sms-parts.js';
import {
  PRESCRIPTION_MAIL_KINDS,
  type PrescriptionMailContent,
  type PrescriptionMailKind,
} from '../../domain/prescriptions/mails.js';
import { accountMailView } from './account-mail-view.js';
import { messageView } from './message-view.js';
import type { MessageRenderer, RenderedMessage } from './port.js';
import { prescriptionMailView } from './prescription-mail-view.js';
import { templatesIn } from './template-files.js';

type MailKind = MessageKind | AccountMailKind | PrescriptionMailKind;
type Compiled = ReadonlyMap<string, Handlebars.TemplateDelegate>;

/**
 * Renderer over `src/templates`. One file per kind gives subject, text and HTML: it is compiled three times, with
 * three sets of partials, so the parts of a mail cannot disagree. What several mails say alike is in `mail/parts`.
 * @throws Error when a template is missing or has a syntax error, so a broken build fails at start
 */
export function createMessageRenderer(): MessageRenderer {
  const mails = templatesIn('mail');
  const subjects = compileAll(mails, new Map([['layout', '{{> subject}}']]), { noEscape: true });
  const parts = templatesIn('mail/parts');
  const texts = compileAll(mails, new Map([...parts, ...templatesIn('mail/text')]), { noEscape: true });
  const htmls = compileAll(mails, new Map([...parts, ...templatesIn('mail/html')]), { noEscape: false });
  const messages = compileAll(templatesIn('sms'), new Map(), { noEscape: true });
  for (const kind of [...MESSAGE_KINDS, ...ACCOUNT_MAIL_KINDS, ...PRESCRIPTION_MAIL_KINDS]) find(htmls, kind);
  const rendered = (kind: MailKind, view: object): RenderedMessage => ({
    subject: sentence(find(subjects, kind)(view)),
    text: tidy(find(texts, kind)(view)),
    html: `${find(htmls, kind)(view).trim()}\n`,
  });

  return {
    render(kind: MessageKind, data: MessageData): RenderedMessage {
      return rendered(kind, messageView(kind, data));
    },
    renderAccountMail(kind: AccountMailKind, content: AccountMailContent, linkUrl: string | null): RenderedMessage {
      return rendered(kind, accountMailView(kind, content, linkUrl));
    },
    renderPrescriptionMail(kind: PrescriptionMailKind, content: PrescriptionMailContent): RenderedMessage {
      return rendered(kind, prescriptionMailView(content));
    },
    renderSms(kind: SmsKind, data: MessageData): string {
      const text = find(messages, kind)(messageView(kind, data));
      return toGsmFriendly(text.replace(/\s+/g, ' ').trim());
    },
  };
}

function compileAll(
  sources: ReadonlyMap<string, string>,
  partials: ReadonlyMap<string, string>,
  { noEscape }: { noEscape: boolean },
): Compiled {
  const environment = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, preventIndent: true, noEscape } as const;
  const compile = (source: string) => environment.compile(environment.parse(source), options);
  // Compiled here: a partial that is registered as text is compiled anew for each mail that has inline partials.
  for (const [name, source] of partials) environment.registerPartial(name, compile(source));
  return new Map([...sources].map(([name, source]) => [name, compile(source)]));
}

function find(templates: Compiled, kind: MailKind): Handlebars.TemplateDelegate {
  const template = templates.get(kind.replaceAll('_', '-'));
  if (!template) throw new Error(`no template for ${kind}`);
  return template;
}

// One line whatever the template's layout; a subject may begin with "less than a minute".
function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.charAt(0).toUpperCase() + line.slice(1);
}

// Blocks that say nothing leave empty lines behind.
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
