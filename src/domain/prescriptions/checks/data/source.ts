/** Whose word the rules are that name no other source. */
export const GENERALLY_KNOWN =
  'Keepwell starter rules: generally known of these medicines, in our own words; the product information decides';
/** The day on which the rules were looked through. */
export const AS_OF = '2026-11-01';
