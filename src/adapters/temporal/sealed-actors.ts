import type { KeyRing } from '../../config/key-ring.js';
import type { Actor, SealedActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { currentContext, type RequestContext, withContext } from '../../observability/context.js';
import type { SealedStep, StepActors } from './port.js';

/** The one update that a seal is good for. */
interface SealedUpdate {
  /** Of the record that is changed: each kind of record has ids of its own. */
  readonly subjectId: string;
  readonly update: string;
  readonly updateId: string;
  readonly command: unknown;
}

interface Sealed {
  readonly actor: Actor;
  /** Where the request came from, for the audit rows that the worker writes. */
  readonly origin: Partial<RequestContext>;
}

/**
 * Seals who asks for an update. The seal opens only for the same record, update, update id and arguments: nobody
 * can type one in the Temporal UI, and one that is copied from a history is good for what was done there already.
 */
export function sealActor(keys: KeyRing, actor: Actor, update: SealedUpdate): string {
  const sealed: Sealed = { actor, origin: currentContext() };
  return keys.sealText(JSON.stringify(sealed), boundTo(update));
}

/** Opens the seals in the worker, where there is a key ring; workflow code has none. */
export function stepActors(keys: KeyRing): StepActors {
  return {
    async runAs(input, step) {
      const { actor } = input;
      if (actor.kind !== 'sealed') return step({ ...input, actor });
      const opened = open(keys, actor, input);
      return withContext({ ...currentContext(), ...opened.origin }, () => step({ ...input, actor: opened.actor }));
    },
  };
}

function open(keys: KeyRing, { seal, update, updateId }: SealedActor, input: SealedStep): Sealed {
  const { operationId, command } = input;
  const subjectId = operationId.slice(0, -`/${updateId}`.length);
  try {
    return JSON.parse(keys.openText(seal, boundTo({ subjectId, update, updateId, command }))) as Sealed;
  } catch (cause) {
    const error = new DomainError('forbidden', 'Only the API can say who acts. Nothing was changed.');
    error.cause = cause;
    throw error;
  }
}

/** Both sides have the command as JSON, whose members keep their order. */
function boundTo({ subjectId, update, updateId, command }: SealedUpdate): string {
  return `update ${JSON.stringify([subjectId, update, updateId, command])}`;
}
