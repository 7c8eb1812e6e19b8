import type { Payload } from '@temporalio/common';
import type { KeyRing } from '../../config/key-ring.js';
import { EncryptionCodec } from './codec.js';
import type { JsonPayload, PayloadCodecPort } from './port.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const text = (data: Uint8Array) => Buffer.from(data).toString('base64');

function toPayload({ metadata = {}, data }: JsonPayload): Payload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, bytes(value)])),
    ...(data === undefined ? {} : { data: bytes(data) }),
  };
}

function toJson({ metadata, data }: Payload): JsonPayload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, text(value)])),
    ...(data ? { data: text(data) } : {}),
  };
}

/** The workers' codec behind the JSON that the Temporal UI speaks. */
export function jsonCodec(keys: KeyRing): PayloadCodecPort {
  const codec = new EncryptionCodec(keys);
  return {
    encode: async (payloads) => (await codec.encode(payloads.map(toPayload))).map(toJson),
    decode: async (payloads) => (await codec.decode(payloads.map(toPayload))).map(toJson),
  };
}
