import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

/** A file, what it imports, and the rule that must refuse it; null for an import that the table allows. */
type Case = readonly [file: string, statement: string, rule: string | null];

const CASES: readonly Case[] = [
  ['src/domain/payments/a.ts', "import '../../usecases/payments/target.js';", 'domain-imports'],
  ['src/domain/payments/b.ts', "import 'luxon';", 'domain-imports'],
  ['src/domain/payments/c.ts', "import 'node:crypto';", 'domain-imports'],
  ['src/domain/payments/d.ts', "import type { T } from '../../config/target.js';", 'domain-imports'],
  ['src/domain/payments/e.ts', "import '../wall-clock.js';", 'zones-stay-apart'],
  ['src/domain/payments/f.ts', "import type { T } from '../wall-clock.js';", null],
  ['src/domain/wall-clock.ts', "import 'luxon'; export type T = 1;", null],
  ['src/domain/phone.ts', "import 'luxon';", 'phones-imports'],

  ['src/workflows/visit/a.ts', "import '../../domain/wall-clock.js';", 'zones-stay-apart'],
  ['src/workflows/visit/b.ts', "import 'node:crypto';", 'workflows-imports'],
  ['src/workflows/visit/c.ts', "import '@temporalio/client';", 'workflows-imports'],
  ['src/workflows/visit/d.ts', "import '../../activities/target.js';", 'workflows-know-activities-by-type'],
  ['src/workflows/visit/e.ts', "import type { T } from '../../activities/target.js';", null],
  ['src/workflows/visit/f.ts', "import '@temporalio/workflow'; import '../../domain/target.js';", null],
  ['src/workflows/visit/g.ts', "import type { T } from '../../usecases/payments/target.js';", 'workflows-imports'],

  ['src/config/a.ts', "import '../domain/target.js';", 'config-imports'],
  ['src/config/b.ts', "import 'zod'; import 'node:crypto';", null],
  ['src/observability/a.ts', "import '../domain/target.js';", 'observability-imports'],

  ['src/models/a.ts', "import '../usecases/payments/target.js';", 'models-imports'],
  ['src/models/b.ts', "import 'stripe';", 'models-imports'],
  ['src/models/c.ts', "import 'pg'; import 'sequelize'; import '../domain/target.js';", null],

  ['src/adapters/payments/a.ts', "import 'nodemailer';", 'adapter-payments-imports'],
  ['src/adapters/payments/b.ts', "import 'stripe';", null],
  ['src/adapters/payments/c.ts', "import '../email/port.js';", 'adapter-payments-imports'],
  ['src/adapters/payments/d.ts', "import '../../models/target.js';", 'adapter-payments-imports'],
  ['src/adapters/payments/e.ts', "import '../../workflows/visit/contract.js';", 'adapter-payments-imports'],
  ['src/adapters/temporal/a.ts', "import '../../workflows/visit/contract.js'; import '@temporalio/client';", null],
  ['src/adapters/temporal/b.ts', "import '../../workflows/visit/visit.js';", 'adapter-temporal-imports'],
  ['src/adapters/fax/a.ts', "import 'stripe';", 'adapter-imports'],

  [
    'src/usecases/payments/a.ts',
    "import type { T } from '../appointments/public.js';",
    'payments-know-no-appointments',
  ],
  [
    'src/usecases/payments/orders/b.ts',
    "import type { T } from '../../../models/repositories/scheduling/public.js';",
    'payments-know-no-appointments',
  ],
  ['src/domain/payments/g.ts', "import '../appointments/public.js';", 'payments-know-no-appointments'],
  ['src/usecases/appointments/a.ts', "import '../payments/target.js';", 'contexts-meet-in-public'],
  ['src/usecases/appointments/b.ts', "import '../payments/public.js'; import '../idempotency/target.js';", null],
  [
    'src/usecases/appointments/c.ts',
    "import type { T } from '../../domain/payments/receipts/target.js';",
    'contexts-meet-in-public',
  ],
  [
    'src/usecases/appointments/d.ts',
    "import type { T } from '../../models/repositories/scheduling/target.js';",
    'contexts-meet-in-public',
  ],
  [
    'src/usecases/appointments/e.ts',
    "import '../../domain/appointments/target.js'; import '../../domain/target.js';",
    null,
  ],
  [
    'src/domain/appointments/a.ts',
    "import type { T } from '../payments/receipts/target.js';",
    'contexts-meet-in-public',
  ],
  ['src/domain/codes.ts', "import './appointments/target.js';", null],
  ['src/models/repositories/clinics/a.ts', "import '../scheduling/target.js';", 'contexts-meet-in-public'],
  ['src/api/clinics/a.ts', "import '../../usecases/payments/target.js';", 'contexts-meet-in-public'],
  ['src/api/clinics/b.ts', "import '../http/target.js'; import '../../usecases/payments/public.js';", null],
  ['src/api/http/a.ts', "import '../clinics/target.js';", 'contexts-meet-in-public'],
  ['src/activities/clinics.ts', "import '../usecases/payments/target.js';", 'contexts-meet-in-public'],
  [
    'src/activities/payments.ts',
    "import '../usecases/payments/target.js'; import '../usecases/payments/public.js';",
    null,
  ],

  ['src/usecases/a.ts', "import '../adapters/email/smtp.js';", 'usecases-imports'],
  ['src/usecases/b.ts', "import '../models/connection.js';", 'usecases-imports'],
  ['src/usecases/i.ts', "import '../models/unit-of-work.js';", 'usecases-imports'],
  ['src/usecases/c.ts', "import 'pg';", 'usecases-imports'],
  ['src/usecases/g.ts', "import type { Row } from 'sequelize';", 'usecases-imports'],
  ['src/usecases/h.ts', "import 'lru-cache';", null],
  ['src/usecases/d.ts', "import 'node:fs';", 'usecases-imports'],
  [
    'src/usecases/e.ts',
    "import '../adapters/email/port.js'; import '../models/scope.js'; import '../models/repositories/target.js'; import 'node:crypto';",
    null,
  ],

  ['src/activities/a.ts', "import '../models/repositories/target.js';", 'activities-imports'],
  ['src/activities/b.ts', "import '../workflows/visit/contract.js';", 'activities-know-contracts-by-type'],
  ['src/activities/c.ts', "import '@temporalio/activity'; import '../usecases/payments/public.js';", null],

  ['src/api/a.ts', "import '../models/repositories/target.js';", 'api-imports'],
  ['src/api/b.ts', "import '../adapters/email/smtp.js';", 'api-imports'],
  ['src/api/c.ts', "import type { T } from '../adapters/email/port.js';", 'api-imports'],
  ['src/api/e.ts', "import 'lru-cache';", 'api-imports'],
  [
    'src/api/d.ts',
    "import 'express'; import 'cookie'; import 'node:fs'; import '../usecases/payments/target.js';",
    null,
  ],

  ['src/realtime/a.ts', "import '../cli/target.js';", 'realtime-imports'],
  ['src/realtime/b.ts', "import '../models/repositories/target.js';", 'realtime-imports'],
  [
    'src/realtime/c.ts',
    "import 'socket.io'; import '@socket.io/postgres-adapter'; import 'node:http'; import '../usecases/payments/target.js';",
    null,
  ],

  ['src/usecases/f.ts', "import '../cli/target.js';", 'usecases-imports'],
  ['src/cli/a.ts', "import '../models/connection.js'; import '../adapters/email/smtp.js'; import 'pg';", null],
  ['src/cli/b.ts', "import '../../tools/launcher/target.js';", 'product-never-imports-its-tools'],
  ['src/cli/c.ts', "import 'tsx';", 'product-needs-no-development-package'],
  ['src/cli/d.ts', "import './nothing-here.js';", 'no-unresolvable'],
  ['src/cli/e.ts', "import './f.js';", 'no-cycles'],
  // A cycle is reported once, at its first file.
  ['src/cli/f.ts', "import './e.js';", null],
  ['src/attic/a.ts', "import '../domain/target.js';", 'every-room-has-its-rule'],
  ['src/cli/g.ts', "import '../../sandbox/target.js';", 'product-never-imports-its-tools'],
  ['sandbox/a.ts', "import '../src/domain/target.js';", 'sandbox-imports'],
  ['sandbox/b.ts', "import '../tools/launcher/target.js';", 'sandbox-imports'],
  ['sandbox/c.ts', "import 'pg';", 'sandbox-imports'],
  ['sandbox/paystack/d.ts', "import '../target.js'; import 'express'; import 'stripe'; import 'node:fs';", null],
  ['sandbox/e.test.ts', "import type { T } from '../src/domain/target.js';", 'tests-of-the-sandbox-imports'],
  ['client/src/a.ts', "import '../../src/domain/target.js';", 'client-imports'],
  ['client/d.ts', "import '../src/domain/target.js';", 'build-of-the-client-stays-apart'],
  ['client/src/b.ts', "import 'pg';", 'client-imports'],
  ['client/src/c.tsx', "import 'socket.io-client'; import '../../brand/target.js';", null],
  ['src/cli/h.ts', "import '../../client/target.js';", 'product-never-imports-its-tools'],
  ['tools/launcher/h.ts', "import '../../sandbox/target.js';", null],
  ['tools/simulate/a.ts', "import '../chaos/target.js';", 'tools-share-through-the-rig'],
  ['tools/simulate/b.ts', "import './a.js'; import '../rig/target.js'; import '../launcher/target.js';", null],
  ['tools/begin.mjs', "import 'pg';", 'launcher-needs-nothing-installed'],
  ['tools/launcher/g.ts', "import 'pg'; import '../../src/models/connection.js';", null],
];

