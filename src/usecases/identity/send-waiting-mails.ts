import type { AccountMailWorkflows } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

const MOST = 500;
/** Whoever added a mail a moment ago is starting its workflow right now. */
const SETTLING_MS = 30_000;

/** A workflow has tried for a day, and the links in older mails have ended: they must not take the places of new ones. */
const GIVEN_UP_MS = 25 * 3_600_000;

export interface SendWaitingMailsDeps {
  readonly unitOfWork: UnitOfWork<IdentityScope>;
  readonly accountMails: AccountMailWorkflows;
  readonly now: () => Date;
}

/**
 * Starts the workflows of mails about accounts that have none: their process died after the commit, or the engine could
 * not be reached. Returns how many had none.
 */
export function sendWaitingMails({ unitOfWork, accountMails, now }: SendWaitingMailsDeps) {
  return async (): Promise<number> => {
    const at = now().getTime();
    const [after, before] = [new Date(at - GIVEN_UP_MS), new Date(at - SETTLING_MS)];
    const ids = await unitOfWork.withScope(SYSTEM, (scope) => scope.accountMails.listWaiting(after, before, MOST));
    let started = 0;
    for (const id of ids) if (await accountMails.send(id)) started += 1;
    return started;
  };
}
