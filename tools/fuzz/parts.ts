import type { Role } from '../../src/domain/roles.js';
import { type Document, routesOf } from '../openapi/document.js';
import { type FuzzCaller, isPermitted } from './callers.js';
import type { FuzzedClinic } from './clinic.js';
import { demoPerson, type Person, register } from './people.js';

/** `stateful` follows the links of the document. Schemathesis calls it an error where there are none. */
export type Phase = 'examples' | 'coverage' | 'fuzzing' | 'stateful';

const SINGLE = ['examples', 'coverage', 'fuzzing'] as const satisfies readonly Phase[];

/** One run of Schemathesis. */
export interface Part {
  readonly name: string;
  readonly caller: FuzzCaller;
  readonly operations: readonly string[];
  /** Those of the operations that the caller has the permission for. */
  readonly permitted: readonly string[];
  readonly phases: readonly Phase[];
  readonly mostSeconds: number;
  /** Whose account it is; who made the key where it is an API key. */
  personOf(clinic: FuzzedClinic): Promise<Person>;
}

/**
 * An admin changes the settings of the clinic, and with them what the others can reach: after them. Last who administers
 * the installation: nobody can open another account of that role.
 */
const ROLES = [
  'patient',
  'doctor',
  'receptionist',
  'nurse',
  'accountant',
  'admin',
  'platform_admin',
] as const satisfies readonly Role[];

/**
 * A run whose own session ends gets nothing but 401 from then on, and a new password ends all other sessions of an
 * account. Such operations are therefore runs of their own, each with an account that nobody else uses.
 */
const APART: Readonly<Record<string, Pick<Part, 'operations' | 'phases'>>> = {
  sessions: { operations: ['listSessions', 'revokeSession'], phases: [...SINGLE, 'stateful'] },
  others: { operations: ['endOtherSessions'], phases: SINGLE },
  logout: { operations: ['logOut'], phases: SINGLE },
  // In this order: it makes the second factor that it uses, and takes it away again.
  factors: { operations: ['confirmSecondFactor', 'renewRecoveryCodes', 'disableSecondFactors'], phases: SINGLE },
  // Last: the account that a platform_admin shares between runs has another password then.
  password: { operations: ['changePassword'], phases: SINGLE },
};
/**
 * Whoever follows the links of a list of people meets those whom the run needs: their sessions and memberships would end.
 * These are sent with prepared and generated ids alone.
 */
const NOT_BY_LINKS = [
  'changePerson',
  'removePerson',
  'signPersonOut',
  'mailPasswordReset',
  'resetSecondFactors',
  'changeMember',
  'removeMember',
];
/**
 * A generated document has to be accepted by whoever books from then on, and generated settings ask for second factors and
 * short sessions of everybody at the clinic: the last things of a run.
 */
const LAST = ['publishDocument', 'changeSecuritySettings'];
/** So few operations need no more. */
const APART_SECONDS = 5;

/**
 * Nobody, each role and an API key, with every operation of the document. Following links is a run of its own, of what
 * the caller has the permission for: after all other requests there would be no time left for it.
 */
export function partsOf(document: Document): readonly Part[] {
  const all = routesOf(document).map(({ operation }) => operation);
  const permittedTo = (caller: FuzzCaller) =>
    all.filter((one) => isPermitted(caller, one)).map(({ operationId }) => operationId);
  const part = (caller: FuzzCaller, name: string, rest: Omit<Part, 'name' | 'caller' | 'permitted'>): Part => ({
    name: `${caller}${name}`,
    caller,
    permitted: permittedTo(caller).filter((one) => rest.operations.includes(one)),
    ...rest,
  });
  const everything = all.map(({ operationId }) => operationId);
  const apart = new Set(Object.values(APART).flatMap(({ operations }) => operations));
  const others = everything.filter((one) => !apart.has(one));
  const mostSeconds = Number.POSITIVE_INFINITY;
  const keyParts = () => {
    const personOf = async ({ admin }: FuzzedClinic) => admin;
    const taken = permittedTo('api_key');
    return [
      part('api_key', '', { operations: everything, phases: SINGLE, mostSeconds, personOf }),
      part('api_key', '-links', { operations: taken, phases: ['stateful'], mostSeconds, personOf }),
    ];
  };
  return [
    part('anonymous', '', {
      ...{ operations: everything, phases: SINGLE, mostSeconds },
      personOf: async ({ patient }) => patient,
    }),
    ...keyParts(),
    ...ROLES.flatMap((role) => {
      const personOf = (clinic: FuzzedClinic) => memberOf(clinic, role);
      const own = others.filter((one) => role !== 'admin' || !LAST.includes(one));
      const linked = permittedTo(role).filter((one) => own.includes(one) && !NOT_BY_LINKS.includes(one));
      const ownAccount = (clinic: FuzzedClinic) => newMember(clinic, role);
      return [
        part(role, '', { operations: own, phases: SINGLE, mostSeconds, personOf }),
        part(role, '-links', { operations: linked, phases: ['stateful'], mostSeconds, personOf }),
        ...Object.entries(APART).map(([name, which]) =>
          part(role, `-${name}`, { ...which, mostSeconds: APART_SECONDS, personOf: ownAccount }),
        ),
      ];
    }),
    part('admin', '-settings', {
      ...{ operations: LAST, phases: SINGLE, mostSeconds: APART_SECONDS },
      personOf: (clinic) => newMember(clinic, 'admin'),
    }),
  ];
}

/** The one whose records the clinic has, where it has any of this role. */
async function memberOf(clinic: FuzzedClinic, role: Role): Promise<Person> {
  const known = [clinic.patient, clinic.doctor, clinic.admin].find((one) => one.role === role);
  return known ?? newMember(clinic, role);
}

function newMember({ installation, admin }: FuzzedClinic, role: Role): Promise<Person> {
  if (role === 'platform_admin') return demoPerson(installation.instance, role);
  return register(installation.instance, admin.client, role);
}