const TARGETS = [
  'src/domain/target.ts',
  'src/config/target.ts',
  'src/cli/target.ts',
  'src/models/target.ts',
  'src/models/connection.ts',
  'src/models/scope.ts',
  'src/models/unit-of-work.ts',
  'src/models/repositories/target.ts',
  'src/usecases/payments/target.ts',
  'src/usecases/payments/public.ts',
  'src/usecases/appointments/public.ts',
  'src/domain/appointments/public.ts',
  'src/models/repositories/scheduling/public.ts',
  'src/usecases/idempotency/target.ts',
  'src/domain/payments/receipts/target.ts',
  'src/api/http/target.ts',
  'src/api/clinics/target.ts',
  'src/usecases/appointments/target.ts',
  'src/domain/appointments/target.ts',
  'src/models/repositories/scheduling/target.ts',
  'src/activities/target.ts',
  'src/adapters/email/port.ts',
  'src/adapters/email/smtp.ts',
  'src/workflows/visit/contract.ts',
  'src/workflows/visit/visit.ts',
  'sandbox/target.ts',
  'client/target.ts',
  'brand/target.ts',
  'tools/launcher/target.ts',
  'tools/chaos/target.ts',
  'tools/rig/target.ts',
];
const PACKAGES = [
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/workflow',
  'cookie',
  'express',
  'socket.io',
  'socket.io-client',
  '@socket.io/postgres-adapter',
  'lru-cache',
  'luxon',
  'nodemailer',
  'pg',
  'sequelize',
  'stripe',
  'zod',
];

