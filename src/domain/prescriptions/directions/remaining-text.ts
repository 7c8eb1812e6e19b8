/**
 * Directions while they are read: each phrase that is understood is taken out. Whoever reads them may be sure of what they have
 * read only when nothing is left.
 */
export class RemainingText {
  constructor(private text: string) {}

  /** Takes out every place of a phrase and answers with its matches, the first one first. */
  take(phrase: string): readonly RegExpExecArray[] {
    // A phrase begins and ends with whole words; a number may stand directly before its unit.
    const pattern = new RegExp(String.raw`(?<![a-z0-9.])(?:${phrase})(?![a-z0-9]|\.\d)`, 'g');
    const matches = [...this.text.matchAll(pattern)];
    this.text = this.text.replaceAll(pattern, ' ; ').replaceAll(/ +/g, ' ');
    return matches;
  }

  /** Whether a phrase stood there, once or more often. */
  says(phrase: string): boolean {
    return this.take(phrase).length > 0;
  }

  isEmpty(): boolean {
    return !/[^\s.,;:()]/.test(this.text);
  }
}
