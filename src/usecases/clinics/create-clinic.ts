import type { PrintableCharacters } from '../../adapters/pdf/port.js';
import type { Actor } from '../../domain/actor.js';
import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { ClinicPolicy } from '../../domain/clinics/policy.js';
import { slugOf } from '../../domain/clinics/slugs.js';
import { invalid } from '../../domain/errors.js';
import { nameProblem } from '../../domain/identity/public.js';
import { CURRENCIES, type Currency, toDecimal } from '../../domain/money.js';
import { feeRefusal } from '../../domain/payments/public.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from '../../domain/timezones.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { InstalledGateways } from './installed-gateways.js';
import { assertOrganisation, enterOrganisation } from './organisation-clinics.js';

type Scope = ClinicsScope & IdentityScope;

export interface NewClinic {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  /** Made of the name when left out. */
  readonly slug?: string | undefined;
  readonly type?: ClinicType | undefined;
  /** Where its currency is at home when left out. */
  readonly region?: ClinicRegion | undefined;
  readonly organisationId?: string | null | undefined;
}

export interface CreatedClinic {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly timezone: string;
  readonly currency: Currency;
}

export interface CreateClinicDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's rules: a new clinic has none of its own. */
  readonly policy: Pick<ClinicPolicy, 'feeNew' | 'feeReturning'>;
  readonly payments: Pick<InstalledGateways, 'gateways'>;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
}

/**
 * Adds a clinic. Of two commands for the same name one is refused: a command that was repeated makes no second clinic.
 * @throws DomainError validation_failed, field by field
 */
export function createClinic(deps: CreateClinicDeps) {
  return async (actor: Actor, wanted: NewClinic, requestKey: RequestKey | null = null): Promise<CreatedClinic> => {
    const clinic = checked(deps, wanted);
    const create = async (scope: Scope): Promise<CreatedClinic> => {
      const id = deriveId(requestKey, 'clinic');
      // The first run of the same request made it and could not say so.
      const made = await scope.clinics.find(id);
      if (made) return made;
      const slug = await freeSlug(scope, clinic.name, wanted.slug);
      const { type, region, organisationId = null } = wanted;
      if (organisationId !== null) await assertOrganisation(scope, organisationId);
      await scope.clinics.create({
        ...{ id, slug, ...clinic, phone: null, organisationId },
        ...(type ? { type } : {}),
        ...(region ? { region } : {}),
      });
      if (organisationId !== null) await enterOrganisation(scope, { id, organisationId }, deps.now());
      await scope.audit.record(
        {
          action: 'clinic.created',
          entity: 'clinic',
          entityId: id,
          clinicId: id,
          details: { slug, timezone: clinic.timezone, currency: clinic.currency },
        },
        deps.now(),
      );
      return { id, slug, ...clinic };
    };
    return deps.unitOfWork.withScope(actor, create, { exclusively: 'names of clinics' });
  };
}

function checked({ characters: { missing }, policy, payments }: CreateClinicDeps, wanted: NewClinic) {
  const name = wanted.name.trim();
  const problem = nameProblem(name);
  if (problem) throw invalid('name', problem);
  if (name.length > 120) throw invalid('name', 'The name of a clinic has at most 120 characters.');
  const [character] = missing(name);
  if (character) throw invalid('name', `Documents cannot show the character ${character}.`);
  const timezone = canonicalTimezone(wanted.timezone);
  if (timezone === null) throw invalid('timezone', TIMEZONE_PROBLEM);
  const currency = CURRENCIES.find((known) => known === wanted.currency.toLowerCase());
  if (!currency) throw invalid('currency', `The currency is one of ${CURRENCIES.join(', ')}.`);
  // The installation's fees are checked at start in its own currency: another one has other least charges.
  for (const [setting, fee] of [
    ['POLICY_FEE_NEW', policy.feeNew],
    ['POLICY_FEE_RETURNING', policy.feeReturning],
  ] as const) {
    const unpayable = feeRefusal(fee, currency, payments.gateways);
    if (unpayable) throw invalid('currency', `${setting} is ${toDecimal(fee)}, and ${unpayable}.`);
  }
  return { name, timezone, currency };
}

/**
 * The one that is wanted, else the name's own, or the first free one with a number behind it. Nobody else can take it
 * before the transaction ends.
 */
async function freeSlug(scope: Scope, name: string, wanted: string | undefined): Promise<string> {
  const taken = await scope.clinics.names();
  const twin = taken.find((clinic) => clinic.name === name);
  if (twin) throw invalid('name', `A clinic of this name exists already: ${twin.id}.`);
  const slugs = new Set(taken.map(({ slug }) => slug));
  if (wanted !== undefined) {
    if (slugs.has(wanted)) throw invalid('slug', 'Another clinic has this slug.');
    return wanted;
  }
  const plain = slugOf(name);
  if (!slugs.has(plain)) return plain;
  for (let number = 2; ; number += 1) if (!slugs.has(`${plain}-${number}`)) return `${plain}-${number}`;
}
