import { deviceName } from '../../domain/identity/device-names.js';
import {
  type DoctorDocument,
  type EmergencyContact,
  ninShown,
  type PatientDocument,
} from '../../domain/identity/profile-documents.js';
import { hadSecondFactor } from '../../domain/identity/sessions.js';
import type { ListedConsent } from '../../usecases/identity/consents.js';
import type { SignedIn } from '../../usecases/identity/issue-tokens.js';
import type { LinkedIdentity } from '../../usecases/identity/linked-identities.js';
import type { OwnMembership } from '../../usecases/identity/list-memberships.js';
import type { Session } from '../../usecases/identity/list-sessions.js';
import type { ListedSignIn } from '../../usecases/identity/list-sign-ins.js';
import type { LoggedIn } from '../../usecases/identity/open-session.js';
import type { Profile } from '../../usecases/identity/read-profile.js';
import type { OwnFactors } from '../../usecases/identity/read-second-factors.js';
import type { Registered } from '../../usecases/identity/register-user.js';
import type { SecondFactorAsked } from '../../usecases/identity/second-factor-rules.js';
import type { TotpSetUp } from '../../usecases/identity/set-up-second-factor.js';
import type { UpdatedProfile } from '../../usecases/identity/update-profile.js';
import type {
  ConsentView,
  DoctorProfileView,
  EmergencyContactView,
  IdentityView,
  LoginAnswer,
  MembershipView,
  MfaRequiredAnswer,
  MfaSetupRequiredAnswer,
  PatientProfileView,
  ProfileView,
  RecoveryCodesView,
  RegisteredUser,
  SecondFactorsView,
  SessionView,
  SignInView,
  TokenAnswer,
  TotpSetUpView,
  UpdatedProfileView,
} from './responses.js';

export function registeredView({ user, role, clinicId, verificationRequired }: Registered): RegisteredUser {
  return {
    id: user.id,
    email: user.email,
    role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phone,
    timezone: user.timezone,
    clinic_id: clinicId,
    created_at: user.createdAt.toISOString(),
    ...(verificationRequired ? { verification_required: true } : {}),
  };
}

export function loginView(loggedIn: LoggedIn): LoginAnswer {
  return { ...tokenView(loggedIn), device_token: loggedIn.deviceToken };
}

/** A way in that may end in the question for a second factor. */
export function signInView(outcome: LoggedIn | SecondFactorAsked): LoginAnswer | AskedAnswer {
  return 'asks' in outcome ? askedView(outcome) : loginView(outcome);
}

/** A new pair for a session, unless it is asked for a second factor. */
export function pairView(outcome: SignedIn | SecondFactorAsked): TokenAnswer | AskedAnswer {
  return 'asks' in outcome ? askedView(outcome) : tokenView(outcome);
}

type AskedAnswer = MfaRequiredAnswer | MfaSetupRequiredAnswer;

function askedView({ asks, mfaToken, methods }: SecondFactorAsked): AskedAnswer {
  return asks === 'set_up'
    ? { mfa_setup_required: true, mfa_token: mfaToken }
    : { mfa_required: true, mfa_token: mfaToken, methods: [...methods] };
}

export function secondFactorsView(factors: OwnFactors): SecondFactorsView {
  const { required, totpSince, recoveryCodesLeft, trustedDevices } = factors;
  return {
    required,
    totp: { enabled: totpSince !== null, since: totpSince?.toISOString() ?? null },
    passkeys: [],
    recovery_codes_left: recoveryCodesLeft,
    trusted_devices: trustedDevices,
  };
}

export function totpSetUpView({ secret, otpauthUrl, qrSvg }: TotpSetUp): TotpSetUpView {
  return { secret, otpauth_url: otpauthUrl, qr_svg: qrSvg };
}

export function recoveryCodesView(codes: readonly string[]): RecoveryCodesView {
  return { recovery_codes: [...codes] };
}

export function identityView({ id, provider, email, linkedAt, lastUsedAt }: LinkedIdentity): IdentityView {
  return {
    id,
    provider,
    email,
    linked_at: linkedAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
  };
}

