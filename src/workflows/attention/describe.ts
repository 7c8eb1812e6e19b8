import { ATTENTION } from '../../domain/appointment/attention.js';
import type { EntrySnapshot } from '../../domain/appointment/attention-entry.js';
import { utc, words } from '../support/markdown.js';

/** The page that support staff read in the Temporal UI: what happened, what is known, what can be done. */
export function describeEntry(entry: EntrySnapshot): string {
  const rows = Object.entries(entry.context).map(([name, value]) => `| ${words(name)} | \`${shown(value)}\` |`);
  return [
    `## ${words(entry.code)}`,
    ATTENTION[entry.code],
    '',
    '| | |',
    '|---|---|',
    ...rows,
    `| Opened | ${utc(entry.openedAt)} |`,
    `| Clinic | \`${entry.clinicId}\` |`,
    '',
    ...(entry.resolvedAt === null
      ? [
          '### What you can do',
          'When it is dealt with: update `resolveAttention` with `{"by": "your name", "reason": "why it is closed"}`',
        ]
      : [`Resolved: **${utc(entry.resolvedAt)}**`]),
  ].join('\n');
}

/** A backtick would end the code that the value stands in. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll('`', "'").replaceAll('|', '/').replaceAll('\n', ' ');
}
