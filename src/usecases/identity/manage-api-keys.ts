import type { UserActor } from '../../domain/actor.js';
import type { AuditEvent } from '../../domain/audit.js';
import { type Day, localDay } from '../../domain/days.js';
import { invalid, notFound } from '../../domain/errors.js';
import type { ApiKeyScope } from '../../domain/identity/api-keys.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import { endOfDay } from '../../domain/wall-clock.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { ApiKeyPage, ApiKeyRow } from '../../models/repositories/identity/api-keys.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { ApiKeyCache } from './api-key-cache.js';
import { newKey } from './api-key-secret.js';
import { assertFresh } from './reauthenticate.js';

type Scope = ClinicsScope & IdentityScope;

export interface ManageApiKeysDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly sessionRules: SessionRules;
  readonly apiKeys: ApiKeyCache;
  readonly now: () => Date;
}

/** A key of a clinic, without anything that proves it. */
export type ApiKey = Omit<ApiKeyRow, 'secretHash' | 'previousHash'> & { readonly timezone: string };

/** A key with its secret, which is never told again. */
export type MadeApiKey = ApiKey & { readonly key: string };

export interface NewApiKeyCommand {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** The last day on which it works, on the clinic's wall. */
  readonly expiresOn: Day;
  readonly allowedAddresses: readonly string[];
}

const YEAR_MS = 366 * 86_400_000;

/** The keys of the caller's clinic, newest first. @throws DomainError not_found */
export function listApiKeys({ unitOfWork }: Pick<ManageApiKeysDeps, 'unitOfWork'>) {
  return (actor: UserActor, clinicId: string, page: ApiKeyPage): Promise<readonly ApiKey[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const timezone = await zoneOf(scope, actor, clinicId);
      return (await scope.apiKeys.list(clinicId, page)).map((row) => shown(row, timezone));
    });
}

/** @throws DomainError not_found, reauthentication_required, validation_failed */
export function createApiKey({ unitOfWork, sessionRules, now }: ManageApiKeysDeps) {
  return (
    actor: UserActor,
    clinicId: string,
    command: NewApiKeyCommand,
    requestKey: RequestKey | null,
  ): Promise<MadeApiKey> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const timezone = await zoneOf(scope, actor, clinicId);
      await assertFresh(scope, actor, sessionRules, at);
      const expiresAt = endOfDay(command.expiresOn, timezone);
      if (expiresAt <= at) throw invalid('expires_on', 'This day is over.');
      if (expiresAt.getTime() - at.getTime() > YEAR_MS) throw invalid('expires_on', 'A key lives for a year at most.');
      const id = deriveId(requestKey, 'api-key');
      const { key, secretHash } = newKey(id);
      const { name, scopes, allowedAddresses } = command;
      const owner = { clinicId, createdBy: actor.userId, createdAt: at };
      // Made by the same request, whose process died before it could answer: nobody has seen that secret.
      const made = await scope.apiKeys.find(clinicId, id);
      const row = made
        ? await scope.apiKeys.rotate(id, { secretHash, previousHash: null, previousUntil: null })
        : await scope.apiKeys.insert({ id, ...owner, name, scopes, secretHash, allowedAddresses, expiresAt });
      await note(
        scope,
        row,
        { action: 'api_key.created', details: { scopes: scopes.join(','), expires: expiresAt.toISOString() } },
        at,
      );
      return { ...shown(row, timezone), key };
    });
}

/**
 * Gives a key another secret; the one before works until the overlap is over, so that both ends of an integration need not
 * change in the same second. @throws DomainError not_found, reauthentication_required
 */
export function rotateApiKey({ unitOfWork, sessionRules, apiKeys, now }: ManageApiKeysDeps) {
  return async (actor: UserActor, clinicId: string, id: string, overlapMs: number): Promise<MadeApiKey> => {
    const made = await unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const timezone = await zoneOf(scope, actor, clinicId);
      await assertFresh(scope, actor, sessionRules, at);
      const before = await scope.apiKeys.find(clinicId, id);
      if (!before || before.expiresAt <= at) throw notFound('API key');
      const { key, secretHash } = newKey(id);
      const kept = overlapMs > 0;
      const row = await scope.apiKeys.rotate(id, {
        secretHash,
        previousHash: kept ? before.secretHash : null,
        previousUntil: kept ? new Date(at.getTime() + overlapMs) : null,
      });
      await note(scope, row, { action: 'api_key.rotated', details: { overlapMs } }, at);
      return { ...shown(row, timezone), key };
    });
    apiKeys.forget(id);
    return made;
  };
}

/** Ends a key at once, in every process. @throws DomainError not_found, reauthentication_required */
export function removeApiKey({ unitOfWork, sessionRules, apiKeys, now }: ManageApiKeysDeps) {
  return async (actor: UserActor, clinicId: string, id: string): Promise<void> => {
    await unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      await zoneOf(scope, actor, clinicId);
      await assertFresh(scope, actor, sessionRules, at);
      const row = await scope.apiKeys.find(clinicId, id);
      if (!row) throw notFound('API key');
      await scope.apiKeys.remove(id, at);
      await note(scope, row, { action: 'api_key.removed' }, at);
    });
    apiKeys.forget(id);
  };
}

async function zoneOf(scope: Scope, actor: UserActor, clinicId: string): Promise<string> {
  const clinic = actor.clinicIds.includes(clinicId) ? await scope.clinics.find(clinicId) : null;
  if (!clinic) throw notFound('Clinic');
  return clinic.timezone;
}

function shown({ secretHash: _, previousHash: __, ...row }: ApiKeyRow, timezone: string): ApiKey {
  return { ...row, timezone };
}

/** The last day on which a key works. */
export function lastDay({ expiresAt, timezone }: Pick<ApiKey, 'expiresAt' | 'timezone'>): Day {
  return localDay(new Date(expiresAt.getTime() - 1), timezone);
}

function note(
  scope: Scope,
  { id, clinicId }: ApiKeyRow,
  event: Pick<AuditEvent, 'action' | 'details'>,
  now: Date,
): Promise<void> {
  return scope.audit.record({ ...event, entity: 'api_key', entityId: id, clinicId }, now);
}
