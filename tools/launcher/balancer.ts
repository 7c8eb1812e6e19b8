import { connect, createServer, type Socket } from 'node:net';

/** What spreads connections over the API's processes. */
export interface Balancer {
  /** Takes no new connection; those that are open end with the process at their other end. */
  stop(): Promise<void>;
}

/** A process behind the balancer. */
interface Target {
  readonly port: number;
  /** Connections that it holds now. */
  open: number;
}

/**
 * Listens at `place` and passes each connection on, byte by byte, to the process of 127.0.0.1 that holds the fewest. One
 * that accepts none, because it has died or is ending, is left out; while none accepts, whoever connects is disconnected.
 */
export async function startBalancer(
  place: { readonly port: number; readonly host: string },
  ports: readonly number[],
): Promise<Balancer> {
  const targets = ports.map((own): Target => ({ port: own, open: 0 }));
  // Each side may finish sending before the other.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void passOn(client, targets));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place, resolve);
  });
  return { stop: async () => void server.close() };
}

async function passOn(client: Socket, targets: readonly Target[]): Promise<void> {
  client.on('error', () => client.destroy());
  for (const target of [...targets].sort((one, other) => one.open - other.open)) {
    // Counted from here on, so that connections that come together are spread, too.
    target.open += 1;
    const process = await reach(target.port);
    if (process === null) {
      target.open -= 1;
      continue;
    }
    process.once('close', () => {
      target.open -= 1;
      client.destroy();
    });
    client.once('close', () => process.destroy());
    // It may have gone while the process was reached: then nothing tells of it any more.
    if (client.destroyed) process.destroy();
    client.pipe(process).pipe(client);
    return;
  }
  client.destroy();
}

/** Null where nothing accepts connections. */
function reach(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => {
      socket.destroy();
      resolve(null);
    });
  });
}
