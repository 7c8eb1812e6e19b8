import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { actionsFor, otherActions, type StaffAction } from '../../domain/appointments/staff-actions.js';
import type { PageEvent } from '../../domain/appointments/staff-page.js';
import { ATTENTION, type AttentionCode } from '../../domain/attention.js';
import { toDecimal } from '../../domain/money.js';
import { END_OF_PAGE, utc, words } from '../support/markdown.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import type { TimelineEntry } from './contract.js';

const EVENTS_SHOWN = 12;
/** The clocks of worker, engine and database may differ by this, and a message may be recorded before its step has ended. */
const SAME_MESSAGE_MS = 10 * 60_000;

/** What the list of workflows can be searched by. */
export function attributesOf(snapshot: AppointmentSnapshot): SearchAttributeUpdatePair[] {
  return [
    { key: keys.AppointmentStatus, value: snapshot.status },
    { key: keys.PaymentStatus, value: snapshot.paymentStatus },
    { key: keys.DoctorId, value: snapshot.doctorId },
    { key: keys.PatientId, value: snapshot.patientId },
    { key: keys.ClinicId, value: snapshot.clinicId },
    // An empty list would still be found by `Attention IS NOT NULL`.
    { key: keys.Attention, value: snapshot.attention.length > 0 ? [...snapshot.attention] : null },
    { key: keys.StartsAt, value: new Date(snapshot.startsAt) },
  ];
}

/** The same of a run that has no appointment. */
export const NO_ATTRIBUTES: SearchAttributeUpdatePair[] = [
  { key: keys.AppointmentStatus, value: null },
  { key: keys.PaymentStatus, value: null },
  { key: keys.DoctorId, value: null },
  { key: keys.PatientId, value: null },
  { key: keys.ClinicId, value: null },
  { key: keys.StartsAt, value: null },
];

/**
 * The page that support staff read in the Temporal UI: state, deadline, what needs a person and how to help, money,
 * what happened. All of it comes from the record, but for what only this run knows.
 */
export function renderDetails(
  snapshot: AppointmentSnapshot,
  waitsFor: string,
  timeline: readonly TimelineEntry[],
): string {
  const { page } = snapshot;
  const lines: (string | null)[] = [
    `## ${words(snapshot.status)}`,
    `Waits for: **${waitsFor}**`,
    page?.deadline ? `\n${page.deadline.what}: **${page.deadline.local}** (${utc(page.deadline.at)})` : null,
    '',
    ...snapshot.attention.flatMap((code) => attention(code, snapshot)),
    '| | |',
    '|---|---|',
    `| Starts | ${time(page?.startsAt, snapshot.startsAt)} |`,
    `| Ends | ${time(page?.endsAt, snapshot.endsAt)} |`,
    `| Price | ${toDecimal(snapshot.price)} ${snapshot.currency.toUpperCase()} |`,
    `| Money | ${words(snapshot.paymentStatus)} |`,
    ...(page?.checkouts ?? []).map(({ id, words: about }) => `| Payment page | ${about}, \`${id}\` |`),
    ...payments(snapshot),
    ...refunds(snapshot),
    page?.chat ? `| Chat room | ${page.chat} |` : null,
    page ? `| Seen | ${page.seen.join('; ') || 'nobody'} |` : null,
    ...(page?.prescriptions ?? []).map((line) => `| Prescription | ${line} |`),
    snapshot.version > 0 ? `| Moved | ${snapshot.version} times |` : null,
    `| Appointment | \`${snapshot.id}\` |`,
    `| Doctor | \`${snapshot.doctorId}\` |`,
    `| Patient | \`${snapshot.patientId}\` |`,
    `| Clinic | \`${snapshot.clinicId}\`${page ? `, ${page.zone}` : ''} |`,
    '',
    '### What happened',
    ...happened(snapshot, timeline),
    '',
    '### What else you can do',
    ...otherActions(snapshot).flatMap((one) => action(one, snapshot.id)),
    'A workflow that was terminated by mistake is resumed from the record within about a minute.',
    ...END_OF_PAGE,
  ];
  return lines.filter((line) => line !== null).join('\n');
}

function attention(code: AttentionCode, snapshot: AppointmentSnapshot): readonly string[] {
  const entries = snapshot.page?.entries.filter((one) => one.code === code) ?? [];
  const actions = actionsFor(code, snapshot);
  return [
    `### Needs a person: ${words(code).toLowerCase()}`,
    ATTENTION[code],
    '',
    ...entries.flatMap(({ opened, facts }) => [
      `- Since: ${time(opened.local, opened.at)}`,
      ...facts.map((fact) => `- ${fact}`),
      '',
    ]),
    ...actions.flatMap((one) => action(one, snapshot.id)),
  ];
}

/** The name and, in a block of its own that can be copied, the input as it is. */
function action({ name, by, title, input }: StaffAction, appointmentId: string): readonly string[] {
  const how =
    by === 'update'
      ? `Update \`${name}\``
      : `By API, signed in, \`POST /api/v1/admin/appointments/${appointmentId}/actions/\``;
  return [`${how}: ${title}`, '```json', JSON.stringify(input), '```', ''];
}

function payments({ page }: AppointmentSnapshot): readonly string[] {
  return (page?.payments ?? []).map(({ words: amount, purpose, provider }) => {
    const id = provider.url ? `[${provider.id}](${provider.url})` : `\`${provider.id}\``;
    return `| Payment${purpose === 'appointment' ? '' : ` (${purpose})`} | ${amount}, ${id} |`;
  });
}

function refunds({ refunds: all, page, currency }: AppointmentSnapshot): readonly string[] {
  return all.map(({ id, amount, status }) => {
    const more = page?.refunds.find((one) => one.id === id);
    const facts = [
      `${toDecimal(amount)} ${currency.toUpperCase()}`,
      words(status).toLowerCase(),
      ...(more?.failure ? [more.failure.replaceAll('_', ' ')] : []),
      `\`${id}\``,
      ...(more?.providerRefundId ? [`at the provider \`${more.providerRefundId}\``] : []),
    ];
    return `| Refund | ${facts.join(', ')} |`;
  });
}

function happened({ page }: AppointmentSnapshot, timeline: readonly TimelineEntry[]): readonly string[] {
  if (!page) return timeline.slice(-EVENTS_SHOWN).map((entry) => `- ${utc(Date.parse(entry.at))}: ${entry.what}`);
  const known: readonly (PageEvent & { readonly line: string })[] = page.happened.map((event) => ({
    ...event,
    line: `- ${time(event.local, event.at)}: ${event.what}${event.by ? `, by ${event.by}` : ''}${event.reason ? `: ${event.reason}` : ''}`,
  }));
  const own = timeline
    .map((entry) => ({ ...entry, at: Date.parse(entry.at) }))
    .filter((entry) => entry.onlyHere || (entry.message && !isKnown(entry.message, entry.at, page)))
    .map(({ at, what }) => ({ at, line: `- ${utc(at)}: ${what}` }));
  return [...known, ...own]
    .sort((a, b) => a.at - b.at)
    .slice(-EVENTS_SHOWN)
    .map(({ line }) => line);
}

/** Whether the record, as it was last read, says of this message what the run remembers of it. */
function isKnown(message: string, at: number, page: NonNullable<AppointmentSnapshot['page']>): boolean {
  if (at < page.readAt - SAME_MESSAGE_MS) return true;
  return page.happened.some((event) => event.message === message && Math.abs(event.at - at) < SAME_MESSAGE_MS);
}

function time(local: string | undefined, at: number): string {
  return local ? `${local} (${utc(at)})` : utc(at);
}
