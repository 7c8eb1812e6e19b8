import type { VisitSettingsChange } from '../../usecases/clinics/visit-settings.js';
import { type PolicyName, policyChangesOf } from './policy-requests.js';

/** What a clinic's visits follow; null takes the installation's, what is left out stays. */
export interface VisitSettingsBody {
  /**
   * Before the start.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  chat_opens?: string | null;
  /**
   * How long the sender of a chat message may edit or delete it.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  chat_edit_window?: string | null;
  /**
   * After completion: as long the doctor may open the chat again. 0s: never.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "14d"
   */
  chat_reopen?: string | null;
  /**
   * After the end of a room: it is archived then.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30d"
   */
  chat_archive?: string | null;
  /**
   * Before the start.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "1h"
   */
  check_in_opens?: string | null;
  /**
   * After the end, when nobody started the consultation.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30m"
   */
  no_show_after?: string | null;
  /**
   * Before the start; an empty text sends none.
   * @pattern ^(\d{1,12}(ms|s|m|h|d)(,\d{1,12}(ms|s|m|h|d)){0,9})?$
   * @example "24h,1h"
   */
  reminders?: string | null;
  /**
   * Stands in each chat room of the clinic, before the sentence for emergencies, which always stands there. 1 to 1,000 characters.
   * @pattern ^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$
   * @maxLength 4000
   * @example "We answer on weekdays from 9 to 17."
   */
  chat_notice?: string | null;
  /** Whether patients read the `notes` of their consultations. */
  notes_visible?: boolean | null;
}

/** Those of them that are policies. */
export const VISIT_POLICIES = [
  'chat_opens',
  'chat_edit_window',
  'chat_reopen',
  'chat_archive',
  'check_in_opens',
  'no_show_after',
  'reminders',
] as const satisfies readonly PolicyName[];

/** The name of a setting. */
export type VisitSettingName = keyof VisitSettingsBody;

/** @throws DomainError validation_failed with each bad duration */
export function visitSettingsChangeOf(body: VisitSettingsBody): VisitSettingsChange {
  const { chat_notice: chatNotice, notes_visible: notesVisible, ...durations } = body;
  return {
    policies: policyChangesOf(durations),
    notice: {
      ...(chatNotice === undefined ? {} : { chatNotice }),
      ...(notesVisible === undefined ? {} : { notesVisible }),
    },
  };
}
