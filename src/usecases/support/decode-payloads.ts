import type { DecodedPayload, JsonPayload, PayloadCodecPort } from '../../adapters/temporal/port.js';
import { type Actor, actorUserId } from '../../domain/actor.js';
import type { BareScope, UnitOfWork } from '../../models/scope.js';

type Scope = BareScope;

export type { JsonPayload };

export interface CodecDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly codec: PayloadCodecPort;
  readonly now: () => Date;
}

/** One look at a page is many requests: together they are one row of the audit. */
const ONE_LOOK_MS = 5 * 60_000;
const MOST_REMEMBERED = 1_000;
const MOST_NAMED = 50;

/**
 * Decodes payloads for the Temporal UI. That somebody looked is in the audit, once per person, workflow and five
 * minutes; what they saw is not. The UI does not say which workflow it shows: it is sealed with each payload. Payloads
 * that belong to none (somebody typed them into the UI) are recorded under the namespace.
 */
export function decodePayloads({ unitOfWork, codec, now }: CodecDeps) {
  const recorded = new Map<string, number>();
  return async (actor: Actor, payloads: readonly JsonPayload[], namespace: string): Promise<readonly JsonPayload[]> => {
    const decoded = await codec.decode(payloads);
    for (const entityId of workflowsOf(decoded, namespace)) {
      const look = `${actorUserId(actor) ?? actor.kind}/${entityId}`;
      const at = now();
      if ((recorded.get(look) ?? 0) > at.getTime()) continue;
      // Several API processes answer one page: whoever has the lock finds the row of the others.
      await unitOfWork.withScope(
        actor,
        async (scope) => {
          const since = new Date(at.getTime() - ONE_LOOK_MS);
          if (await scope.audit.hasRecent('payload.decoded', entityId, since)) return;
          await scope.audit.record({ action: 'payload.decoded', entity: 'payload', entityId, clinicId: null }, at);
        },
        { exclusively: `codec/${look}` },
      );
      if (recorded.size >= MOST_REMEMBERED) recorded.clear();
      recorded.set(look, at.getTime() + ONE_LOOK_MS);
    }
    return decoded.map(({ payload }) => payload);
  };
}

/** Each once. A request with payloads of very many workflows is no page of the UI: the rest is under the namespace. */
function workflowsOf(decoded: readonly DecodedPayload[], namespace: string): readonly string[] {
  const found = new Set(decoded.filter(({ sealed }) => sealed).map(({ workflowId }) => workflowId ?? namespace));
  return found.size <= MOST_NAMED ? [...found] : [...[...found].slice(0, MOST_NAMED - 1), namespace];
}

/** Encodes what somebody typed into the Temporal UI, so that it is stored like everything else. */
export function encodePayloads({ codec }: Pick<CodecDeps, 'codec'>) {
  return (payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]> => codec.encode(payloads);
}
