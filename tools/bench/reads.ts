import autocannon from 'autocannon';

/** One request of a load. */
export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The paths in turn, each time with the next login, so that no caller comes near a limit. */
export function readsOf(paths: readonly string[], tokens: readonly string[]): () => Call {
  let turn = 0;
  return () => {
    const token = tokens[turn % tokens.length];
    const path = paths[turn % paths.length] ?? '/';
    turn += 1;
    return token === undefined ? { path } : { path, headers: { authorization: `Bearer ${token}` } };
  };
}

/** Loads one route for some seconds; returns requests per second. @throws when any answer is not a 2xx */
export async function load(options: {
  readonly url: string;
  /** The next request to send. */
  readonly calls: () => Call;
  readonly connections: number;
  readonly seconds: number;
}): Promise<number> {
  let last: Call = { path: '/' };
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    requests: [
      {
        setupRequest: (request) => {
          last = options.calls();
          return { ...request, ...last };
        },
      },
    ],
  });
  if (result.non2xx + result.errors > 0 || result['2xx'] === 0) {
    const { non2xx, errors } = result;
    throw new Error(`${options.url}${last.path}: ${non2xx} refused, ${errors} broken, ${result['2xx']} answered`);
  }
  return result['2xx'] / result.duration;
}
