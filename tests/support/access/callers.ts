import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../../src/domain/actor.js';
import { API_KEY_SCOPES, type ApiKeyScope } from '../../../src/domain/identity/api-keys.js';
import type { Role } from '../../../src/domain/roles.js';
import { ROLES } from '../../../src/domain/roles.js';
import { newKey } from '../../../src/usecases/identity/api-key-secret.js';
import type { Person } from '../clinic.js';
import type { Stage } from '../stage.js';
import type { Scene } from './scene.js';

/** Every way to come to the door. */
export const CALLER_KINDS = [
  'own clinic',
  'other clinic',
  'wrong membership',
  'token of another membership',
  'unconfirmed account',
  'suspended account',
  'deleted account',
  'membership that is not active',
  'revoked session',
  'second factor missing',
  'forged token',
  'API key',
  'API key of another clinic',
  'API key that was removed',
  'nothing',
] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

export interface Caller {
  readonly kind: CallerKind;
  readonly name: string;
  readonly token: string | null;
  /** Sent as `X-API-Key`, in place of a token. */
  readonly apiKey?: { readonly key: string; readonly scopes: readonly ApiKeyScope[]; readonly clinicId: string };
  /** Operations that the token opens beside what the matrix says. */
  readonly opens?: readonly string[];
  /** In which membership they act; null for who has no valid session. */
  readonly acting: { readonly userId: string; readonly role: Role; readonly clinics: readonly string[] } | null;
}

const STAFF = ['admin', 'receptionist', 'nurse', 'accountant'] as const satisfies readonly Role[];

/** One caller of each kind, and of each role where the kind has one. */
export async function callersOf(stage: Stage, scene: Scene): Promise<readonly Caller[]> {
  const { clinicId, elsewhere } = scene.records;
  const signedIn = async (kind: CallerKind, person: Person, clinics: readonly string[], name = '') =>
    caller(kind, name || person.role, await tokenOf(stage, person), { userId: person.id, role: person.role, clinics });
  const here = async (role: Role) =>
    signedIn('own clinic', await stage.clinic.person(role), [clinicId], `another ${role}`);
  const moved = async (role: Role) => {
    const person = await stage.clinic.person(role);
    await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [person.id, elsewhere]);
    return signedIn('other clinic', person, [elsewhere]);
  };
  const platform = await stage.clinic.person('platform_admin');
  const ended = async (kind: CallerKind, sql: string) => {
    const person = await stage.clinic.person('admin');
    const token = await tokenOf(stage, person);
    await stage.sql(sql, [person.id]);
    return caller(kind, 'admin', token, null);
  };
  return [
    await signedIn('own clinic', scene.patient, [clinicId], 'the patient'),
    await signedIn('own clinic', scene.doctor, [clinicId], 'the doctor'),
    ...(await Promise.all([...STAFF, 'patient' as const, 'doctor' as const].map(here))),
    await signedIn('own clinic', platform, []),
    ...(await Promise.all(ROLES.filter((role) => role !== 'platform_admin').map(moved))),
    ...(await acting(stage, scene, scene.doctor, 'patient', 'the doctor, as a patient of another clinic')),
    ...(await acting(stage, scene, scene.patient, 'nurse', 'the patient, as a nurse of another clinic')),
    ...(await acting(
      stage,
      scene,
      await stage.clinic.person('admin'),
      'doctor',
      'an admin, as a doctor of another clinic',
    )),
    await unconfirmed(stage, clinicId),
    await ended('suspended account', 'update users set is_active = false where id = $1'),
    await ended('deleted account', 'update users set deleted_at = now() where id = $1'),
    await ended('membership that is not active', "update memberships set status = 'suspended' where user_id = $1"),
    await withoutFactor(stage, scene),
    await ended('revoked session', 'update sessions set revoked_at = now() where user_id = $1'),
    caller('forged token', 'somebody', `${(await tokenOf(stage, scene.doctor)).slice(0, -4)}AAAA`, null),
    ...(await Promise.all(API_KEY_SCOPES.map((scope) => keyOf(stage, 'API key', clinicId, [scope])))),
    await keyOf(stage, 'API key of another clinic', elsewhere, API_KEY_SCOPES),
    await removedKey(stage, clinicId),
    caller('nothing', 'nobody', null, null),
  ];
}

