import type { FieldError } from '../errors.js';
import { hasVisibleText } from '../text.js';

/** What a clinic says and shows at its visits; null: as the installation has it. */
export interface VisitNotice {
  /** Stands in each chat room, before the sentence for emergencies. */
  readonly chatNotice: string | null;
  /** Whether patients read what the doctor noted about their consultation. The installation does not show it. */
  readonly notesVisible: boolean | null;
}

/** Code points. */
const LONGEST_NOTICE = 1000;
const CONTROLS = /(?![\n])\p{Cc}/u;

/** Why this cannot be set; none when it can. */
export function visitNoticeProblems({ chatNotice }: Partial<VisitNotice>): readonly FieldError[] {
  if (chatNotice === undefined || chatNotice === null) return [];
  const problem = (message: string) => [{ field: 'chat_notice', message }];
  if (!hasVisibleText(chatNotice)) return problem('Please write something, or give null.');
  if ([...chatNotice].length > LONGEST_NOTICE) return problem(`A notice has at most ${LONGEST_NOTICE} characters.`);
  return CONTROLS.test(chatNotice) ? problem('Only line feeds are allowed beside what can be seen.') : [];
}
