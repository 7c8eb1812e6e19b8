/** Aborted after so many minutes, or with `stop`. Held by its own timer: a signal of `AbortSignal.any` may be collected. */
export function limitOf(minutes: number, stop: AbortSignal): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), minutes * 60_000).unref();
  stop.addEventListener('abort', () => limit.abort(), { once: true });
  return limit.signal;
}

/** The children complain all the time, about each other: that is in their logs. */
export function quietly(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (!line.startsWith('[') && !line.includes('died')) say(line);
  };
}
