import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = fileURLToPath(new URL('./stripe/', import.meta.url));
const NAMES = readdirSync(`${here}fixtures`).map((file) => file.replace('.json', ''));
const read = (name: string): string => readFileSync(`${here}fixtures/${name}.json`, 'utf8');

/** What the compiler says of each text, taken as a value of the type that `fixtures.ts` gives the fixture of this name. */
function complaints(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const sources = new Map(
    [...texts].map(([key, json]) => {
      const constant = (key.split(' ')[0] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const type = `(typeof import('./fixtures.js'))['${constant}']`;
      return [`${here}${key.replace(' ', '-')}.checked.ts`, `export const value: ${type} = ${json.trim()};`];
    }),
  );
  const ours = (path: string): string | undefined => sources.get(path);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => ours(path) !== undefined || fileExists(path);
  host.readFile = (path) => ours(path) ?? readFile(path);
  host.getSourceFile = (path, version) => {
    const text = ours(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return new Map(
    [...texts.keys()].map((key, index) => {
      const file = program.getSourceFile([...sources.keys()][index] ?? '');
      return [
        key,
        program.getSemanticDiagnostics(file).map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' ')),
      ];
    }),
  );
}

let found: ReadonlyMap<string, readonly string[]>;
before(() => {
  const texts = new Map(NAMES.map((name) => [name, read(name)]));
  texts.set('charge misspelt', read('charge').replace('"disputed"', '"contested"'));
  texts.set('payment-intent wrong', read('payment-intent').replace('"livemode": false', '"livemode": "no"'));
  texts.set('refund incomplete', JSON.stringify({ object: 'refund' }));
  found = complaints(texts);
});

for (const name of NAMES) {
  test(`${name}.json is what Stripe's own types say`, () => assert.deepEqual(found.get(name), []));
}

test('a misspelt field, a value of no such kind and a missing field are found', () => {
  assert.match(String(found.get('charge misspelt')), /contested/);
  assert.match(String(found.get('payment-intent wrong')), /string.*not assignable.*false|boolean/);
  assert.match(String(found.get('refund incomplete')), /missing/);
});
