import type { Role } from '../domain/roles.js';

/** Documented, and only ever on the embedded database. */
export const DEMO_PASSWORD = 'Keepwell-demo-1';

export interface DemoPerson {
  readonly role: Role;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The regulator's numbers for fiction. */
  readonly phone: string;
  readonly specialty?: string;
  /** May prescribe controlled drugs. */
  readonly schedule8?: boolean;
  /** Well-formed, and nobody's. */
  readonly numbers?: {
    readonly medicalRegistrationNumber: string;
    readonly prescriberNumber: string;
    readonly qualifications: string;
  };
  readonly dateOfBirth?: string;
  readonly street?: string;
}

/**
 * One account of each role, two doctors and two patients, in the order in which `ready.json` lists them; last, who
 * administers the installation and belongs to no clinic.
 */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { role: 'admin', name: 'admin', firstName: 'Demo', lastName: 'Admin', phone: '+61491570006' },
  { role: 'receptionist', name: 'receptionist', firstName: 'Demo', lastName: 'Receptionist', phone: '+61491570156' },
  { role: 'accountant', name: 'accountant', firstName: 'Demo', lastName: 'Accountant', phone: '+61491570157' },
  { role: 'nurse', name: 'nurse', firstName: 'Demo', lastName: 'Nurse', phone: '+61491570158' },
  {
    role: 'doctor',
    name: 'doctor1',
    firstName: 'Dr Demo',
    lastName: 'One',
    phone: '+61491570159',
    specialty: 'General practice',
    schedule8: true,
    numbers: { medicalRegistrationNumber: 'MED0000000001', prescriberNumber: '0848402', qualifications: 'MBBS' },
  },
  {
    role: 'doctor',
    name: 'doctor2',
    firstName: 'Dr Demo',
    lastName: 'Two',
    phone: '+61491570159',
    specialty: 'General practice',
    numbers: { medicalRegistrationNumber: 'MED0000000002', prescriberNumber: '2425739', qualifications: 'MBBS' },
  },
  {
    role: 'patient',
    name: 'patient1',
    firstName: 'Demo',
    lastName: 'Patient One',
    phone: '+61491570006',
    dateOfBirth: '1984-03-07',
    street: '2 Example Road',
  },
  {
    role: 'patient',
    name: 'patient2',
    firstName: 'Demo',
    lastName: 'Patient Two',
    phone: '+61491570156',
    dateOfBirth: '1991-11-23',
    street: '3 Example Lane',
  },
  { role: 'platform_admin', name: 'platform', firstName: 'Demo', lastName: 'Platform Admin', phone: '+61491570157' },
];

export function demoMail(person: DemoPerson): string {
  return `${person.name}@demo.keepwell.invalid`;
}

/** What the banner, `ready.json` and the home page show. */
export const DEMO_ACCOUNTS = DEMO_PEOPLE.map((person) => ({
  role: person.role,
  email: demoMail(person),
  password: DEMO_PASSWORD,
}));
