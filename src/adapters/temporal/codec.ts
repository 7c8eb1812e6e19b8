import { fileURLToPath } from 'node:url';
import type { DataConverter, Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyRing } from '../../config/key-ring.js';

const PayloadMessage = proto.temporal.api.common.v1.Payload;
const ENCODING = 'binary/encrypted';
/** What these bytes are sealed for: no field of the database opens as a payload, and no payload as a field. */
const PAYLOAD = 'payload';
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | null | undefined) => (bytes ? new TextDecoder().decode(bytes) : '');

/** Sealed with the payload: which workflow it belongs to. What the Temporal UI or a Schedule sends has none. */
export const WORKFLOW_ID = 'workflow-id';

/**
 * Encrypts every payload with the current key (AES-256-GCM), its id in the metadata. Payloads of older keys,
 * and plain ones from before encryption, still decode. The workflow's id is sealed with it, for the audit of who reads.
 */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly keys: KeyRing) {}

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const owner: Payload['metadata'] = context?.workflowId ? { [WORKFLOW_ID]: encode(context.workflowId) } : {};
    return payloads.map(({ metadata, ...payload }) => {
      const owned = { ...payload, metadata: { ...metadata, ...owner } };
      const sealed = this.keys.seal(PayloadMessage.encode(owned).finish(), PAYLOAD);
      return {
        metadata: { encoding: encode(ENCODING), 'encryption-key-id': encode(sealed.keyId) },
        data: sealed.data,
      };
    });
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      if (!isSealed(payload)) return payload;
      const keyId = decode(payload.metadata?.['encryption-key-id']);
      const plain = this.keys.open({ keyId, data: payload.data ?? new Uint8Array() }, PAYLOAD);
      return PayloadMessage.decode(plain);
    });
  }
}

export function isSealed({ metadata }: Payload): boolean {
  return decode(metadata?.encoding) === ENCODING;
}

/** The converter of every client and worker. */
export function dataConverter(keys: KeyRing): DataConverter {
  return {
    payloadCodecs: [new EncryptionCodec(keys)],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
  };
}
