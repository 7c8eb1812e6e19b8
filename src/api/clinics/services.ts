import type { acceptInvitation } from '../../usecases/clinics/accept-invitation.js';
import type { changeClinic, listClinics, readClinic } from '../../usecases/clinics/clinic-details.js';
import type { createClinic } from '../../usecases/clinics/create-clinic.js';
import type {
  addDepartment,
  changeDepartment,
  listDepartments,
  removeDepartment,
} from '../../usecases/clinics/departments.js';
import type { listDocuments, publishDocument } from '../../usecases/clinics/documents.js';
import type { inviteMember, listInvitations, revokeInvitation } from '../../usecases/clinics/invitations.js';
import type { askToJoin, decideJoinRequest, listJoinRequests } from '../../usecases/clinics/join-requests.js';
import type { addLocation, changeLocation, listLocations, removeLocation } from '../../usecases/clinics/locations.js';
import type { changeMember, listMembers, removeMember } from '../../usecases/clinics/members.js';
import type {
  addOrganisationMember,
  createOrganisation,
  listOrganisationMembers,
  listOrganisations,
  removeOrganisationMember,
} from '../../usecases/clinics/organisations.js';
import type { changePaymentSettings, readPaymentSettings } from '../../usecases/clinics/payment-settings.js';
import type {
  listPeople,
  mailPasswordReset,
  removePerson,
  setPersonActive,
  signPersonOut,
} from '../../usecases/clinics/people.js';
import type { changeClinicPolicies, readClinicPolicies } from '../../usecases/clinics/policies.js';
import type { changeSecuritySettings, readSecuritySettings } from '../../usecases/clinics/security-settings.js';
import type { resumeClinic, suspendClinic } from '../../usecases/clinics/suspend-clinic.js';
import type { changeVisitSettings, readVisitSettings } from '../../usecases/clinics/visit-settings.js';

declare module '../http/services.js' {
  interface Services {
    readonly clinics: ClinicServices;
    readonly places: PlaceServices;
    readonly clinicDocuments: DocumentServices;
    readonly organisations: OrganisationServices;
    readonly members: MemberServices;
    readonly people: PeopleServices;
  }
}

export interface ClinicServices {
  readonly list: ReturnType<typeof listClinics>;
  readonly create: ReturnType<typeof createClinic>;
  readonly suspend: ReturnType<typeof suspendClinic>;
  readonly resume: ReturnType<typeof resumeClinic>;
  readonly read: ReturnType<typeof readClinic>;
  readonly change: ReturnType<typeof changeClinic>;
  readonly readPaymentSettings: ReturnType<typeof readPaymentSettings>;
  readonly changePaymentSettings: ReturnType<typeof changePaymentSettings>;
  readonly readPolicies: ReturnType<typeof readClinicPolicies>;
  readonly changePolicies: ReturnType<typeof changeClinicPolicies>;
  readonly readVisitSettings: ReturnType<typeof readVisitSettings>;
  readonly changeVisitSettings: ReturnType<typeof changeVisitSettings>;
  readonly readSecurity: ReturnType<typeof readSecuritySettings>;
  readonly changeSecurity: ReturnType<typeof changeSecuritySettings>;
}

/** What clinics publish for their patients to read and accept. */
export interface DocumentServices {
  readonly list: ReturnType<typeof listDocuments>;
  readonly publish: ReturnType<typeof publishDocument>;
  /** A page for people, as complete HTML; `found` is false where there is no such document. */
  readonly legalPage: (slug: string, kind: string) => Promise<{ readonly found: boolean; readonly html: string }>;
}

/** Where clinics work, and how they are divided. */
export interface PlaceServices {
  readonly locations: ReturnType<typeof listLocations>;
  readonly addLocation: ReturnType<typeof addLocation>;
  readonly changeLocation: ReturnType<typeof changeLocation>;
  readonly removeLocation: ReturnType<typeof removeLocation>;
  readonly departments: ReturnType<typeof listDepartments>;
  readonly addDepartment: ReturnType<typeof addDepartment>;
  readonly changeDepartment: ReturnType<typeof changeDepartment>;
  readonly removeDepartment: ReturnType<typeof removeDepartment>;
}

export interface OrganisationServices {
  readonly list: ReturnType<typeof listOrganisations>;
  readonly create: ReturnType<typeof createOrganisation>;
  readonly members: ReturnType<typeof listOrganisationMembers>;
  readonly addMember: ReturnType<typeof addOrganisationMember>;
  readonly removeMember: ReturnType<typeof removeOrganisationMember>;
}

/** Who works at a clinic, and who is invited or asks to. */
export interface MemberServices {
  readonly list: ReturnType<typeof listMembers>;
  readonly change: ReturnType<typeof changeMember>;
  readonly remove: ReturnType<typeof removeMember>;
  readonly invitations: ReturnType<typeof listInvitations>;
  readonly invite: ReturnType<typeof inviteMember>;
  readonly revoke: ReturnType<typeof revokeInvitation>;
  readonly askToJoin: ReturnType<typeof askToJoin>;
  readonly joinRequests: ReturnType<typeof listJoinRequests>;
  readonly decideJoin: ReturnType<typeof decideJoinRequest>;
}

/** The accounts of a clinic's people. */
export interface PeopleServices {
  readonly accept: ReturnType<typeof acceptInvitation>;
  readonly list: ReturnType<typeof listPeople>;
  readonly setActive: ReturnType<typeof setPersonActive>;
  readonly remove: ReturnType<typeof removePerson>;
  readonly signOut: ReturnType<typeof signPersonOut>;
  readonly mailPasswordReset: ReturnType<typeof mailPasswordReset>;
}
