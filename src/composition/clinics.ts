import { renderPage } from '../adapters/templates/pages.js';
import type {
  ClinicServices,
  DocumentServices,
  MemberServices,
  OrganisationServices,
  PeopleServices,
  PlaceServices,
} from '../api/clinics/services.js';
import { clinicsRepositories } from '../models/repositories/clinics/slice.js';
import { acceptInvitation } from '../usecases/clinics/accept-invitation.js';
import { changeClinic, listClinics, readClinic } from '../usecases/clinics/clinic-details.js';
import { createClinic } from '../usecases/clinics/create-clinic.js';
import { addDepartment, changeDepartment, listDepartments, removeDepartment } from '../usecases/clinics/departments.js';
import { listDocuments, publishDocument, readLegalDocument } from '../usecases/clinics/documents.js';
import { inviteMember, listInvitations, revokeInvitation } from '../usecases/clinics/invitations.js';
import { askToJoin, decideJoinRequest, listJoinRequests } from '../usecases/clinics/join-requests.js';
import { addLocation, changeLocation, listLocations, removeLocation } from '../usecases/clinics/locations.js';
import { changeMember, listMembers, removeMember } from '../usecases/clinics/members.js';
import {
  addOrganisationMember,
  createOrganisation,
  listOrganisationMembers,
  listOrganisations,
  removeOrganisationMember,
} from '../usecases/clinics/organisations.js';
import { changePaymentSettings, readPaymentSettings } from '../usecases/clinics/payment-settings.js';
import {
  listPeople,
  mailPasswordReset,
  removePerson,
  setPersonActive,
  signPersonOut,
} from '../usecases/clinics/people.js';
import { changeClinicPolicies, readClinicPolicies } from '../usecases/clinics/policies.js';
import { changeSecuritySettings, readSecuritySettings } from '../usecases/clinics/security-settings.js';
import { resumeClinic, suspendClinic } from '../usecases/clinics/suspend-clinic.js';
import { changeVisitSettings, readVisitSettings } from '../usecases/clinics/visit-settings.js';
import type { Core } from './core.js';
import { accountDeps, sessionRulesOf } from './identity.js';
import type { Manifest } from './manifest.js';

/** How clinics work and are paid. */
export const clinics = {
  repositories: clinicsRepositories,
  services: (core: Core) => ({
    clinics: clinicServices(core),
    places: placeServices(core),
    clinicDocuments: documentServices(core),
    organisations: organisationServices(core),
    members: memberServices(core),
    people: peopleServices(core),
  }),
} satisfies Manifest;

function clinicServices(core: Core): ClinicServices {
  return {
    list: listClinics(core),
    create: createClinic(core),
    suspend: suspendClinic(core),
    resume: resumeClinic(core),
    read: readClinic(core),
    change: changeClinic(core),
    readPaymentSettings: readPaymentSettings(core),
    changePaymentSettings: changePaymentSettings(core),
    readPolicies: readClinicPolicies(core),
    changePolicies: changeClinicPolicies({ ...core, sessionRules: sessionRulesOf(core.settings) }),
    readVisitSettings: readVisitSettings(core),
    changeVisitSettings: changeVisitSettings(core),
    readSecurity: readSecuritySettings(core),
    changeSecurity: changeSecuritySettings({ ...core, sessionRules: sessionRulesOf(core.settings) }),
  };
}

function documentServices(core: Core): DocumentServices {
  const read = readLegalDocument(core);
  return {
    list: listDocuments(core),
    publish: publishDocument(core),
    legalPage: async (slug, kind) => {
      const found = await read(slug, kind);
      return { found: found !== null, html: renderPage('legal', found) };
    },
  };
}

function placeServices(core: Core): PlaceServices {
  return {
    locations: listLocations(core),
    addLocation: addLocation(core),
    changeLocation: changeLocation(core),
    removeLocation: removeLocation(core),
    departments: listDepartments(core),
    addDepartment: addDepartment(core),
    changeDepartment: changeDepartment(core),
    removeDepartment: removeDepartment(core),
  };
}

function organisationServices(core: Core): OrganisationServices {
  return {
    list: listOrganisations(core),
    create: createOrganisation(core),
    members: listOrganisationMembers(core),
    addMember: addOrganisationMember(core),
    removeMember: removeOrganisationMember(core),
  };
}

function memberServices(core: Core): MemberServices {
  const deps = accountDeps(core);
  return {
    list: listMembers(core),
    change: changeMember(core),
    remove: removeMember(core),
    invitations: listInvitations(deps),
    invite: inviteMember(deps),
    revoke: revokeInvitation(deps),
    askToJoin: askToJoin(deps),
    joinRequests: listJoinRequests(deps),
    decideJoin: decideJoinRequest(deps),
  };
}

function peopleServices(core: Core): PeopleServices {
  const deps = { ...accountDeps(core), requireVerifiedDoctors: core.requireVerifiedDoctors };
  return {
    accept: acceptInvitation(deps),
    list: listPeople(deps),
    setActive: setPersonActive(deps),
    remove: removePerson(deps),
    signOut: signPersonOut(deps),
    mailPasswordReset: mailPasswordReset(deps),
  };
}
