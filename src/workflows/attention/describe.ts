import type { PageTime } from '../../domain/appointments/staff-page.js';
import { ATTENTION } from '../../domain/attention.js';
import { type EntrySnapshot, RESOLVE_ENTRY_EXAMPLE } from '../../domain/support/attention-entry.js';
import { END_OF_PAGE, utc, words } from '../support/markdown.js';

/** The page that support staff read in the Temporal UI: what happened, what is known, what can be done. */
export function describeEntry({ id, code, clinicId, resolvedAt, page }: EntrySnapshot): string {
  return [
    `## ${words(code)}`,
    ATTENTION[code],
    '',
    `- Since: ${time(page.opened)}`,
    ...page.facts.map((fact) => `- ${fact}`),
    `- Clinic: ${page.clinic}, \`${clinicId}\``,
    `- Entry: \`${id}\`. It belongs to no appointment.`,
    '',
    ...(resolvedAt === null ? whatToDo(id) : [resolved(page.resolved)]),
    ...END_OF_PAGE,
  ].join('\n');
}

function whatToDo(id: string): readonly string[] {
  return [
    '### What you can do',
    'Update `resolveAttention`: Closes this entry, once it is dealt with. The reason is kept.',
    '```json',
    JSON.stringify(RESOLVE_ENTRY_EXAMPLE),
    '```',
    '',
    `By API, signed in: \`POST /api/v1/admin/attention/${id}/resolve/\``,
    '```json',
    JSON.stringify({ reason: RESOLVE_ENTRY_EXAMPLE.reason }),
    '```',
  ];
}

function resolved(page: EntrySnapshot['page']['resolved']): string {
  return page ? `Closed: **${time(page)}**, by ${page.by}` : 'Closed.';
}

function time({ local, at }: PageTime): string {
  return `${local} (${utc(at)})`;
}
