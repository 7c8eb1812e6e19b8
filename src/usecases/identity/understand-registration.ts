import { type UserActor, VISITED, VISITOR } from '../../domain/actor.js';
import { emailKey } from '../../domain/identity/email.js';
import { phoneRegionOf, toE164 } from '../../domain/phone.js';
import { canonicalTimezone } from '../../domain/timezones.js';
import { clinicToJoin, type RegisterUser, type RegisterUserDeps } from './register-user.js';

/**
 * A registration in one spelling, for the comparison of two requests: the mailbox instead of the address, the phone in
 * E.164, the zone by its own name. What is not valid stays as it was typed; `registerUser` refuses it.
 */
export function understandRegistration({ unitOfWork }: Pick<RegisterUserDeps, 'unitOfWork'>) {
  return (
    actor: UserActor | null,
    command: Omit<RegisterUser, 'requestKey'>,
  ): Promise<Omit<RegisterUser, 'requestKey'>> =>
    unitOfWork.withScope(
      actor ?? VISITOR,
      async (scope) => {
        const clinic = await clinicToJoin(scope, actor, command);
        const { phone, timezone } = command;
        return {
          ...command,
          clinicId: clinic.id,
          email: emailKey(command.email),
          phone: phone === null ? null : (toE164(phone, phoneRegionOf(clinic.currency)) ?? phone),
          timezone: timezone === null ? clinic.timezone : (canonicalTimezone(timezone) ?? timezone),
        };
      },
      VISITED,
    );
}
