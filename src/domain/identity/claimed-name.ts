const CLAIM = /^temporal-ui \(claims (.*)\)$/s;

/** The name that somebody in the Temporal UI gave, of a label as history and audit keep it; null for any other label. */
export function claimedName(label: string): string | null {
  return CLAIM.exec(label)?.[1] ?? null;
}

/**
 * Whether a name that was typed in the Temporal UI may be this person's: all its words are words of their name or mail
 * address, or all words of their name, or the address, stand in it. Rather too often than too seldom: the price is that
 * somebody else has to approve.
 */
export function mayBeClaimedBy(
  claim: string,
  person: { readonly firstName: string; readonly lastName: string; readonly email: string },
): boolean {
  const claimed = wordsOf(claim);
  const name = wordsOf(`${person.firstName} ${person.lastName}`);
  const [mailbox = ''] = person.email.split('@');
  const own = new Set([...name, ...wordsOf(mailbox), ...wordsOf(person.email)]);
  const isIn = (words: readonly string[], others: ReadonlySet<string>) =>
    words.length > 0 && words.every((word) => others.has(word));
  const typed = new Set(claimed);
  return isIn(claimed, own) || isIn(name, typed) || isIn(wordsOf(mailbox), typed);
}

/** Letters and digits in runs, without case, accents and width. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
