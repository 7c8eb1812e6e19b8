import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';
import type { UnitOfWork } from '../../models/scope.js';

/** What the use cases of chat touch in a transaction. */
export type RoomScope = AppointmentsScope & ChatScope & IdentityScope & MessagingScope & PatientsScope;

export interface ChatDeps {
  readonly unitOfWork: UnitOfWork<RoomScope>;
  readonly now: () => Date;
}
