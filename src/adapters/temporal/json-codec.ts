import type { Payload } from '@temporalio/common';
import type { KeyRing } from '../../config/key-ring.js';
import { invalid } from '../../domain/errors.js';
import { EncryptionCodec, isSealed, WORKFLOW_ID } from './codec.js';
import type { DecodedPayload, JsonPayload, PayloadCodecPort } from './port.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const text = (data: Uint8Array) => Buffer.from(data).toString('base64');

function toPayload(given: JsonPayload): Payload {
  const { metadata = {}, data } = given;
  const whole =
    isRecord(given) &&
    isRecord(metadata) &&
    Object.values(metadata).every((value) => typeof value === 'string') &&
    (data === undefined || typeof data === 'string');
  if (!whole) throw invalid('payloads', 'A payload has metadata and data, both in base64.');
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, bytes(value)])),
    ...(data === undefined ? {} : { data: bytes(data) }),
  };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
    decode: async (payloads) => {
      const given = payloads.map(toPayload);
      const opened = await codec.decode(given).catch((cause: unknown) => {
        const refusal = invalid('payloads', 'A payload was changed, or sealed with a key that is not in use here.');
        refusal.cause = cause;
        throw refusal;
      });
      return opened.map((payload, index) => decodedOf(payload, given[index]));
    },
  };
}

function decodedOf({ metadata, ...rest }: Payload, given: Payload | undefined): DecodedPayload {
  const { [WORKFLOW_ID]: owner, ...others } = metadata ?? {};
  const sealed = given !== undefined && isSealed(given);
  return {
    payload: toJson({ ...rest, metadata: others }),
    sealed,
    workflowId: sealed && owner ? Buffer.from(owner).toString('utf8') : null,
  };
}
