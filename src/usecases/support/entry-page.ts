import type { PageTime } from '../../domain/appointments/public.js';
import type { EntryPage } from '../../domain/support/attention-entry.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { EventOfObject, PaymentsScope } from '../../models/repositories/payments/public.js';
import type { AttentionRow } from '../../models/repositories/support/attention.js';
import { localTime } from '../appointments/public.js';
import { dashboardUrl, isTestSession, webhookSettingsUrl } from '../payments/public.js';

type Scope = ClinicsScope & PaymentsScope;

/** What support staff read in the Temporal UI about an entry that belongs to no appointment, in ready lines of Markdown. */
export async function entryPage(scope: Scope, entry: AttentionRow): Promise<EntryPage> {
  const clinic = await scope.clinics.find(entry.clinicId);
  const zone = clinic?.timezone ?? 'UTC';
  const time = (at: Date | string): PageTime => ({ at: new Date(at).getTime(), local: localTime(at, zone) });
  return {
    opened: time(entry.openedAt),
    resolved: entry.resolvedAt && { ...time(entry.resolvedAt), by: entry.resolvedBy ?? 'nobody' },
    facts: await factsOf(scope, entry, (at) => both(time(at))),
    clinic: `${escaped(clinic?.name ?? 'unknown')}, ${zone}`,
  };
}

type Words = (at: Date | string) => string;

async function factsOf(scope: Scope, { code, context }: AttentionRow, words: Words): Promise<readonly string[]> {
  const { provider, objectId, since, ...others } = context;
  const known = Object.entries(others).filter(([, value]) => value !== null);
  const rest = known.map(([name, value]) => `${NAMES[name] ?? name}: ${shown(value)}`);
  if (code === 'webhook_silence') {
    const settings = webhookSettingsUrl(String(provider));
    return [
      `Provider: ${shown(provider)}`,
      ...(typeof since === 'string' ? [`Nothing has come since: ${words(since)}`] : []),
      `The address to compare ends in ${shown(`/webhook/${provider}/`)}${settings ? `: [webhooks at the provider](${settings})` : ''}`,
      ...rest,
    ];
  }
  if (typeof provider !== 'string' || typeof objectId !== 'string') return rest;
  const day = /^others:(.+)$/.exec(objectId)?.[1];
  if (day) return [`Provider: ${shown(provider)}`, `Charges and refunds of the day (UTC): ${shown(day)}`, ...rest];
  const event = await scope.providerEvents.ofObject(provider, objectId);
  return [`Provider: ${shown(provider)}`, ...objects(provider, objectId, event), ...eventFacts(event, words), ...rest];
}

const NAMES: Readonly<Record<string, string>> = {
  finding: 'Found by reconciliation',
  found: 'At the provider',
  report: 'Report',
  patient: 'Patient',
  clinic: 'Clinic',
  receipt: 'Receipt',
  parts: 'What could not be printed',
  grant: 'Grant',
  pattern: 'Pattern',
  doctor: 'Doctor',
  doctors: 'Doctors',
  prescriptions: 'Prescriptions',
  ends: 'Ends',
  supplier: 'Supplier',
  error: 'Why',
};

function objects(provider: string, objectId: string, event: EventOfObject | null): readonly string[] {
  const isTest = isTestSession(objectId);
  const link = (id: string) => {
    const url = dashboardUrl(provider, id, isTest);
    return url ? `[${escaped(id)}](${url})` : shown(id);
  };
  const payment = event?.paymentId && event.paymentId !== objectId ? [`Payment: ${link(event.paymentId)}`] : [];
  return [`Object: ${link(objectId)}`, ...payment];
}

function eventFacts(event: EventOfObject | null, words: Words): readonly string[] {
  return event ? [`Webhook: ${shown(event.label)} ${shown(event.eventId)}, received ${words(event.receivedAt)}`] : [];
}

function both({ at, local }: PageTime): string {
  return `${local} (${new Date(at).toISOString()})`;
}

/** A provider's names go into Markdown: a back quote or a bracket of theirs must not end the code or the link. */
function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${escaped(text)}\``;
}

function escaped(text: string): string {
  return text.replaceAll(/[`|[\]<>]/g, "'").replaceAll(/\s+/g, ' ');
}
