import type { SupplierPulls } from '../../../adapters/temporal/port.js';
import { actorLabel, type UserActor } from '../../../domain/actor.js';
import type { AllowedHost } from '../../../domain/catalogue/sources/pull-target.js';
import { type DescribedSource, readSource } from '../../../domain/catalogue/sources/read-source.js';
import { DomainError, notFound } from '../../../domain/errors.js';
import { isSame } from '../../../domain/same.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { OfSupplier } from '../../../models/repositories/catalogue/supplier-lists.js';
import type { StoredSource } from '../../../models/repositories/catalogue/supplier-sources.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import type { ShowEntry } from '../../payments/public.js';
import type { SupplierMappings } from '../mappings.js';
import { followSource } from './follow-source.js';
import { failedPullsOf } from './record-pull.js';
import { readView, type SourceView } from './source-view.js';

type Scope = CatalogueScope & SupportScope;

export interface SourceDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly pulls: SupplierPulls;
  readonly now: () => Date;
}

/** Where a clinic has the lists of a supplier fetched from. @throws DomainError not_found */
export function readSupplierSource({ unitOfWork, now }: Pick<SourceDeps, 'unitOfWork' | 'now'>) {
  return (actor: UserActor, of: OfSupplier): Promise<SourceView> =>
    unitOfWork.withScope(actor, (scope) => readView(scope, of, now()));
}

interface ChangeDeps extends SourceDeps {
  readonly mappings: SupplierMappings;
  readonly allowed: readonly AllowedHost[];
}

/**
 * Says where the lists of a supplier are fetched from, and when. Headers that are left out stay as they were, unless the address is on
 * another host now: they hold passwords, which are for the host that they were given for. The same source again changes nothing, and
 * makes sure once more that it has its Schedule.
 * @throws DomainError validation_failed with the members that are wrong; not_found for a supplier that the clinic does not have;
 *   unavailable when the engine does not answer: a repeat goes on
 */
export function changeSupplierSource({ mappings, allowed, ...deps }: ChangeDeps) {
  const { unitOfWork, now } = deps;
  return async (actor: UserActor, of: OfSupplier, described: DescribedSource): Promise<SourceView> => {
    const wanted = readSource(described, allowed);
    const store = async (scope: Scope): Promise<void> => {
      if (!(await mappings(scope, of.clinicId)).has(of.supplier)) throw notFound('Supplier');
      const current = await scope.supplierSources.find(of);
      const next = changed(current, wanted, { ...of, changedBy: actor.userId, changedAt: now() });
      if (next === null) return;
      await (current ? scope.supplierSources.change(next) : scope.supplierSources.insert(next));
      const { version, every, mode, coverage, enabled } = next;
      const details = { version, every, mode, coverage, enabled };
      await scope.audit.record({ ...about(of), action: 'supplier_source.changed', details }, now());
    };
    await unitOfWork.withScope(actor, store, { exclusively: `supplier source ${of.clinicId}/${of.supplier}` });
    await followSource(deps)(actor, of);
    return unitOfWork.withScope(actor, (scope) => readView(scope, of, now()));
  };
}

/** The row as it is to be from now on; null where nothing changes. */
function changed(
  current: StoredSource | null,
  { headers: given, ...wanted }: DescribedSource,
  who: Pick<StoredSource, 'clinicId' | 'supplier' | 'changedBy' | 'changedAt'>,
): StoredSource | null {
  const stays = current !== null && new URL(current.url).origin === new URL(wanted.url).origin;
  const headers = given ?? (stays ? current.headers : {});
  const { url, every, mode, coverage, enabled, version = 0 } = current ?? {};
  const isSamePlace = url === wanted.url && isSame(current?.headers, headers);
  if (isSamePlace && isSame({ url, every, mode, coverage, enabled }, wanted)) return null;
  return { ...who, ...wanted, headers, version: isSamePlace ? version : version + 1 };
}

/** Nothing is fetched any more from where it was; what was imported stays. @throws DomainError not_found */
export function removeSupplierSource({ showEntry, ...deps }: SourceDeps & { readonly showEntry: ShowEntry }) {
  const { unitOfWork, now } = deps;
  return async (actor: UserActor, of: OfSupplier): Promise<void> => {
    const resolved = await unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.supplierSources.remove(of))) throw notFound('Source');
      await scope.audit.record({ ...about(of), action: 'supplier_source.removed' }, now());
      return scope.attention.resolveAbout(failedPullsOf(of), actorLabel(actor), 'The source was removed.', now());
    });
    for (const entry of resolved) await showEntry(entry, 'resolved');
    try {
      await followSource(deps)(actor, of);
    } catch (error) {
      // The row is gone, so that nothing is fetched; the next run of the Schedule finds no source, and takes the Schedule away.
      if (!(error instanceof DomainError)) throw error;
    }
  };
}

/** Has a list fetched now, also where it is not fetched by itself; behind one that is being fetched. @throws DomainError not_found, unavailable */
export function runSupplierSource(deps: SourceDeps) {
  const { unitOfWork, pulls, now } = deps;
  return async (actor: UserActor, of: OfSupplier): Promise<SourceView> => {
    const view = await unitOfWork.withScope(actor, async (scope) => {
      const found = await readView(scope, of, now());
      await scope.audit.record({ ...about(of), action: 'supplier_source.run_requested' }, now());
      return found;
    });
    if (!(await pulls.run(of))) {
      await followSource(deps)(actor, of);
      await pulls.run(of);
    }
    return view;
  };
}

function about({ clinicId, supplier }: OfSupplier) {
  return { entity: 'supplier_source', entityId: supplier, clinicId } as const;
}