let tree: string;
let broken: ReadonlyMap<string, readonly string[]>;

before(async () => {
  tree = mkdtempSync(join(tmpdir(), 'keepwell-imports-'));
  plantTree();
  broken = await rulesBroken();
});
after(() => rmSync(tree, { recursive: true, force: true }));

for (const [file, statement, rule] of CASES) {
  test(`${file}: ${rule ?? 'allowed'}: ${statement}`, () => {
    assert.deepEqual(broken.get(file) ?? [], rule === null ? [] : [rule]);
  });
}

test('every rule has a case', () => {
  const { forbidden = [] } = rules();
  const proved = new Set(CASES.map(([, , rule]) => rule));
  // One adapter stands for the others: their rules are made by the same function.
  const own = forbidden.map(({ name }) => name ?? '').filter((name) => !/^adapter-[\w-]+-imports$/.test(name));
  // wall-clock.ts itself can only be planted once, with what it may import.
  const unproved = own.filter((name) => name !== 'zones-imports' && !proved.has(name));
  assert.deepEqual(unproved, []);
});

function plantTree(): void {
  for (const path of TARGETS) plant(path, 'export type T = 1;');
  for (const [path, statement] of CASES) plant(path, `${statement}\n`);
  for (const name of [...PACKAGES, 'tsx']) {
    plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    plant(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0']));
  plant(
    'package.json',
    JSON.stringify({ name: 'tree', type: 'module', dependencies, devDependencies: { tsx: '1.0.0' } }),
  );
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function rules(): IFlattenedRuleSet {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');
  return { forbidden };
}

/** The names of the rules that each file breaks. */
async function rulesBroken(): Promise<ReadonlyMap<string, readonly string[]>> {
  const options = { baseDir: tree, validate: true, ruleSet: rules(), tsPreCompilationDeps: true };
  const { output } = await cruise(['src', 'sandbox', 'tools', 'client'], {
    ...options,
    doNotFollow: { path: 'node_modules' },
  });
  const found = new Map<string, string[]>();
  for (const { from, rule } of (output as ICruiseResult).summary.violations) {
    const names = found.get(from) ?? [];
    if (!names.includes(rule.name)) names.push(rule.name);
    found.set(from, names);
  }
  return found;
}
