import { connect } from 'node:net';
import { DomainError } from '../../domain/errors.js';
import type { Scanner } from './port.js';

const TIMEOUT_MS = 15_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * ClamAV's daemon over TCP (`clamd(8)`, INSTREAM): each chunk has its length in four bytes before it, a length of zero ends. It
 * answers `stream: OK` or `stream: <name> FOUND`. Everything else is no answer, its own refusal of a size included.
 */
export function clamd({ host, port }: { readonly host: string; readonly port: number }): Scanner {
  return {
    async scan(bytes) {
      const answer = await ask(host, port, bytes).catch((error: unknown) => Promise.reject(unavailable(error)));
      const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
      if (found) return found;
      if (answer !== 'stream: OK') throw unavailable(new Error(`clamd answered ${answer}`));
      return null;
    },
  };
}

function ask(host: string, port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const parts: Buffer[] = [];
    const answer = () => Buffer.concat(parts).toString('utf8').replaceAll('\0', '').trim();
    const deadline = setTimeout(() => socket.destroy(new Error('clamd did not answer in time')), TIMEOUT_MS);
    socket.on('data', (part) => parts.push(part));
    // It closes the connection when it has answered, and also in the middle of what it will not take.
    socket.on('close', () => {
      clearTimeout(deadline);
      if (parts.length > 0) resolve(answer());
      else reject(new Error('clamd closed the connection without an answer'));
    });
    socket.on('error', (error) => {
      if (parts.length === 0) reject(error);
    });
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
        const chunk = bytes.subarray(from, from + CHUNK_BYTES);
        socket.write(length(chunk.length));
        socket.write(chunk);
      }
      socket.write(length(0));
    });
  });
}

function length(bytes: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes);
  return four;
}

function unavailable(cause: unknown): DomainError {
  const sentence = 'Uploads cannot be checked at the moment. Please try again later.';
  const error = new DomainError('unavailable', sentence, { retryAfter: 30 });
  error.cause = cause;
  return error;
}
