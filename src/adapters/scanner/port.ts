/** Looks for malware in what was uploaded. */
export interface Scanner {
  /**
   * The name of what was found; null when nothing was.
   * @throws DomainError unavailable when the scanner does not answer: what nobody has looked at is not taken
   */
  scan(bytes: Uint8Array): Promise<string | null>;
}

/** Where no scanner is set up. */
export const NO_SCANNER: Scanner = { scan: async () => null };
