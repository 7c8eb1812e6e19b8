import type { JsonPayload } from '../../adapters/temporal/port.js';

/** Members of commands that only the patient and the treating doctor may read: nobody reads them in the Temporal UI. */
const CLINICAL: readonly string[] = ['symptoms', 'notes'];
const HIDDEN = '(clinical text)';

/** A decoded payload as staff are shown it; what is no JSON has no such members. */
export function withoutClinicalText(payload: JsonPayload): JsonPayload {
  const { metadata = {}, data = '' } = payload;
  const text = Buffer.from(data, 'base64').toString('utf8');
  if (textOf(metadata.encoding) !== 'json/plain' || !CLINICAL.some((name) => text.includes(`"${name}"`)))
    return payload;
  try {
    const shown = JSON.parse(text, (name, member: unknown) =>
      CLINICAL.includes(name) && typeof member === 'string' ? HIDDEN : member,
    );
    return { ...payload, data: Buffer.from(JSON.stringify(shown)).toString('base64') };
  } catch {
    // Somebody typed something else and called it JSON: it was in no command that was accepted.
    return payload;
  }
}

function textOf(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('utf8');
}
