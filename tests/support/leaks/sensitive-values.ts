import { ROLES } from '../../../src/domain/roles.js';

/** Names of people, and of whom they name; a clinic's or a form's `name` is none. */
const NAMES = /^(first_name|last_name|full_name|initials)$/;
const CONTACTS =
  /^(email|new_email|recipient|phone|phone_number|address|street|suburb|line1|line2|date_of_birth|buyer)$/;
const IDENTIFIERS =
  /^(medicare_number|ihi|hpi_i|nin|philsys|prescriber_number|medical_registration_number|registration_number|provider_number|digital_signature|identifier)$/;
const CLINICAL = /^(symptoms|notes?|reason|message|details|answers?|evidence|conditions|body|html|justification)$/;
const SECRETS =
  /^(password|current_password|new_password|access|refresh|token|device_token|mfa_token|recovery_code|recovery_codes|secret|otpauth_url|qr_svg)$/;
/** Codes of second factors and of one sign-in: everywhere else a `code` is a word of the product, and a `key` one of a form. */
const CODES_OF = /\/users\/(login|mfa|reauthenticate|oauth)/;
/** Who has the code of a prescription can read and supply it. */
const PRESCRIPTION = /^\/(verify|api\/v1\/prescriptions)\//;
/** A link with a key in it, as mails and redirects carry it; a provider's page is none, it opens for whoever pays. */
const KEYED_LINK = /(?:[#?&](?:token|code)=|\/pay\/(?!cs_))([\w.~-]{16,})/g;
/** One word alone may be a reason that the product has a word for. */
const SENTENCE = /[\s\d]/;

/** As the mail catcher shows it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly text: string;
}

interface Source {
  readonly url: string;
  readonly from: 'request' | 'answer';
}

/** What the people of a test are called, write, own and prove themselves by, as it goes over the wire. */
export class SensitiveValues {
  readonly #values = new Set<string>();

  get size(): number {
    return this.#values.size;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#values.values();
  }

  add(...values: readonly string[]): void {
    for (const value of values) {
      const text = value.trim();
      // What tests say for want of something better, and what stands everywhere.
      if (text.length < 6 || text === '127.0.0.1' || ROLES.some((role) => role === text.toLowerCase())) continue;
      for (const spelling of [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]) {
        this.#values.add(spelling);
      }
    }
  }

  /** Takes in what was sent to this address, or came from there: the sentences of an answer are the product's own. */
  learn(url: string, text: string, from: 'request' | 'answer'): void {
    if (/^\s*[[{]/.test(text)) {
      try {
        this.#walk({ url, from }, JSON.parse(text), null);
      } catch {
        return; // not JSON after all: a page, a file, or garbage that a test sent
      }
    } else this.links(text);
  }

  /** The address itself may hold what is looked for, or a key. */
  learnAddress(url: string): void {
    this.links(url);
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    for (const [name, value] of searchParams) {
      if (/^(search|email|recipient|token)$/.test(name)) this.add(value);
      if (name === 'code' && PRESCRIPTION.test(pathname)) this.add(value);
    }
  }

  learnHeaders(headers: NodeJS.Dict<string | readonly string[]>): void {
    const bearer = /^Bearer\s+(\S{16,})/i.exec(String(headers.authorization ?? ''))?.[1];
    if (bearer) this.add(bearer);
    if (typeof headers['x-api-key'] === 'string') this.add(headers['x-api-key']);
  }

  learnMails(mails: readonly ReceivedMail[]): void {
    for (const { to, text } of mails) {
      this.add(...to);
      this.links(text);
    }
  }

  links(text: string): void {
    for (const [, key] of text.matchAll(KEYED_LINK)) if (key) this.add(key);
  }

  #walk(source: Source, value: unknown, under: string | null): void {
    if (typeof value === 'string') {
      if (under !== null) this.#take(source, under, value);
    } else if (Array.isArray(value)) {
      for (const item of value) this.#walk(source, item, under);
    } else if (value !== null && typeof value === 'object') {
      const named = 'relationship' in value || 'role' in value;
      for (const [field, item] of Object.entries(value)) {
        const known = field === 'name' && named ? 'full_name' : field;
        // The answers to a form are all of them clinical, under whatever key.
        this.#walk(source, item, under === 'answers' || under === 'address' ? under : known);
      }
    }
  }

  #take({ url, from }: Source, field: string, value: string): void {
    this.links(value);
    const code = (field === 'code' && CODES_OF.test(url)) || (field === 'key' && /\/api-keys/.test(url));
    const free = from === 'request' && CLINICAL.test(field) && SENTENCE.test(value);
    // Where a clinic is, is public.
    const own = !/\/clinics\/[^/]*\/?$|\/locations/.test(url);
    const personal = [NAMES, IDENTIFIERS, SECRETS, ...(own ? [CONTACTS] : [])].some((fields) => fields.test(field));
    if (code || free || personal) this.add(value);
  }
}
