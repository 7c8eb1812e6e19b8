import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { END_OF_PAGE, utc, words } from '../support/markdown.js';

/** The page that support staff read in the Temporal UI: numbers, states and ids, and nothing of what was prescribed. */
export function describe(snapshot: RequestSnapshot, waitsFor: string, until: number | undefined): string {
  const lines: (string | null)[] = [
    `## ${words(snapshot.delivery)}`,
    `Waits for: **${waitsFor}**`,
    until === undefined ? null : `\nUntil: **${utc(until)}**`,
    '',
    '| Number | Status | Last day | Document | Opened |',
    '|---|---|---|---|---|',
    ...snapshot.prescriptions.map(
      ({ number, status, validUntil, hasDocument, isRead }) =>
        `| ${number} | ${words(status)} | ${validUntil} | ${hasDocument ? 'stored' : 'not yet'} | ${isRead ? 'yes' : 'no'} |`,
    ),
    '',
    '| | |',
    '|---|---|',
    `| Issued | ${utc(Date.parse(snapshot.issuedAt))} |`,
    `| Appointment | \`${snapshot.appointmentId}\` |`,
    `| Doctor | \`${snapshot.doctorId}\` |`,
    `| Patient | \`${snapshot.patientId}\` |`,
    `| Clinic | \`${snapshot.clinicId}\` |`,
    '',
    'To send the mail once more: by API, signed in as reception or doctor, `POST /api/v1/prescriptions/{id}/resend/`. Only a doctor cancels.',
    ...snapshot.prescriptions.map(({ id, number }) => `- ${number}: \`${id}\``),
    '',
    'A workflow that was terminated by mistake is resumed from the record within about a minute.',
    ...END_OF_PAGE,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
