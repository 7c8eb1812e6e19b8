import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A made-up context: what a new one brings along, in each room. */
const LAUNDRY: Readonly<Record<string, string>> = {
  'src/domain/laundry/codes.ts': `
    export const codes = {
      errors: ['laundry_lost'],
      auditActions: ['laundry.washed'],
      attention: [{ code: 'laundry_late', text: 'The laundry is late. Call the laundry.', helps: ['resolveAttention'] }],
      permissions: {
        'laundry:wash': {
          does: 'Wash.',
          reach: {
            admin: null, doctor: null, patient: null, receptionist: null, nurse: 'clinic', accountant: null, platform_admin: null,
          },
        },
      },
      fields: {},
    } as const;`,
  'src/models/repositories/laundry/slice.ts': `
    import type { Binding, ScopeOf } from '../../scope.js';
    class LaundryRepository {
      constructor(readonly db: Binding['db']) {}
      async count(): Promise<number> {
        return 1;
      }
    }
    export const laundryRepositories = { laundry: ({ db }: Binding) => new LaundryRepository(db) };
    export type LaundryScope = ScopeOf<typeof laundryRepositories>;
    declare module '../../scope.js' {
      interface WholeScope extends LaundryScope {}
    }`,
  'src/usecases/laundry/wash.ts': `
    import type { UserActor } from '../../domain/actor.js';
    import { DomainError } from '../../domain/errors.js';
    import type { LaundryScope } from '../../models/repositories/laundry/slice.js';
    import type { UnitOfWork } from '../../models/scope.js';
    export function wash(deps: { readonly unitOfWork: UnitOfWork<LaundryScope>; readonly now: () => Date }) {
      return (actor: UserActor) =>
        deps.unitOfWork.withScope(actor, async (scope) => {
          const action = 'laundry.washed';
          await scope.audit.record({ action, entity: 'user', entityId: actor.userId, clinicId: null }, deps.now());
          if ((await scope.laundry.count()) === 0) throw new DomainError('laundry_lost', 'The laundry is lost.');
        });
    }`,
  'src/api/laundry/services.ts': `
    import type { wash } from '../../usecases/laundry/wash.js';
    declare module '../http/services.js' {
      interface Services {
        readonly laundry: LaundryServices;
      }
    }
    export interface LaundryServices {
      readonly wash: ReturnType<typeof wash>;
    }`,
  'src/api/laundry/controller.ts': `
    import type { LaundryServices } from './services.js';
    export class LaundryController {
      static readonly needs = 'laundry';
      constructor(readonly services: LaundryServices) {}
    }`,
  'src/composition/laundry.ts': `
    import { laundryRepositories } from '../models/repositories/laundry/slice.js';
    import { wash } from '../usecases/laundry/wash.js';
    import type { Core } from './core.js';
    import type { Manifest } from './manifest.js';
    export const laundry = {
      repositories: laundryRepositories,
      services: (core: Core) => ({ laundry: { wash: wash(core) } }),
    } satisfies Manifest;`,
};

/** The lists that name every context: of the manifests, and of their codes. */
const REGISTRATIONS: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>> = {
  'src/composition/contexts.ts': [
    [
      "import { identity } from './identity.js';",
      "import { identity } from './identity.js';\nimport { laundry } from './laundry.js';",
    ],
    ['  operations,\n]', '  operations,\n  laundry,\n]'],
  ],
  'src/domain/contexts.ts': [
    [
      'import { codes as messaging }',
      "import { codes as laundry } from './laundry/codes.js';\nimport { codes as messaging }",
    ],
    ['  operations,\n]', '  operations,\n  laundry,\n]'],
  ],
};

let tree: string;
before(() => {
  tree = mkdtempSync(join(tmpdir(), 'keepwell-context-'));
  for (const path of ['src', 'tsconfig.json', 'package.json'])
    cpSync(join(root, path), join(tree, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
});
after(() => rmSync(tree, { recursive: true, force: true }));

/** What the compiler finds wrong in the product with these files in it, by file. */
async function problemsWith(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, readonly string[]>> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const compiler = join(tree, 'node_modules/typescript-native/bin/tsc');
  const compiled = promisify(execFile)(process.execPath, [compiler, '-p', tree, '--noEmit', '--pretty', 'false'], {
    cwd: tree,
  });
  const { stdout } = await compiled.catch((error: { readonly stdout: string }) => error);
  const problems = new Map<string, string[]>();
  for (const [, path = '', message = ''] of stdout.matchAll(/^(\S+)\(\d+,\d+\): error (.*)$/gm)) {
    problems.set(path, [...(problems.get(path) ?? []), message]);
  }
  return problems;
}

/** The registrations of these files; the others are as they are. */
function registered(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(REGISTRATIONS).map(([path, changes]) => {
      const text = readFileSync(join(root, path), 'utf8');
      const changed = changes.reduce((now, [before, after]) => now.replace(before, after), text);
      assert.notEqual(changed, text, `${path} is as this test expects it`);
      return [path, paths.includes(path) ? changed : text];
    }),
  );
}

const MAPPINGS = [
  'src/api/http/examples.ts',
  'src/api/http/presenter.ts',
  'src/api/http/problem.ts',
  'src/domain/failure-kinds.ts',
  'src/realtime/refusals.ts',
];

test('a new context is registered once, and its error codes do not compile until HTTP, sockets and workflows map them', async () => {
  const problems = await problemsWith({ ...LAUNDRY, ...registered(Object.keys(REGISTRATIONS)) });
  assert.deepEqual([...problems.keys()].sort(), MAPPINGS, JSON.stringify([...problems]));
  for (const [path, messages] of problems) assert.match(messages.join('\n'), /'laundry_lost' is missing/, path);
});

test('a context whose manifest is not registered does not compile', async () => {
  const problems = await problemsWith({ ...LAUNDRY, ...registered(['src/domain/contexts.ts']) });
  const composed = [...problems.keys()].filter((path) => !MAPPINGS.includes(path)).sort();
  assert.deepEqual(composed, ['src/composition/api.ts', 'src/composition/compose.ts'], JSON.stringify([...problems]));
});

test('a permission that leaves out a role does not compile', async () => {
  const codes = 'src/domain/laundry/codes.ts';
  const silent = { [codes]: (LAUNDRY[codes] ?? '').replace("nurse: 'clinic', ", '') };
  const problems = await problemsWith({ ...LAUNDRY, ...silent, ...registered(Object.keys(REGISTRATIONS)) });
  const found = [...problems.keys()].filter((path) => !MAPPINGS.includes(path));
  assert.deepEqual(found, ['src/domain/contexts.ts'], JSON.stringify([...problems]));
});
