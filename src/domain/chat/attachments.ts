import { type DomainError, type FieldError, invalid } from '../errors.js';
import { HOUR_MS, MINUTE_MS } from '../instants.js';

/** What becomes of an upload. Nothing is answered before a file was looked at: what is kept is `ready`. */
export const ATTACHMENT_STATES = ['scanning', 'ready', 'refused'] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

/** Of one message. */
export const MOST_ATTACHMENTS = 10;
/** How many files somebody may have uploaded in one room that no message has used yet. */
export const MOST_WAITING_UPLOADS = 30;
/** How long an upload waits for its message. */
export const UPLOAD_WAITS_MS = 24 * HOUR_MS;
/** How long a link to a file is good. */
export const FILE_LINK_MS = 5 * MINUTE_MS;

/** Why these files cannot be sent with a message; none when they can, as far as their ids say. */
export function attachmentProblems(ids: readonly string[]): readonly FieldError[] {
  const problem = (message: string) => [{ field: 'attachments', message }];
  if (ids.length > MOST_ATTACHMENTS) return problem(`A message has at most ${MOST_ATTACHMENTS} files.`);
  if (new Set(ids).size !== ids.length) return problem('Each file is sent once.');
  return [];
}

/** A file that is not there, was uploaded by somebody else or for another room, or is a message's already. */
export function unusableAttachment(): DomainError {
  return invalid('attachments', 'Each file has to be uploaded by its sender, in this room, and is sent once.');
}
