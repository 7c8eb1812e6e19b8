import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { StaffRole } from '../../domain/roles.js';
import type { NewClinic } from '../../usecases/clinics/create-clinic.js';
import type { LocationInput } from '../../usecases/clinics/locations.js';
import type { NewOrganisationMember } from '../../usecases/clinics/organisations.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';
import type { AddressDto } from '../identity/public.js';

/** A new clinic. */
export interface NewClinicBody {
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 120
   */
  name: string;
  /**
   * Stands in its public addresses; made of the name when left out.
   * @pattern ^[a-z0-9]+(-[a-z0-9]+)*$ Use small letters, digits and single hyphens.
   * @maxLength 60
   */
  slug?: string | null;
  /** `clinic` when left out. */
  type?: ClinicType;
  /** Whose law binds it; where its currency is at home when left out. */
  region?: ClinicRegion;
  /**
   * Of the tz database, such as Australia/Sydney.
   * @maxLength 64
   */
  timezone: string;
  currency: 'aud' | 'usd' | 'gbp' | 'eur' | 'ngn' | 'php';
  organisation_id?: Uuid | null;
}

export function newClinicOf({ organisation_id: organisation, slug, ...clinic }: NewClinicBody): NewClinic {
  return {
    ...clinic,
    slug: slug ?? undefined,
    organisationId: organisation ? inputId(organisation, 'organisation_id') : null,
  };
}

/** Why a clinic is suspended, or open again. */
export interface ReasonBody {
  /**
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
}

/** Several clinics that belong together. */
export interface OrganisationBody {
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 120
   */
  name: string;
}

/** Somebody who has an account, and is to work at every clinic of an organisation. */
export interface OrganisationMemberBody {
  /**
   * Of the person's account.
   * @maxLength 254
   */
  email: string;
  role: StaffRole;
}

export function organisationMemberOf({ email, role }: OrganisationMemberBody): NewOrganisationMember {
  return { email: email.trim(), role };
}

/** Hours on the wall of a location's zone. */
export interface OpeningHoursBody {
  day: 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun';
  /**
   * @pattern ^([01][0-9]|2[0-3]):[0-5][0-9]$ Use a time such as 09:00.
   * @example "09:00"
   */
  from: string;
  /**
   * Until `24:00` is the whole evening.
   * @pattern ^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$ Use a time such as 17:00.
   * @example "17:00"
   */
  to: string;
}

/** Where a clinic works. */
export interface LocationBody {
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 120
   */
  name: string;
  address: AddressDto;
  /**
   * E.164 or the clinic's local form.
   * @maxLength 32
   */
  phone?: string | null;
  /**
   * Of the tz database; the clinic's when left out.
   * @maxLength 64
   */
  timezone?: string | null;
  /**
   * @maxItems 50
   */
  opening_hours?: OpeningHoursBody[];
}

/** What is to change of a location; a member that is left out stays as it is. */
export interface LocationChangeBody {
  /**
   * @minLength 1
   * @maxLength 120
   */
  name?: string;
  address?: AddressDto;
  /**
   * Null removes it.
   * @maxLength 32
   */
  phone?: string | null;
  /**
   * Null takes the clinic's.
   * @maxLength 64
   */
  timezone?: string | null;
  /**
   * All of them.
   * @maxItems 50
   */
  opening_hours?: OpeningHoursBody[];
}

export function locationOf(body: LocationBody): LocationInput {
  const { name, address, phone = null, timezone = null, opening_hours: openingHours = [] } = body;
  return { name, address, phone, timezone, openingHours };
}

export function locationChangeOf({
  opening_hours: openingHours,
  ...change
}: LocationChangeBody): Partial<LocationInput> {
  const members = Object.entries({ ...change, openingHours }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as Partial<LocationInput>;
}

/** A part of a clinic in which people work. */
export interface DepartmentBody {
  /**
   * One line with something to see; the clinic has one of each name.
   * @minLength 1
   * @maxLength 120
   */
  name: string;
  location_id?: Uuid | null;
}

/** What is to change of a department; a member that is left out stays as it is. */
export interface DepartmentChangeBody {
  /**
   * @minLength 1
   * @maxLength 120
   */
  name?: string;
  /** Null: at none. */
  location_id?: Uuid | null;
}

export function departmentOf({ name, location_id: id }: DepartmentBody) {
  return { name, locationId: id ? inputId(id, 'location_id') : null };
}

export function departmentChangeOf({ name, location_id: id }: DepartmentChangeBody) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { locationId: id === null ? null : inputId(id, 'location_id') }),
  };
}
