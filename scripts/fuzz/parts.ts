import type { Role } from '../../src/domain/roles.js';
import { type Document, routesOf } from '../openapi/document.js';
import type { FuzzedClinic } from './clinic.js';
import { type Person, register } from './people.js';
import { isPermitted } from './permitted.js';

/** One run of Schemathesis. */
export interface Part {
  readonly name: string;
  /** Null: without a login. */
  readonly role: Role | null;
  readonly operations: readonly string[];
  /** Those of the operations that the role has the permission for. */
  readonly permitted: readonly string[];
  /** Whether links lead from one of the operations to another. */
  readonly linked: boolean;
  readonly mostSeconds: number;
  personOf(clinic: FuzzedClinic): Promise<Person>;
}

/** An admin changes the settings of the clinic, and with them what the others can reach: last. */
const ROLES = ['patient', 'doctor', 'receptionist', 'nurse', 'accountant', 'admin'] as const satisfies readonly Role[];

/**
 * A run whose own session ends gets nothing but 401 from then on, and a new password ends all other sessions of an
 * account. Such operations are therefore runs of their own, each with an account that nobody else uses.
 */
const APART: Readonly<Record<string, readonly string[]>> = {
  sessions: ['listSessions', 'revokeSession'],
  password: ['changePassword'],
  logout: ['logOut'],
};
/** So few operations need no more. */
const APART_SECONDS = 8;

/** Nobody, and each role, with every operation of the document. */
export function partsOf(document: Document): readonly Part[] {
  const all = routesOf(document).map(({ operation }) => operation);
  const part = (
    name: string,
    role: Role | null,
    operations: typeof all,
    rest: Pick<Part, 'linked' | 'mostSeconds' | 'personOf'>,
  ) => ({
    name,
    role,
    operations: operations.map(({ operationId }) => operationId),
    permitted: operations.flatMap((one) => (isPermitted(role, one) ? [one.operationId] : [])),
    ...rest,
  });
  const apart = new Set(Object.values(APART).flat());
  const others = all.filter(({ operationId }) => !apart.has(operationId));
  const whole = { linked: true, mostSeconds: Number.POSITIVE_INFINITY };
  return [
    part('anonymous', null, all, { ...whole, personOf: async ({ patient }) => patient }),
    ...ROLES.flatMap((role) => [
      part(role, role, others, { ...whole, personOf: (clinic) => memberOf(clinic, role) }),
      ...Object.entries(APART).map(([name, operations]) =>
        part(
          `${role}-${name}`,
          role,
          all.filter(({ operationId }) => operations.includes(operationId)),
          {
            linked: operations.length > 1,
            mostSeconds: APART_SECONDS,
            personOf: (clinic) => newMember(clinic, role),
          },
        ),
      ),
    ]),
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
