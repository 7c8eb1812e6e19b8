import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { onPath } from '../../tools/launcher/tools.js';

const START_MS = 60_000;

/** A server that a test needs and the product does not bring along. */
export interface StartedProgram {
  readonly port: number;
  stop(): Promise<void>;
}

/** The program that a setting names, or that is on the PATH; undefined: the test is skipped, and says so. */
export function findProgram(setting: string, name: string, others: readonly string[] = []): string | undefined {
  const named = process.env[setting];
  if (named) return named;
  return onPath(name) ?? others.find((path) => existsSync(path));
}

/** Starts it on a loopback port, a free one unless it is given, and waits until it takes connections. @throws Error when it ends or does not come up */
export async function startProgram(
  command: string,
  argumentsFor: (port: number) => readonly string[],
  given?: number,
): Promise<StartedProgram> {
  const port = given ?? (await freePort());
  const child = spawn(command, [...argumentsFor(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (part) => said.push(String(part)));
  const ended = new Promise<void>((done) => {
    child.once('close', () => done());
    child.once('error', (error) => said.push(error.message));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await answers(child, port);
    return { port, stop };
  } catch (error) {
    await stop();
    throw new Error(`${command} did not start: ${said.join('')}`, { cause: error });
  }
}

/** Nothing listens there at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when something listens there. */
export async function answers(child: ChildProcess, port: number): Promise<void> {
  for (const until = Date.now() + START_MS; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it does not listen');
}
