import type { UserActor } from '../../domain/actor.js';
import type { Day } from '../../domain/days.js';
import { invalid } from '../../domain/errors.js';
import { latestDay } from '../../domain/identity/public.js';
import { type LawRowDraft, readAddedRow } from '../../domain/prescriptions/law/added-rows.js';
import { LAW_ROWS } from '../../domain/prescriptions/law/data.js';
import { LAW_REGIONS } from '../../domain/prescriptions/law/regions.js';
import { LAW_RULES, type LawRow, lawInForce } from '../../domain/prescriptions/law/rules.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { LawScope } from '../../models/repositories/prescriptions/law-slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';

type Scope = LawScope & IdentityScope;

interface Deps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** The rows that count on a day: those that every installation has, and what was added to this one. */
export function lawOn(added: readonly LawRow[], on: Day): readonly LawRow[] {
  return lawInForce([...LAW_ROWS, ...added], on);
}

/** The same, read. */
export async function readLaw(scope: LawScope, on: Day): Promise<readonly LawRow[]> {
  return lawOn(await scope.lawRules.list(), on);
}

export interface LawFilter {
  readonly region?: string | undefined;
  /** The rows that count on this day; left out: all that there are, past and coming ones too. */
  readonly on?: Day | undefined;
}

/** By rule, region and first day. */
export function listLawRules({ unitOfWork }: Deps) {
  return (actor: UserActor, { region, on }: LawFilter): Promise<readonly LawRow[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const rows = on === undefined ? [...LAW_ROWS, ...(await scope.lawRules.list())] : await readLaw(scope, on);
      return rows.filter((row) => region === undefined || row.region === region).sort(inOrder);
    });
}

function inOrder(one: LawRow, other: LawRow): number {
  const byRule = LAW_RULES.indexOf(one.rule) - LAW_RULES.indexOf(other.rule);
  const byRegion = LAW_REGIONS.indexOf(one.region) - LAW_REGIONS.indexOf(other.region);
  return byRule || byRegion || ((one.effectiveFrom ?? '') < (other.effectiveFrom ?? '') ? -1 : 1);
}

/**
 * Adds a row that takes effect later. Its id comes from the Idempotency-Key, so a repeat meets its own row.
 * @throws DomainError validation_failed with the place of each problem, also where its rule and region have a row from that day
 */
export function addLawRule({ unitOfWork, now }: Deps) {
  return (actor: UserActor, draft: LawRowDraft, requestKey: RequestKey | null): Promise<LawRow> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const [id, at] = [deriveId(requestKey, 'law_rule'), now()];
        const earlier = await scope.lawRules.find(id);
        if (earlier) return earlier;
        const row = readAddedRow(draft, latestDay(at));
        const taken = [...LAW_ROWS, ...(await scope.lawRules.list())].some(
          (other) =>
            other.rule === row.rule && other.region === row.region && other.effectiveFrom === row.effectiveFrom,
        );
        if (taken) throw invalid('effective_from', 'This rule has a row for this region from that day on already.');
        await scope.lawRules.add({ id, row, addedBy: actor.userId, addedAt: at });
        const { rule, region, effectiveFrom } = row;
        await scope.audit.record(
          {
            action: 'law_rule.added',
            entity: 'law_rule',
            entityId: id,
            clinicId: null,
            details: { rule, region, effectiveFrom },
          },
          at,
        );
        return row;
      },
      { exclusively: 'rows of the law' },
    );
}