async function keyOf(
  stage: Stage,
  kind: CallerKind,
  clinicId: string,
  scopes: readonly ApiKeyScope[],
): Promise<Caller> {
  const id = randomUUID();
  const { key, secretHash } = newKey(id);
  const { id: createdBy } = await stage.clinic.person('admin');
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)];
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, ({ apiKeys }) =>
    apiKeys.insert({
      id,
      clinicId,
      name: kind,
      scopes,
      secretHash,
      allowedAddresses: [],
      createdBy,
      createdAt,
      expiresAt,
    }),
  );
  return {
    ...caller(kind, scopes.length === 1 ? String(scopes) : 'all scopes', null, null),
    apiKey: { key, scopes, clinicId },
  };
}

async function removedKey(stage: Stage, clinicId: string): Promise<Caller> {
  const { apiKey, ...removed } = await keyOf(stage, 'API key that was removed', clinicId, API_KEY_SCOPES);
  await stage.sql('update api_keys set removed_at = now() where name = $1', [removed.kind]);
  return { ...removed, ...(apiKey ? { apiKey: { ...apiKey, scopes: [] } } : {}) };
}

function caller(kind: CallerKind, name: string, token: string | null, acting: Caller['acting']): Caller {
  return { kind, name: `${kind}: ${name}`, token, acting };
}

async function tokenOf(stage: Stage, { email, password }: Person): Promise<string> {
  const reply = await send(stage, null, 'users/login/', { email, password });
  return String(reply.access);
}

/** Somebody of this clinic who acts in a membership of another one, and the token that the session had before. */
async function acting(
  stage: Stage,
  scene: Scene,
  person: Person,
  role: Role,
  name: string,
): Promise<readonly Caller[]> {
  const { elsewhere } = scene.records;
  const [membership] = await stage.sql<{ id: string }>(
    'insert into memberships (user_id, clinic_id, role) values ($1, $2, $3) returning id',
    [person.id, elsewhere, role],
  );
  const before = await tokenOf(stage, person);
  const { access } = await send(stage, before, `users/memberships/${membership?.id}/activate/`, {});
  // The next sign-in of the same person acts here again.
  await stage.sql('update memberships set activated_at = null where id = $1', [membership?.id]);
  return [
    caller('wrong membership', name, String(access), { userId: person.id, role, clinics: [elsewhere] }),
    caller('token of another membership', name, before, null),
  ];
}

/** Where the installation asks for no confirmed address, this is a patient like any other. */
async function unconfirmed(stage: Stage, clinicId: string): Promise<Caller> {
  const person = await stage.clinic.person('patient');
  await stage.sql('update users set email_verified_at = null where id = $1', [person.id]);
  const token = await tokenOf(stage, person);
  return caller('unconfirmed account', 'patient', token, { userId: person.id, role: 'patient', clinics: [clinicId] });
}

/** Somebody whose clinic asks a second factor of the role, and who has none: the sign-in ends in a token to set it up. */
async function withoutFactor(stage: Stage, scene: Scene): Promise<Caller> {
  const { joinable } = scene.records;
  const person = await stage.clinic.person('nurse');
  await stage.sql("insert into clinic_security_settings (clinic_id, require_mfa) values ($1, '{nurse}')", [joinable]);
  await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [person.id, joinable]);
  const { email, password } = person;
  const answer = await send(stage, null, 'users/login/', { email, password });
  const token = String(answer.mfa_token);
  const opens = ['setUpSecondFactor', 'confirmSecondFactor'];
  return { ...caller('second factor missing', 'a nurse', token, null), opens };
}

async function send(stage: Stage, token: string | null, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${stage.clinic.apiUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
