import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { io, type Socket } from 'socket.io-client';
import { CHAT_NAMESPACE, CLIENT_EVENTS, type ClientEvent } from '../../../src/domain/chat/live.js';
import { fieldRule, type GuardedField } from '../../../src/domain/permissions.js';
import { ROLES } from '../../../src/domain/roles.js';
import { HAND_WRITTEN_ROUTES, nameOfRoute } from '../../../tools/openapi/access.js';
import { type Document, type Route, routesOf } from '../../../tools/openapi/document.js';
import { type Answer, ask, plain } from '../../support/access/asking.js';
import { CALLER_KINDS, type Caller, callersOf } from '../../support/access/callers.js';
import { EVENT_REQUESTS, type EventRequest } from '../../support/access/event-requests.js';
import { type Expectation, expectationOf } from '../../support/access/expectation.js';
import { HAND_WRITTEN_REQUESTS } from '../../support/access/hand-written-requests.js';
import { WALK_REQUESTS, type WalkRequest } from '../../support/access/requests.js';
import { differenceOf } from '../../support/access/same-answer.js';
import { nowhere, type Records, type Scene, setScene } from '../../support/access/scene.js';
import { Stage } from '../../support/stage.js';

const routes: readonly Route[] = ['openapi.json', 'openapi-internal.json'].flatMap((name) => {
  const file = new URL(`../../../src/api/generated/${name}`, import.meta.url);
  return routesOf(JSON.parse(readFileSync(file, 'utf8')) as Document);
});
const STATUS: Readonly<Record<Exclude<Expectation, 'through'>, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
};

const CODE: Readonly<Record<Exclude<Expectation, 'through'>, string>> = {
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  missing: 'not_found',
};
/** Routes with an id in their path that keep no record from those who may call them, and why. */
const OPEN_TO_ALL: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['readClinic', 'listLocations', 'listDepartments'].map((id) => [id, 'of a clinic, said to all who are signed in']),
  ),
  ...Object.fromEntries(
    [
      'suspendClinic',
      'resumeClinic',
      'listOrganisationMembers',
      'addOrganisationMember',
      'removeOrganisationMember',
    ].map((id) => [id, 'for who looks after the platform, and so after all of them']),
  ),
  askToJoin: 'a doctor of anywhere asks anywhere',
  readReconciliation: 'of the installation: each clinic is shown its own part',
  changeClinicalRule: 'of every clinic: each changes its own',
  readSupplierMapping: 'by a key that every clinic has or may have: each reads its own',
  changeSupplierMapping: 'by a key that every clinic has or may have: each changes its own',
  changeSupplierSource: 'by the key of a supplier, whom every clinic has: each changes its own',
  removeSupplierSource: 'by the key of a supplier, whom every clinic has: each removes its own',
};
const EVENTS = Object.keys(CLIENT_EVENTS) as readonly ClientEvent[];

let stage: Stage;
let scene: Scene;
let callers: readonly Caller[];
let walked = 0;

before(async () => {
  // Not embedded: there the codec and the metrics are open to this machine.
  stage = await Stage.open({
    KEEPWELL_EMBEDDED: 'false',
    // A factor is asked for before anything else, of everybody who prescribes.
    REQUIRE_MFA_TO_PRESCRIBE: 'false',
    REQUIRE_VERIFIED_EMAIL: 'false',
    REQUIRE_VERIFIED_DOCTORS: 'false',
    REQUIRE_MFA_ROLES: 'none',
  });
  scene = await setScene(stage);
  callers = await callersOf(stage, scene);
  // What needs a proof from a moment ago is refused: it would end sessions that others walk with.
  await stage.sql("update sessions set authenticated_at = authenticated_at - interval '1 hour'");
});
after(() => stage?.close());

test('the walk has a request for every route, and a caller of every kind and role', () => {
  assert.deepEqual(
    routes.map(({ operation }) => operation.operationId).sort(),
    Object.keys(WALK_REQUESTS).sort(),
    'a route joins the walk in tests/support/access/requests.ts',
  );
  assert.deepEqual(HAND_WRITTEN_ROUTES.map(nameOfRoute).sort(), Object.keys(HAND_WRITTEN_REQUESTS).sort());
  assert.deepEqual([...new Set(callers.map(({ kind }) => kind))].sort(), [...CALLER_KINDS].sort());
  const own = callers.filter(({ kind }) => kind === 'own clinic').map(({ acting }) => acting?.role);
  for (const role of ROLES) assert.ok(own.includes(role), `no ${role} walks`);
});

