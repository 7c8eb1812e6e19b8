import type { AccountMailWorkflows } from '../adapters/temporal/port.js';
import { SYSTEM } from '../domain/actor.js';
import type { ChangeDeps } from '../usecases/appointments/public.js';
import {
  type DeliverAccountMailDeps,
  deliverAccountMail,
  giveUpAccountMail,
} from '../usecases/identity/deliver-account-mail.js';
import { flagVisits } from '../usecases/identity/flag-visits.js';
import { type RemindOfVerificationsDeps, remindOfVerifications } from '../usecases/identity/remind-of-verifications.js';
import { sendWaitingMails } from '../usecases/identity/send-waiting-mails.js';
import { asActivity } from './failures.js';

export interface IdentityActivityDeps extends ChangeDeps {
  readonly accountMail: DeliverAccountMailDeps;
  readonly accountMails: AccountMailWorkflows;
  readonly mailDomain: string;
  readonly requireVerifiedDoctors: boolean;
  readonly logger: RemindOfVerificationsDeps['logger'];
}

export function identityActivities(deps: IdentityActivityDeps) {
  const { accountMail, accountMails } = deps;
  const flag = flagVisits(deps);
  return {
    deliverAccountMail: asActivity(deliverAccountMail(accountMail)),
    giveUpAccountMail: asActivity(giveUpAccountMail(accountMail)),
    sendWaitingMails: asActivity(sendWaitingMails({ ...accountMail, accountMails })),
    flagVisits: asActivity(() => flag(SYSTEM)),
    remindOfVerifications: asActivity(remindOfVerifications(deps)),
  };
}
