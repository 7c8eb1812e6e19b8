import type { Binding, ScopeOf } from '../../scope.js';
import { AppointmentRepository } from './appointments.js';
import { ClaimRepository } from './claims.js';
import { ConsultationRepository } from './consultations.js';
import { HistoryRepository } from './history.js';
import { SnapshotRepository } from './snapshots.js';

/** What this context adds to a transaction's scope. */
export const appointmentsRepositories = {
  appointments: ({ db, keys }: Binding) => new AppointmentRepository(db, keys),
  claims: ({ db }: Binding) => new ClaimRepository(db),
  consultations: ({ db, keys }: Binding) => new ConsultationRepository(db, keys),
  history: ({ db, actor, keys }: Binding) => new HistoryRepository(db, actor, keys),
  snapshots: ({ db, keys }: Binding) => new SnapshotRepository(db, keys),
};

export type AppointmentsScope = ScopeOf<typeof appointmentsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends AppointmentsScope {}
}
