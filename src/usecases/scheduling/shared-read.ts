/**
 * A read that callers who ask the same at the same time share. Nobody gets what was read before the call, so a caller
 * finds its own changes: while a read runs, all who come wait for one more that starts when it has ended.
 * @param keyOf what the answer depends on; callers with the same key get the same object and must not change it
 */
export function sharedRead<Args extends readonly unknown[], Answer>(
  read: (...args: Args) => Promise<Answer>,
  keyOf: (...args: Args) => string,
): (...args: Args) => Promise<Answer> {
  interface Reads {
    readonly running: Promise<Answer>;
    next?: Promise<Answer>;
  }
  const readsByKey = new Map<string, Reads>();

  const start = (key: string, args: Args): Promise<Answer> => {
    const reads: Reads = { running: read(...args) };
    readsByKey.set(key, reads);
    const forget = () => {
      if (!reads.next) readsByKey.delete(key);
    };
    reads.running.then(forget, forget);
    return reads.running;
  };

  return (...args) => {
    const key = keyOf(...args);
    const reads = readsByKey.get(key);
    if (!reads) return start(key, args);
    const startNext = () => start(key, args);
    reads.next ??= reads.running.then(startNext, startNext);
    return reads.next;
  };
}
