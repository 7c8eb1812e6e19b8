export const CHAT_ARCHIVE_WORKFLOW = 'chatArchive';

export interface ChatArchiveResult {
  /** Rooms that have their transcript now. */
  readonly archived: number;
  /** Rooms of which nothing is left. */
  readonly destroyed: number;
}
