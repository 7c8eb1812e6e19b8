import type { DecodedPayload, JsonPayload, PayloadCodecPort } from '../../adapters/temporal/port.js';
import { type Actor, actorUserId } from '../../domain/actor.js';
import { codesHiddenFrom } from '../../domain/attention.js';
import { attentionWorkflowId, isUuid } from '../../domain/ids.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { withoutClinicalText } from './clinical-text.js';

type Scope = SupportScope;

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
/** A workflow's id is its appointment's; that of an entry has this before the entry's. */
const ENTRY_PREFIX = attentionWorkflowId('');

/**
 * Decodes payloads for the Temporal UI. That somebody looked is in the audit, once per person, workflow and five
 * minutes; what they saw is not. The UI does not say which workflow it shows: it is sealed with each payload. Payloads
 * that belong to none (somebody typed them into the UI) are recorded under the namespace.
 *
 * Payloads of another clinic's appointments and attention entries stay sealed for a person, and clinical text is shown to
 * nobody.
 */
export function decodePayloads({ unitOfWork, codec, now }: CodecDeps) {
  const recorded = new Map<string, number>();
  return async (actor: Actor, payloads: readonly JsonPayload[], namespace: string): Promise<readonly JsonPayload[]> => {
    const decoded = await codec.decode(payloads);
    const foreign = await foreignAmong(unitOfWork, actor, decoded);
    const isShown = ({ workflowId }: DecodedPayload) => workflowId === null || !foreign.has(workflowId);
    for (const entityId of workflowsOf(decoded.filter(isShown), namespace)) {
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
        { exclusively: `codec/${look}`, opens: { payload: entityId } },
      );
      if (recorded.size >= MOST_REMEMBERED) recorded.clear();
      recorded.set(look, at.getTime() + ONE_LOOK_MS);
    }
    return decoded.map((one, at) => (isShown(one) ? withoutClinicalText(one.payload) : (payloads[at] ?? one.payload)));
  };
}

/** The workflows of appointments and attention entries that are not of a clinic in which this person acts. */
async function foreignAmong(
  unitOfWork: UnitOfWork<Scope>,
  actor: Actor,
  decoded: readonly DecodedPayload[],
): Promise<ReadonlySet<string>> {
  if (actor.kind !== 'user') return new Set();
  const asked = new Map<string, string>();
  for (const { workflowId } of decoded) {
    const id = workflowId?.replace(ENTRY_PREFIX, '');
    if (workflowId && isUuid(id)) asked.set(workflowId, id);
  }
  if (asked.size === 0) return new Set();
  const ids = [...new Set(asked.values())];
  const own = new Set(
    await unitOfWork.withScope(actor, (scope) =>
      scope.attention.ownSubjectsAndEntries(ids, actor.clinicIds, codesHiddenFrom(actor.role)),
    ),
  );
  return new Set([...asked].filter(([, id]) => !own.has(id)).map(([workflowId]) => workflowId));
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
