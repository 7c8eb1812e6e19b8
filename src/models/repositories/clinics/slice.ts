import type { Binding, ScopeOf } from '../../scope.js';
import { ClinicRepository } from './clinics.js';
import { ClinicDocumentRepository } from './documents.js';
import { InvitationRepository } from './invitations.js';
import { JoinRequestRepository } from './join-requests.js';
import { OrganisationRepository } from './organisations.js';
import { PlaceRepository } from './places.js';
import { SecuritySettingsRepository } from './security-settings.js';

/** What this context adds to a transaction's scope. */
export const clinicsRepositories = {
  clinics: ({ db, keys }: Binding) => new ClinicRepository(db, keys),
  clinicDocuments: ({ db }: Binding) => new ClinicDocumentRepository(db),
  invitations: ({ db, keys }: Binding) => new InvitationRepository(db, keys),
  joinRequests: ({ db, keys }: Binding) => new JoinRequestRepository(db, keys),
  organisations: ({ db }: Binding) => new OrganisationRepository(db),
  places: ({ db }: Binding) => new PlaceRepository(db),
  securitySettings: ({ db }: Binding) => new SecuritySettingsRepository(db),
};

export type ClinicsScope = ScopeOf<typeof clinicsRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends ClinicsScope {}
}
