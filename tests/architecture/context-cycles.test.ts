import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

/** Rooms whose folders are contexts. In `src/workflows` they are lifecycles, which follow the same rule. */
const ROOMS = ['domain', 'usecases', 'api', 'models/repositories', 'models/tables', 'workflows'];
/** What all contexts of a room share, and what only names all of them. */
const SHARED = ['api/http', 'api/generated', 'usecases/idempotency', 'usecases/long-steps', 'workflows/support'];

/** A file and what it imports, by their paths. */
type Import = readonly [from: string, to: string];

/** `usecases/payments/orders/a.ts` -> `usecases/payments`; null for a file of no context. */
function contextOf(path: string): string | null {
  const room = ROOMS.find((one) => path.startsWith(`src/${one}/`));
  if (!room) return null;
  const [folder, ...file] = path.slice(`src/${room}/`.length).split('/');
  const context = `${room}/${folder}`;
  return file.length === 0 || SHARED.includes(context) ? null : context;
}

/** Which contexts of its room a context imports, by whatever files. */
function graphOf(imports: readonly Import[]): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of imports) {
    const [importer, imported] = [contextOf(from), contextOf(to)];
    if (!importer || !imported || importer === imported || roomOf(importer) !== roomOf(imported)) continue;
    graph.set(importer, (graph.get(importer) ?? new Set<string>()).add(imported));
  }
  return graph;
}

function roomOf(context: string): string {
  return context.slice(0, context.lastIndexOf('/'));
}

/** Each context that imports itself by way of others, with the way. */
function cyclesOf(imports: readonly Import[]): readonly string[] {
  const graph = graphOf(imports);
  const wayBack = (start: string, way: readonly string[]): readonly string[] | null => {
    for (const next of graph.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return [...way, next];
      const found = way.includes(next) ? null : wayBack(start, [...way, next]);
      if (found) return found;
    }
    return null;
  };
  return [...graph.keys()].flatMap((start) => wayBack(start, [start])?.join(' → ') ?? []);
}

const BROKEN: readonly (readonly [imports: readonly Import[], cycle: RegExp])[] = [
  [
    [
      ['src/usecases/payments/a.ts', 'src/usecases/clinics/public.ts'],
      ['src/usecases/clinics/b.ts', 'src/usecases/payments/orders/c.ts'],
    ],
    /^usecases\/payments → usecases\/clinics → usecases\/payments$/,
  ],
  [
    [
      ['src/domain/clinics/a.ts', 'src/domain/appointments/public.ts'],
      ['src/domain/appointments/b.ts', 'src/domain/payments/public.ts'],
      ['src/domain/payments/receipts/c.ts', 'src/domain/clinics/public.ts'],
    ],
    /^domain\/clinics → domain\/appointments → domain\/payments → domain\/clinics$/,
  ],
];
const FINE: readonly (readonly Import[])[] = [
  // One way, by many files.
  [
    ['src/usecases/payments/a.ts', 'src/usecases/clinics/public.ts'],
    ['src/usecases/payments/b.ts', 'src/usecases/clinics/public.ts'],
    ['src/usecases/clinics/c.ts', 'src/usecases/identity/public.ts'],
  ],
  // Inside of one context, and with what all share.
  [
    ['src/usecases/payments/a.ts', 'src/usecases/payments/orders/b.ts'],
    ['src/usecases/payments/orders/b.ts', 'src/usecases/payments/a.ts'],
    ['src/usecases/idempotency/c.ts', 'src/usecases/payments/public.ts'],
    ['src/usecases/payments/d.ts', 'src/usecases/idempotency/c.ts'],
  ],
];

test('a cycle of contexts is reported, whatever files it goes through', () => {
  for (const [imports, cycle] of BROKEN) assert.match(cyclesOf(imports)[0] ?? '', cycle);
  for (const imports of FINE) assert.deepEqual(cyclesOf(imports), []);
});

test('in no room does a context import itself by way of others', async () => {
  const { options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');
  const { output } = await cruise(['src'], options);
  const imports = (output as ICruiseResult).modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }): Import => [source, resolved]),
  );
  assert.ok(graphOf(imports).size > 10, 'the contexts of the product are in the graph');
  assert.deepEqual(cyclesOf(imports), []);
});
