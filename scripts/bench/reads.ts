import autocannon from 'autocannon';

/** Loads one route for some seconds; returns requests per second. @throws when any answer is not a 2xx */
export async function load(options: {
  readonly url: string;
  readonly paths: readonly string[];
  /** Sent in turn, so that no caller comes near a limit. */
  readonly tokens: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}): Promise<number> {
  const { paths, tokens } = options;
  let next = 0;
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    requests: [
      {
        setupRequest: (request) => {
          const turn = next;
          next += 1;
          const token = tokens[turn % tokens.length];
          const path = paths[turn % paths.length] ?? '/';
          return token === undefined
            ? { ...request, path }
            : { ...request, path, headers: { authorization: `Bearer ${token}` } };
        },
      },
    ],
  });
  if (result.non2xx + result.errors > 0 || result['2xx'] === 0) {
    throw new Error(
      `${options.url}${paths[0]}: ${result.non2xx} refused, ${result.errors} broken, ${result['2xx']} answered`,
    );
  }
  return result['2xx'] / result.duration;
}
