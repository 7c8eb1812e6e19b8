import type { JsonPayload, PayloadCodecPort } from '../../adapters/temporal/port.js';
import type { Actor } from '../../domain/identity/actor.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

export type { JsonPayload };

export interface CodecDeps {
  readonly unitOfWork: UnitOfWork;
  readonly codec: PayloadCodecPort;
  readonly now: () => Date;
}

/** Decodes payloads for the Temporal UI. That somebody looked is in the audit; what they saw is not. */
export function decodePayloads({ unitOfWork, codec, now }: CodecDeps) {
  return async (actor: Actor, payloads: readonly JsonPayload[], namespace: string): Promise<readonly JsonPayload[]> => {
    const decoded = await codec.decode(payloads);
    await unitOfWork.withScope(actor, (scope) =>
      scope.audit.record(
        {
          action: 'payload.decoded',
          entity: 'payload',
          entityId: namespace,
          clinicId: null,
          details: { count: payloads.length },
        },
        now(),
      ),
    );
    return decoded;
  };
}

/** Encodes what somebody typed into the Temporal UI, so that it is stored like everything else. */
export function encodePayloads({ codec }: Pick<CodecDeps, 'codec'>) {
  return (payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]> => codec.encode(payloads);
}
