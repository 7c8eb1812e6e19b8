import { SYSTEM } from '../../domain/actor.js';
import type { ClinicRow } from '../../models/repositories/clinics/public.js';
import type { UnitOfWork, WholeScope } from '../../models/scope.js';
import { Unfit } from '../unfit.js';

/** Clinics that a sentence names. */
const MOST_NAMED = 20;

/**
 * The clinic whose catalogue is meant.
 * @param slug null: there is one clinic, and it is that one
 * @throws Unfit where there is none of this slug, none at all, or several to choose from
 */
export async function findClinic(unitOfWork: UnitOfWork<WholeScope>, slug: string | null): Promise<string> {
  const { named, all } = await unitOfWork.withScope(SYSTEM, async ({ clinics }) => ({
    named: slug === null ? null : await clinics.findBySlug(slug),
    all: await clinics.list({ openOnly: false, limit: MOST_NAMED + 1 }),
  }));
  if (slug === null) return onlyOne(all);
  if (!named) throw new Unfit(`No clinic has the slug "${slug}". ${slugsOf(all)}`);
  return named.id;
}

function onlyOne(all: readonly ClinicRow[]): string {
  const [first, second] = all;
  if (!first) throw new Unfit('There is no clinic yet: make one with clinic:create.');
  if (second) throw new Unfit(`There are several clinics: say whose catalogue it is by --clinic. ${slugsOf(all)}`);
  return first.id;
}

function slugsOf(all: readonly ClinicRow[]): string {
  const slugs = all.slice(0, MOST_NAMED).map(({ slug }) => slug);
  return slugs.length === 0
    ? 'There is no clinic yet.'
    : `Known: ${slugs.join(', ')}${all.length > MOST_NAMED ? ', …' : ''}.`;
}
