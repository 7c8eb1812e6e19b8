import type { UserActor } from '../../domain/actor.js';
import type { AuditAction } from '../../domain/audit.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import { type Form, formProblems } from '../../domain/questionnaires/questionnaire.js';
import type {
  QuestionnaireRow,
  QuestionnaireVersion,
} from '../../models/repositories/questionnaires/questionnaires.js';
import type { QuestionnairesScope } from '../../models/repositories/questionnaires/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';

type Scope = QuestionnairesScope;

export interface QuestionnaireDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** The form as it is asked from now on. */
export type Questionnaire = QuestionnaireVersion;

/**
 * Writes a form of the clinic that the caller acts in, as its version 1. Its id comes from the Idempotency-Key, so a repeat
 * after a crash meets its own row.
 * @throws DomainError validation_failed with the place of each problem
 */
export function createQuestionnaire({ unitOfWork, now }: QuestionnaireDeps) {
  return (actor: UserActor, form: Form, requestKey: RequestKey | null): Promise<Questionnaire> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [clinicId] = actor.clinicIds;
      if (!clinicId) throw notFound('Clinic');
      assertValid(formProblems(form));
      const id = deriveId(requestKey, 'questionnaire');
      const earlier = await scope.questionnaires.find(id, 1);
      if (earlier) return earlier;
      await scope.questionnaires.create({ id, clinicId, version: 1, createdBy: actor.userId }, form, now());
      await record(scope, 'questionnaire.created', { id, clinicId, version: 1 }, now());
      return read(scope, id);
    });
}

/**
 * Writes the next version: what is left out stays as it is. Answers stay with the version that they answered.
 * @throws DomainError not_found, validation_failed, invalid_transition for one that was retired
 */
export function changeQuestionnaire({ unitOfWork, now }: QuestionnaireDeps) {
  return (actor: UserActor, id: string, change: Partial<Form>): Promise<Questionnaire> =>
    unitOfWork.withScope(actor, async (scope) => {
      const row = await lockOwn(scope, actor, id);
      if (row.retiredAt)
        throw new DomainError('invalid_transition', 'This form was retired.', { status: 'retired', allowed: [] });
      const { title, purpose, consultationTypes, dueBeforeMs, items, bands } = await read(scope, id);
      const form: Form = { title, purpose, consultationTypes, dueBeforeMs, items, bands, ...change };
      assertValid(formProblems(form));
      const version = row.version + 1;
      const { clinicId } = row;
      await scope.questionnaires.addVersion({ id, clinicId, version, createdBy: actor.userId }, form, now());
      await record(scope, 'questionnaire.changed', { id, clinicId, version }, now());
      return read(scope, id);
    });
}

/** Asks it no more; what was answered stays readable. A repeat changes nothing. @throws DomainError not_found */
export function retireQuestionnaire({ unitOfWork, now }: QuestionnaireDeps) {
  return (actor: UserActor, id: string): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      const row = await lockOwn(scope, actor, id);
      if (row.retiredAt) return;
      await scope.questionnaires.retire(id, now());
      await record(scope, 'questionnaire.retired', row, now());
    });
}

/** One version, the latest when none is named; also of a form that was retired. @throws DomainError not_found */
export function readQuestionnaire({ unitOfWork }: Pick<QuestionnaireDeps, 'unitOfWork'>) {
  return (actor: UserActor, id: string, version: number | null): Promise<Questionnaire> =>
    unitOfWork.withScope(actor, async (scope) => {
      const found = await scope.questionnaires.find(id, version);
      if (!found || !actor.clinicIds.includes(found.clinicId)) throw notFound('Questionnaire');
      return found;
    });
}

export interface QuestionnairesQuery {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The forms that the caller's clinics ask now, the oldest first. */
export function listQuestionnaires({ unitOfWork }: Pick<QuestionnaireDeps, 'unitOfWork'>) {
  return (actor: UserActor, { limit, after }: QuestionnairesQuery): Promise<readonly Questionnaire[]> =>
    unitOfWork.withScope(actor, (scope) => scope.questionnaires.list(actor.clinicIds, limit, after));
}

async function lockOwn(scope: Scope, actor: UserActor, id: string): Promise<QuestionnaireRow> {
  const row = await scope.questionnaires.lock(id);
  if (!row || !actor.clinicIds.includes(row.clinicId)) throw notFound('Questionnaire');
  return row;
}

async function read(scope: Scope, id: string): Promise<Questionnaire> {
  const found = await scope.questionnaires.find(id, null);
  if (!found) throw new Error('a form without its latest version');
  return found;
}

function record(
  scope: Scope,
  action: AuditAction,
  { id, clinicId, version }: Pick<QuestionnaireRow, 'id' | 'clinicId' | 'version'>,
  now: Date,
): Promise<void> {
  const details = { version };
  return scope.audit.record({ action, entity: 'questionnaire', entityId: id, clinicId, details }, now);
}
