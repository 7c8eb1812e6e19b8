import type { IncomingMessage } from 'node:http';
import { type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { DownloadFailed } from './port.js';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** How an answer may be compressed: once, in one of these ways. */
export const ENCODINGS = 'gzip, deflate, br';

/**
 * The body of an answer, unpacked piece by piece, and given up as soon as more than `maxBytes` have come out of it: a small answer may
 * unpack to any size.
 * @throws DownloadFailed too_large, interrupted, encoding_unclear
 */
export async function boundedBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw new DownloadFailed('too_large');
  const decoder = decoderOf(answer.headers['content-encoding']);
  const chunks: Buffer[] = [];
  let size = 0;
  const gather = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) return done(new DownloadFailed('too_large'));
      chunks.push(chunk);
      done();
    },
  });
  try {
    await (decoder ? pipeline(answer, decoder, gather) : pipeline(answer, gather));
  } catch (error) {
    throw failureOf(error);
  }
  if (!answer.complete) throw new DownloadFailed('interrupted');
  return Buffer.concat(chunks);
}

function decoderOf(encoding: string | undefined): Transform | null {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return null;
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (!decoder) throw new DownloadFailed('encoding_unclear');
  return decoder();
}

/** A compressed body that ends too early is one that was cut; anything else that zlib refuses is no such body. */
function failureOf(error: unknown): unknown {
  if (error instanceof DownloadFailed || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code === 'Z_BUF_ERROR' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new DownloadFailed('interrupted', error);
  }
  const isDecoders = code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT');
  return isDecoders ? new DownloadFailed('encoding_unclear', error) : error;
}
