/** The one table in which several processes count together. */
export interface CounterStore {
  /** Runs one statement. @throws DomainError unavailable */
  query(statement: {
    readonly text: string;
    readonly values?: readonly unknown[];
  }): Promise<{ readonly rows: unknown[] }>;
  /** What is stored of a key, which names people and addresses: nobody can read it back. */
  hashKey(key: string): string;
}
