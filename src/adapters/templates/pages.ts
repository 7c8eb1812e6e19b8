import Handlebars from 'handlebars';
import {
  PAY_LINK_STATES,
  PAYMENT_PAGE_STATES,
  type PayLinkState,
  type PaymentPageState,
} from '../../domain/appointments/payment-pages.js';
import { CONSULTATION_MODES, type ConsultationMode } from '../../domain/appointments/states.js';
import { type LegalPage, paragraphsOf } from '../../domain/clinics/documents.js';
import { localDay, longDay } from '../../domain/days.js';
import { LINK_PURPOSES, type LinkPurpose } from '../../domain/identity/account-mails.js';
import { templatesIn } from './template-files.js';
import { type VerifyPage, verifyPageView } from './verify-page-view.js';
import { zonedTime } from './zoned-time.js';

/** Landing page at `/`. Links that are absent are not shown. */
export interface HomePage {
  readonly version: string;
  /** Embedded services run: shows the first steps and, when given, the demo accounts. */
  readonly embedded: boolean;
  /** What is alive at the moment of the look; left out where nothing is known. */
  readonly dependencies?: readonly { readonly label: string; readonly healthy: boolean }[];
  /** Ready-made searches of the Temporal UI. */
  readonly staffLinks?: readonly { readonly title: string; readonly text: string; readonly url: string }[];
  readonly mailUiUrl?: string;
  readonly sandboxUrl?: string;
  /** Shown only when `embedded`: a real installation has no demo accounts and must never list one. */
  readonly accounts?: readonly { readonly role: string; readonly email: string; readonly password: string }[];
}

/** The API reference; its script signs in with one of the accounts. */
export interface ReferencePage {
  /** Only on an installation for trying things out. */
  readonly accounts?: readonly { readonly email: string; readonly password: string }[];
}

/** An appointment as the page after its payment shows it. */
export interface PaidVisitPart {
  readonly doctor: string;
  readonly clinic: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** IANA zone that the time is shown in. */
  readonly zone: string;
  /** One of the known modes of a consultation, or free text. */
  readonly mode: string | null;
  /** For the link to its calendar entry. */
  readonly token: string;
}

/** Return pages of the checkout, for installations without a client app; `checking` renews itself every 3 seconds. */
export interface PaymentPage {
  readonly state: PaymentPageState;
  readonly appointmentId?: string;
  /** End of the hold; shown in `zone`. */
  readonly deadline?: Date;
  /** IANA zone of the patient; UTC when absent. */
  readonly zone?: string;
  /** The open checkout page, http(s); any other link is left out. */
  readonly paymentUrl?: string;
  readonly visit?: PaidVisitPart;
}

/** Why a link from a message leads to no payment, in the state's own words. */
export interface PayPage {
  readonly state: PayLinkState;
  /** End of the hold; shown in `zone`. */
  readonly deadline?: Date;
  readonly zone?: string;
  /** Of a refusal: why. */
  readonly sentence?: string;
  /** Where the patient signs in. */
  readonly appUrl: string;
}

/** What a link in a mail about an account leads to. */
export interface AccountPage {
  readonly purpose: LinkPurpose;
  /** In characters: what a new password needs. */
  readonly passwordMinLength: number;
}

/** Sign-in to the codec server; `reason` says why the form is shown again. */
export interface CodecLoginPage {
  readonly state: 'asking' | 'refused' | 'signed_in' | 'second_factor';
  readonly reason?: string;
  /** On `second_factor`: the sign-in that waits for a code. */
  readonly mfaToken?: string;
}

/** A document that a clinic publishes. */
export interface LegalDocumentPage {
  readonly clinic: { readonly name: string; readonly slug: string; readonly timezone: string };
  readonly document: {
    readonly title: string;
    readonly version: string;
    readonly body: string;
    readonly effectiveFrom: Date;
  };
  /** What else the clinic publishes at an address of its own. */
  readonly others: readonly LegalPage[];
}

/** Pages by name, with what each needs. */
export interface Pages {
  readonly home: HomePage;
  readonly account: AccountPage;
  /** Its script reads what has happened from the fragment. */
  readonly 'signed-in': object;
  /** Null where there is no such document. */
  readonly legal: LegalDocumentPage | null;
  readonly 'codec-login': CodecLoginPage;
  readonly pay: PayPage;
  readonly verify: VerifyPage;
  readonly reference: ReferencePage;
  readonly 'payment-success': PaymentPage;
  readonly 'payment-cancel': PaymentPage;
}

const REFRESH_SECONDS = 3;

const MODES: Readonly<Record<ConsultationMode, string>> = {
  video: 'Video call',
  phone: 'Phone call',
  in_person: 'In person',
  chat: 'Chat',
};

let compiled: ReadonlyMap<string, Handlebars.TemplateDelegate> | undefined;

/**
 * A whole HTML page: no script but that of the reference, and nothing from another server.
 * @throws Error when the template is missing
 * @throws RangeError when the zone is unknown
 */
export function renderPage<Name extends keyof Pages>(name: Name, data: Pages[Name]): string {
  compiled ??= compilePages();
  const template = compiled.get(name);
  if (!template) throw new Error(`no page ${name}`);
  return template(viewOf(name, data));
}

