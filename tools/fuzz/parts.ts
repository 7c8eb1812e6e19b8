import type { Role } from '../../src/domain/roles.js';
import { type Document, routesOf } from '../openapi/document.js';
import type { FuzzedClinic } from './clinic.js';
import { type Person, register } from './people.js';
import { isPermitted } from './permitted.js';

/** `stateful` follows the links of the document. Schemathesis calls it an error where there are none. */
export type Phase = 'examples' | 'coverage' | 'fuzzing' | 'stateful';

const SINGLE = ['examples', 'coverage', 'fuzzing'] as const satisfies readonly Phase[];

/** One run of Schemathesis. */
export interface Part {
  readonly name: string;
  /** Null: without a login. */
  readonly role: Role | null;
  readonly operations: readonly string[];
  /** Those of the operations that the role has the permission for. */
  readonly permitted: readonly string[];
  readonly phases: readonly Phase[];
  readonly mostSeconds: number;
  personOf(clinic: FuzzedClinic): Promise<Person>;
}

/** An admin changes the settings of the clinic, and with them what the others can reach: last. */
const ROLES = ['patient', 'doctor', 'receptionist', 'nurse', 'accountant', 'admin'] as const satisfies readonly Role[];

/**
 * A run whose own session ends gets nothing but 401 from then on, and a new password ends all other sessions of an
 * account. Such operations are therefore runs of their own, each with an account that nobody else uses.
 */
const APART: Readonly<Record<string, Pick<Part, 'operations' | 'phases'>>> = {
  sessions: { operations: ['listSessions', 'revokeSession'], phases: [...SINGLE, 'stateful'] },
  password: { operations: ['changePassword'], phases: SINGLE },
  logout: { operations: ['logOut'], phases: SINGLE },
};
/** So few operations need no more. */
const APART_SECONDS = 5;

/**
 * Nobody, and each role, with every operation of the document. Following links is a run of its own, of what the role
 * has the permission for: after all other requests there would be no time left for it.
 */
export function partsOf(document: Document): readonly Part[] {
  const all = routesOf(document).map(({ operation }) => operation);
  const permittedTo = (role: Role | null) =>
    all.filter((one) => isPermitted(role, one)).map(({ operationId }) => operationId);
  const part = (role: Role | null, name: string, rest: Omit<Part, 'name' | 'role' | 'permitted'>): Part => ({
    name: `${role ?? 'anonymous'}${name}`,
    role,
    permitted: permittedTo(role).filter((one) => rest.operations.includes(one)),
    ...rest,
  });
  const everything = all.map(({ operationId }) => operationId);
  const apart = new Set(Object.values(APART).flatMap(({ operations }) => operations));
  const others = everything.filter((one) => !apart.has(one));
  const mostSeconds = Number.POSITIVE_INFINITY;
  return [
    part(null, '', { operations: everything, phases: SINGLE, mostSeconds, personOf: async ({ patient }) => patient }),
    ...ROLES.flatMap((role) => {
      const personOf = (clinic: FuzzedClinic) => memberOf(clinic, role);
      const permitted = permittedTo(role).filter((one) => others.includes(one));
      const ownAccount = (clinic: FuzzedClinic) => newMember(clinic, role);
      return [
        part(role, '', { operations: others, phases: SINGLE, mostSeconds, personOf }),
        part(role, '-links', { operations: permitted, phases: ['stateful'], mostSeconds, personOf }),
        ...Object.entries(APART).map(([name, which]) =>
          part(role, `-${name}`, { ...which, mostSeconds: APART_SECONDS, personOf: ownAccount }),
        ),
      ];
    }),
  ];
}

/** The one whose records the clinic has, where it has any of this role. */
async function memberOf(clinic: FuzzedClinic, role: Role): Promise<Person> {
  const known = [clinic.patient, clinic.doctor, clinic.admin].find((one) => one.role === role);
  return known ?? newMember(clinic, role);
}

function newMember({ installation, admin }: FuzzedClinic, role: Role): Promise<Person> {
  return register(installation.instance, admin.client, role);
}
