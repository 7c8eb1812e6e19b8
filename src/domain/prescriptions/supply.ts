import { addDays, type Day } from '../days.js';
import { DomainError, invalid } from '../errors.js';
import type { RefusedSupply } from '../refusal-details.js';
import { nextSupplyFrom } from './next-supply.js';
import type { StoredStatus } from './states.js';

/** Why nothing is supplied. On the wire. */
export const SUPPLY_REFUSALS = [
  'no_repeats_left',
  'too_early',
  'expired',
  'not_yet_valid',
  'cancelled',
  'superseded',
  'record_tampered',
] as const;
export type SupplyRefusal = (typeof SUPPLY_REFUSALS)[number];

/** Why a pharmacy declines to supply. On the wire. */
export const DECLINE_REASONS = [
  'out_of_stock',
  'clinically_unsuitable',
  'suspected_forgery',
  'not_wanted',
  'not_collected',
  'other',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** Whether number and code are enough to record a supply: of everything, of what is not Schedule 8, of nothing. */
export type DispenseByCode = 'all' | 's4' | 'none';

/** How long a pharmacy may undo what it has recorded. After it an administrator of the clinic can. */
export const UNDO_WITHIN_MS = 24 * 3_600_000;

/** A supply that stands. */
export interface StandingSupply {
  readonly itemId: string;
  readonly supplyNo: number;
  readonly dispensedOn: Day;
}

/** A prescription, as far as it decides about a supply. */
export interface SupplyTerms {
  readonly status: StoredStatus;
  readonly items: readonly (Parameters<typeof nextSupplyFrom>[0] & { readonly id: string; readonly validUntil: Day })[];
}

/** An item that is supplied, and which supply of it this is. */
export interface AllowedSupply {
  readonly itemId: string;
  readonly supplyNo: number;
}

/**
 * What is supplied on a day: of the items that are named all or none, without names all that may be. The constraints of the table decide;
 * this says the same before, so that a pharmacist learns why, and from which day on.
 * @throws DomainError supply_refused; validation_failed on `items` for one of another prescription
 */
export function supplyOn(
  on: Day,
  { status, items }: SupplyTerms,
  { wanted, standing }: { readonly wanted: readonly string[] | null; readonly standing: readonly StandingSupply[] },
): readonly AllowedSupply[] {
  if (wanted?.some((id) => !items.some((item) => item.id === id))) {
    throw invalid('items', 'One of these items does not stand on this prescription.');
  }
  const asked = wanted === null ? items : items.filter(({ id }) => wanted.includes(id));
  const judged = asked.map((item) => {
    const supplies = standing.filter(({ itemId }) => itemId === item.id);
    return { item, supplies, reason: status === 'issued' ? refusalOf(on, item, supplies) : status };
  });
  const refused = judged.filter(({ reason }) => reason !== null);
  if (refused.length === 0 || (wanted === null && refused.length < judged.length)) {
    return judged
      .filter(({ reason }) => reason === null)
      .map(({ item, supplies }) => ({ itemId: item.id, supplyNo: firstFree(supplies) }));
  }
  // What passes with time is said before what does not: an item that can be supplied later is worth coming back for.
  const first = refused.find(({ reason }) => reason === 'too_early') ?? refused[0];
  throw supplyRefused(
    first?.reason ?? 'no_repeats_left',
    judged.map(({ item, reason }) => ({ item: item.id, reason, nextSupplyFrom: nextDay(on, item, status) })),
  );
}

/** A refusal in all and per item. */
export function supplyRefused(reason: SupplyRefusal, items: RefusedSupply['items'] = []): DomainError {
  return new DomainError('supply_refused', SENTENCES[reason], { supply: { reason, items } });
}

function refusalOf(
  on: Day,
  item: SupplyTerms['items'][number],
  supplies: readonly StandingSupply[],
): SupplyRefusal | null {
  if (on < item.issuedOn) return 'not_yet_valid';
  if (supplies.length > item.repeats) return 'no_repeats_left';
  if (on > item.validUntil) return 'expired';
  // A supply that is recorded late must not come too close to a later one either.
  const isClose = ({ dispensedOn }: StandingSupply) =>
    on < addDays(dispensedOn, item.intervalDays) && dispensedOn < addDays(on, item.intervalDays);
  return supplies.some(isClose) ? 'too_early' : null;
}

/** Of a supply that was undone the number is free again. */
function firstFree(supplies: readonly StandingSupply[]): number {
  const taken = new Set(supplies.map(({ supplyNo }) => supplyNo));
  let next = 1;
  while (taken.has(next)) next += 1;
  return next;
}

/** From when on it is worth coming back; null: never. */
function nextDay(on: Day, item: SupplyTerms['items'][number], status: StoredStatus): Day | null {
  const free = status === 'issued' ? nextSupplyFrom(item) : null;
  if (free === null) return null;
  const next = free < on ? on : free;
  return next <= item.validUntil ? next : null;
}

const SENTENCES: Readonly<Record<SupplyRefusal, string>> = {
  no_repeats_left: 'Everything that this prescription allows was supplied.',
  too_early: 'It is too early for the next supply.',
  expired: 'The last day of this prescription is over.',
  not_yet_valid: 'The supply would be dated before the prescription.',
  cancelled: 'This prescription was cancelled.',
  superseded: 'Another prescription stands in the place of this one.',
  record_tampered:
    'The record of this prescription is not what its doctor has signed. Do not supply it, and call the clinic.',
};
