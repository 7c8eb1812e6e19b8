/** The states of an import of a list, whatever the list is of; on the wire, and in the tables. */
export const IMPORT_STATES = [
  'received',
  'reading',
  'previewed',
  'applying',
  'applied',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