export function consentView({
  id,
  documentId,
  clinicId,
  kind,
  version,
  title,
  ...consent
}: ListedConsent): ConsentView {
  return {
    ...{ id, document_id: documentId, clinic_id: clinicId, kind, version, title },
    given_at: consent.givenAt.toISOString(),
    withdrawn_at: consent.withdrawnAt?.toISOString() ?? null,
  };
}

export function signInHistoryView(attempt: ListedSignIn): SignInView {
  return {
    at: attempt.happenedAt.toISOString(),
    succeeded: attempt.succeeded,
    method: attempt.method,
    address: attempt.address,
    user_agent: attempt.userAgent,
    session_id: attempt.sessionId,
    session_seconds: attempt.sessionSeconds,
  };
}

export function tokenView({ access, refresh, expiresIn, freshUntil, user, membership }: SignedIn): TokenAnswer {
  return {
    access,
    refresh,
    expires_in: expiresIn,
    fresh_until: freshUntil.toISOString(),
    user: {
      id: user.id,
      role: membership.role,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      clinic_id: membership.clinicId,
      membership_id: membership.id,
    },
  };
}

export function membershipView(membership: OwnMembership): MembershipView {
  const { id, clinicId, clinicName, role, status, acting } = membership;
  return { id, clinic_id: clinicId, clinic_name: clinicName, role, status, active: acting };
}

export function profileView({ user, role, clinicId, doctor, patient, latinNameNeeded }: Profile): ProfileView {
  return {
    id: user.id,
    email: user.email,
    role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phone,
    timezone: user.timezone,
    clinic_id: clinicId,
    email_verified: user.emailVerifiedAt !== null,
    created_at: user.createdAt.toISOString(),
    ...(doctor ? { doctor_profile: doctorView(doctor) } : {}),
    ...(patient ? { patient_profile: patientView(patient, latinNameNeeded) } : {}),
  };
}

export function updatedProfileView(updated: UpdatedProfile): UpdatedProfileView {
  return { ...profileView(updated), warnings: [...updated.warnings] };
}

/** `currentId`: the session of the request that is answered. */
export function sessionView(session: Session, currentId: string): SessionView {
  return {
    id: session.id,
    user_agent: session.userAgent,
    address: session.address,
    device: deviceName(session.userAgent) ?? 'Unknown device',
    device_id: session.deviceId,
    method: session.method,
    mfa: hadSecondFactor(session.secondFactor),
    clinic_id: session.clinicId,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: session.id === currentId,
  };
}

function doctorView(doctor: DoctorDocument): DoctorProfileView {
  return {
    medical_registration_number: doctor.medicalRegistrationNumber,
    prescriber_number: doctor.prescriberNumber,
    hpi_i: doctor.hpiI,
    ptr_number: doctor.ptrNumber,
    s2_licence: doctor.s2Licence,
    specialty: doctor.specialty,
    qualifications: doctor.qualifications,
    digital_signature: doctor.digitalSignature,
    provider_numbers: doctor.providerNumbers.map(({ number, location, locationId = null }) => ({
      number,
      location,
      location_id: locationId,
    })),
  };
}

function patientView(patient: PatientDocument, latinNameNeeded: boolean): PatientProfileView {
  return {
    medicare_number: patient.medicareNumber,
    irn: patient.irn,
    medicare_expiry: patient.medicareExpiry,
    ihi: patient.ihi,
    dva_file_number: patient.dvaFileNumber,
    concession_number: patient.concessionNumber,
    nin: ninShown(patient, (nin) => nin),
    nin_verified: patient.ninVerification !== null,
    philhealth_number: patient.philhealthNumber,
    tin: patient.tin,
    date_of_birth: patient.dateOfBirth,
    address: patient.address,
    latin_name: patient.latinName,
    latin_name_needed: latinNameNeeded,
    emergency_contacts: patient.emergencyContacts.map(contactView),
  };
}

export function contactView(contact: EmergencyContact): EmergencyContactView {
  const { name, relationship = null, phoneNumber, isPrimary = false } = contact;
  return { name, relationship, phone_number: phoneNumber, is_primary: isPrimary };
}