test('each route outside the document answers each caller as its list says', async (context) => {
  const wrong: string[] = [];
  for (const route of HAND_WRITTEN_ROUTES) {
    const name = nameOfRoute(route);
    const [method = '', path = ''] = name.split(' ');
    for (const caller of callers) {
      const { status } = await ask(stage, { method, path }, caller, HAND_WRITTEN_REQUESTS[name] ?? {});
      // The codec reads its cookie and access tokens, and no keys.
      const unread = caller.apiKey !== undefined && path.startsWith('/codec/');
      const expected =
        'open' in route.access
          ? 'through'
          : unread
            ? 'unauthenticated'
            : expectationOf([route.access.permission], caller, {});
      // A page that is shown to anybody does not care who asks; its own proof may be refused.
      const isRight = expected === 'through' ? isThrough(status, 'open' in route.access) : status === STATUS[expected];
      if (!isRight) wrong.push(`${name}, ${caller.name}: ${status} instead of ${expected}`);
    }
  }
  assert.deepEqual(wrong, []);
  context.diagnostic(`${HAND_WRITTEN_ROUTES.length} routes x ${callers.length} callers walked`);
});

// Before the routes, of which one ends sessions.
test('each event of the live channel answers each caller as the matrix says', async (context) => {
  const wrong: string[] = [];
  for (const caller of callers) {
    const socket = io(`${stage.clinic.apiUrl}${CHAT_NAMESPACE}`, {
      auth: { token: caller.token },
      transports: ['websocket'],
      reconnection: false,
    });
    try {
      const refusal = await connected(socket);
      if (refusal !== (caller.acting ? null : 'unauthenticated')) wrong.push(`${caller.name} connects: ${refusal}`);
      if (refusal !== null) continue;
      for (const event of EVENTS) {
        const problem = await problemOfEvent(socket, event, caller);
        if (problem) wrong.push(`${event}, ${caller.name}: ${problem}`);
      }
    } finally {
      socket.disconnect();
    }
  }
  assert.deepEqual(wrong, []);
  context.diagnostic(`${EVENTS.length} events x ${callers.length} callers walked`);
});

