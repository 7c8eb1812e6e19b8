import { SYSTEM } from '../../domain/actor.js';
import { addDays, localDay } from '../../domain/days.js';
import {
  PATTERN_LOOK_BACK_DAYS,
  PRESCRIBING_PATTERNS,
  type PrescribingPattern,
} from '../../domain/prescriptions/patterns.js';
import type { FoundPattern } from '../../models/repositories/prescriptions/patterns.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';

type Scope = PrescriptionsScope & SupportScope;

/** Of each pattern in one night; the next one goes on. */
const MOST = 200;

export interface FlagPatternsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/**
 * Shows administrators what is unusual in prescribing Schedule 8 at their clinic: for each cause one entry, ever. Two passes at once come one
 * after the other. Returns how many were opened; an entry whose workflow cannot be started is left to maintenance.
 */
export function flagPatterns({ unitOfWork, showEntry, now }: FlagPatternsDeps) {
  return async (): Promise<number> => {
    let opened = 0;
    for (const pattern of PRESCRIBING_PATTERNS) {
      const entries = await unitOfWork.withScope(SYSTEM, (scope) => flag(scope, pattern, now()), {
        exclusively: 'prescribing patterns',
      });
      for (const id of entries) await showEntry(id, 'opened');
      opened += entries.length;
    }
    return opened;
  };
}

async function flag(scope: Scope, pattern: PrescribingPattern, now: Date): Promise<readonly string[]> {
  const from = addDays(localDay(now, 'UTC'), -PATTERN_LOOK_BACK_DAYS);
  const opened: string[] = [];
  for (const found of await scope.prescribingPatterns.listNew(pattern, from, MOST)) {
    const id = await openEntry(scope, pattern, found, now);
    if (id !== null) opened.push(id);
  }
  return opened;
}

async function openEntry(
  scope: Scope,
  pattern: PrescribingPattern,
  { clinicId, about, patientId, context }: FoundPattern,
  now: Date,
): Promise<string | null> {
  const code = 'prescribing_pattern';
  const id = await scope.attention.open(
    { clinicId, subjectId: clinicId, code, about, context: { pattern, ...context } },
    now,
  );
  if (id === null) return null;
  const of = { action: 'attention.opened', entity: 'attention', entityId: id, clinicId, patientId } as const;
  await scope.audit.record({ ...of, details: { code, pattern } }, now);
  return id;
}