function viewOf(name: keyof Pages, data: Pages[keyof Pages]): object {
  if (name === 'reference') return { accounts: (data as ReferencePage).accounts ?? null };
  if (name === 'account') return accountView(data as AccountPage);
  if (name === 'signed-in') return { refreshSeconds: null };
  if (name === 'legal') return legalView(data as LegalDocumentPage | null);
  if (name === 'codec-login') return codecLoginView(data as CodecLoginPage);
  if (name === 'pay') return payView(data as PayPage);
  if (name === 'verify') return verifyPageView(data as VerifyPage);
  return name === 'home' ? homeView(data as HomePage) : paymentView(data as PaymentPage);
}

function accountView({ purpose, passwordMinLength }: AccountPage) {
  const is = Object.fromEntries(LINK_PURPOSES.map((one) => [one, one === purpose]));
  const choosesPassword = purpose === 'reset' || purpose === 'setup';
  return { is, choosesPassword, passwordMinLength, refreshSeconds: null };
}

const LEGAL_PAGE_NAMES: Readonly<Record<LegalPage, string>> = { privacy: 'Privacy', terms: 'Terms' };

function legalView(found: LegalDocumentPage | null) {
  if (!found) return { document: null, refreshSeconds: null };
  const { clinic, document, others } = found;
  const { title, version, body, effectiveFrom } = document;
  return {
    document: {
      title,
      version,
      clinicName: clinic.name,
      since: longDay(localDay(effectiveFrom, clinic.timezone)),
      paragraphs: paragraphsOf(body),
      others: others.map((kind) => ({
        name: LEGAL_PAGE_NAMES[kind],
        address: `/legal/${encodeURIComponent(clinic.slug)}/${kind}`,
      })),
    },
    refreshSeconds: null,
  };
}

function codecLoginView({ state, reason, mfaToken }: CodecLoginPage) {
  const is = { signed_in: state === 'signed_in', second_factor: state === 'second_factor' };
  return { is, reason: reason ?? null, mfaToken: mfaToken ?? null, refreshSeconds: null };
}

function compilePages(): ReadonlyMap<string, Handlebars.TemplateDelegate> {
  const sources = templatesIn('pages');
  const environment = Handlebars.create();
  environment.registerPartial('layout', sources.get('layout') ?? '');
  const options = { strict: true, knownHelpersOnly: true, preventIndent: true } as const;
  return new Map([...sources].map(([name, source]) => [name, environment.compile(environment.parse(source), options)]));
}

function homeView(data: HomePage) {
  return {
    version: data.version,
    embedded: data.embedded,
    docsUrl: '/docs',
    openApiUrl: '/openapi.json',
    healthUrl: '/health/deep',
    dependencies: data.dependencies ?? null,
    staffLinks: data.staffLinks ?? null,
    mailUiUrl: data.mailUiUrl ?? null,
    sandboxUrl: data.sandboxUrl ?? null,
    accounts: data.embedded ? (data.accounts ?? null) : null,
    refreshSeconds: null,
  };
}

function payView({ state, deadline, zone, sentence, appUrl }: PayPage) {
  return {
    is: Object.fromEntries(PAY_LINK_STATES.map((one) => [one, one === state])),
    deadline: deadlineView(deadline, zone),
    sentence: sentence ?? null,
    appUrl,
    refreshSeconds: null,
  };
}

function deadlineView(deadline: Date | undefined, zone = 'UTC') {
  return deadline ? { iso: deadline.toISOString(), words: zonedTime(deadline, zone).absolute } : null;
}

function paymentView(data: PaymentPage) {
  return {
    is: Object.fromEntries(PAYMENT_PAGE_STATES.map((state) => [state, state === data.state])),
    appointmentId: data.appointmentId ?? null,
    deadline: deadlineView(data.deadline, data.zone),
    visit: data.visit && data.appointmentId ? visitView(data.visit, data.appointmentId) : null,
    paymentUrl: data.paymentUrl && /^https?:\/\//.test(data.paymentUrl) ? data.paymentUrl : null,
    refreshSeconds: data.state === 'checking' ? REFRESH_SECONDS : null,
  };
}

function visitView(visit: PaidVisitPart, appointmentId: string) {
  const [start, end] = [zonedTime(visit.startsAt, visit.zone), zonedTime(visit.endsAt, visit.zone)];
  const mode = CONSULTATION_MODES.find((one) => one === visit.mode);
  const query: [name: string, value: string][] = [
    ['appointment_id', appointmentId],
    ['token', visit.token],
  ];
  return {
    doctor: visit.doctor,
    clinic: visit.clinic,
    iso: visit.startsAt.toISOString(),
    date: start.longDate,
    // A visit over midnight, or over a change of the clocks, names what differs at its end.
    time: `${start.clock}${start.zone === end.zone ? '' : ` ${start.zone}`} to ${end.clock} ${end.zone}`,
    zone: visit.zone,
    mode: mode ? MODES[mode] : visit.mode,
    calendarUrl: `/payment/calendar.ics?${new URLSearchParams(query)}`,
  };
}