// Nothing is changed by it, and nobody is signed out yet.
test('a record of another clinic is answered as one that does not exist, after the same statements', async (context) => {
  const wrong: string[] = [];
  const open: string[] = [];
  let asked = 0;
  for (const route of routes.filter(({ path, operation }) => /\{(?!token)/.test(path) && operation['x-permissions'])) {
    const pairs = callers.flatMap((caller) => pairsFor(route, caller).map((pair) => ({ caller, ...pair })));
    if (pairs.length === 0) open.push(route.operation.operationId);
    for (const { caller, ...pair } of pairs) {
      const difference = await differenceOf(stage, route, caller, pair);
      asked += 1;
      if (difference) wrong.push(`${route.method} ${route.path}, ${caller.name}: ${difference}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(open.sort(), Object.keys(OPEN_TO_ALL).sort());
  context.diagnostic(`${asked} pairs of requests compared`);
});

test('each route answers each caller as the matrix says', async (context) => {
  const wrong: string[] = [];
  for (const operationId of Object.keys(WALK_REQUESTS)) {
    const route = routes.find(({ operation }) => operation.operationId === operationId);
    assert.ok(route);
    for (const caller of callers) {
      const problem = await problemOf(route, caller);
      walked += 1;
      if (problem) wrong.push(`${route.method} ${route.path}, ${caller.name}: ${problem}`);
    }
  }
  assert.deepEqual(wrong, []);
  context.diagnostic(
    `${routes.length} routes x ${callers.length} callers: ${walked} of ${routes.length * callers.length} walked`,
  );
  assert.equal(walked, routes.length * callers.length);
});

/** Null once it is connected; otherwise why it is not. */
function connected(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(null));
    socket.once('connect_error', (error) =>
      resolve((error as { data?: { code: string } }).data?.code ?? error.message),
    );
  });
}

async function problemOfEvent(socket: Socket, event: ClientEvent, caller: Caller): Promise<string | null> {
  const ask = ({ payload }: EventRequest): Promise<{ ok: boolean; code?: string; error?: string }> =>
    socket.timeout(10_000).emitWithAck(event, payload);
  const request = EVENT_REQUESTS[event](scene.records, caller);
  const answer = await ask(request);
  const permission = CLIENT_EVENTS[event];
  const expected = permission === null ? 'through' : expectationOf([permission], caller, request);
  if (expected === 'through') {
    const isThrough = answer.ok || !Object.values(CODE).some((code) => code === answer.code);
    return isThrough ? null : `${answer.code} instead of being let through`;
  }
  if (answer.code !== CODE[expected]) return `${JSON.stringify(answer)} instead of ${CODE[expected]}`;
  if (expected !== 'missing') return null;
  const unknown = await ask(EVENT_REQUESTS[event](nowhere(scene.records), caller));
  return plain(JSON.stringify(unknown)) === plain(JSON.stringify(answer))
    ? null
    : `another answer than for a room that does not exist: ${answer.error} / ${unknown.error}`;
}

/** A request for records that the caller may not know, and the same for records that nobody has; below their own clinic, too. */
function pairsFor({ path, operation }: Route, caller: Caller) {
  const { operationId, 'x-permissions': permissions = [], security = [] } = operation;
  const makeFor = (records: Records) => WALK_REQUESTS[operationId]?.(records, caller) ?? {};
  const expected = (request: WalkRequest) =>
    expectationOf(
      permissions,
      caller,
      request,
      security.some((scheme) => 'api_key' in scheme),
    );
  const none = nowhere(scene.records);
  const whole = { met: makeFor(scene.records), missed: makeFor(none) };
  const [clinicId] = caller.acting?.clinics ?? [];
  const isBelow = clinicId !== undefined && clinicId !== scene.records.clinicId && path.split('{').length > 2;
  const below = {
    met: makeFor({ ...scene.records, clinicId: clinicId ?? '' }),
    missed: makeFor({ ...none, clinicId: clinicId ?? '' }),
  };
  return [
    ...(!caller.opens && expected(whole.met) === 'missing' ? [whole] : []),
    ...(isBelow && whole.met.path?.id === scene.records.clinicId && expected(below.met) === 'through' ? [below] : []),
  ];
}

/** What is wrong with the answer; null when it is as it should be. */
async function problemOf({ method, path, operation }: Route, caller: Caller): Promise<string | null> {
  const { operationId, 'x-permissions': permissions } = operation;
  const request = WALK_REQUESTS[operationId]?.(scene.records, caller) ?? {};
  const answer = await ask(stage, { method, path }, caller, request);
  const leaked = leakOf(answer, caller, request);
  if (leaked) return leaked;
  if (!permissions) return isThrough(answer.status, true) ? null : `${answer.status} of a public route`;
  const takesKeys = (operation.security ?? []).some((scheme) => 'api_key' in scheme);
  const expected = caller.opens?.includes(operationId)
    ? 'through'
    : expectationOf(permissions, caller, request, takesKeys);
  if (expected === 'through') return isThrough(answer.status) ? null : `${answer.status} instead of being let through`;
  if (answer.status !== STATUS[expected]) return `${answer.status} instead of ${STATUS[expected]}: ${answer.text}`;
  if (expected !== 'missing') return null;
  const unknown = await ask(
    stage,
    { method, path },
    caller,
    WALK_REQUESTS[operationId]?.(nowhere(scene.records), caller) ?? {},
  );
  const same = unknown.status === answer.status && plain(unknown.text) === plain(answer.text);
  return same ? null : `another answer than for a record that does not exist: ${answer.text} / ${unknown.text}`;
}

/** Whether the guards let a request through; an `open` route may still refuse what is not proved. */
function isThrough(status: number, open = false): boolean {
  if (open) return status !== 403 && (status < 500 || status === 503);
  return ![401, 403, 404].includes(status) && status < 500;
}

/** Ids of this clinic, and parts of a record, that a caller is shown who may not know them. */
function leakOf({ text }: Answer, { acting, apiKey }: Caller, { names }: WalkRequest): string | null {
  const { records, symptoms, patient, doctor } = scene;
  const reader = acting?.role === 'patient' ? patient.id : acting?.role === 'doctor' ? doctor.id : undefined;
  const isTheirs = acting?.userId === reader && acting?.clinics.includes(records.clinicId);
  const mayRead = (field: GuardedField) => acting !== null && isTheirs && fieldRule(acting.role, field) !== null;
  if (text.includes(symptoms) && !mayRead('symptoms')) return 'the symptoms are shown';
  if (acting?.clinics.includes(records.clinicId) || apiKey?.clinicId === records.clinicId || names) return null;
  const { appointment, order, receipt, room, slot, freeSlot, attention } = records;
  const shown = [appointment, order, receipt, room, slot, freeSlot, attention].find((id) => text.includes(id));
  return shown ? `${shown} of another clinic is shown` : null;
}
