import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { nodesOf, parsed, placeOf, sourceFiles } from '../support/source-files.js';

const MOST_PARAMETERS = 4;

/** What a reader cannot tell apart at the call, and casts that take a type away from the compiler. */
function shapeProblems(file: ts.SourceFile): readonly string[] {
  return [...nodesOf(file)].flatMap((node) => {
    if (isFunction(node) && node.parameters.length > MOST_PARAMETERS && !isRoute(node)) {
      return [`${placeOf(node)}: ${node.parameters.length} parameters: more than ${MOST_PARAMETERS} are one object`];
    }
    if (ts.isAsExpression(node) && isEraser(node.type)) {
      return [`${placeOf(node)}: as ${node.type.getText()} hides what the value is`];
    }
    return [];
  });
}

function isFunction(node: ts.Node): node is ts.SignatureDeclaration {
  return ts.isFunctionLike(node);
}

/** A method of a controller is called by tsoa alone, which finds each parameter by its decorator. */
function isRoute(node: ts.SignatureDeclaration): boolean {
  return node.parameters.every((parameter) => ts.getDecorators(parameter)?.length);
}

function isEraser(type: ts.TypeNode): boolean {
  return type.kind === ts.SyntaxKind.NeverKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
}

const BROKEN: readonly (readonly [text: string, expected: RegExp])[] = [
  ['function book(a: A, b: B, c: C, d: D, e: E) {}', /^src\/a\.ts:1: 5 parameters/],
  ['class A {\n  private send(a: A, b: B, c: C, d: D, e: E, f: F) {}\n}', /^src\/a\.ts:2: 6 parameters/],
  ['const f = (a: A, b: B, c: C, d: D, e: E) => a;', /5 parameters/],
  ['interface Port {\n  send(a: A, b: B, c: C, d: D, e: E): void;\n}', /5 parameters/],
  ['const row = found as unknown as Row;', /as unknown hides/],
  ['run(handler as never);', /as never hides/],
];
const FINE = [
  'function book(a: A, b: B, c: C, d: D) {}',
  'class A {\n  list(@Request() a: A, @Query() b: B, @Query() c: C, @Query() d: D, @Query() e: E) {}\n}',
  'const row = found as Row;',
];

test('a function of five parameters and a cast that hides a type are reported', () => {
  for (const [text, expected] of BROKEN) {
    const [problem, ...others] = shapeProblems(parsed('src/a.ts', text));
    assert.match(problem ?? '', expected, text);
    assert.deepEqual(others, []);
  }
  for (const text of FINE) assert.deepEqual(shapeProblems(parsed('src/a.ts', text)), [], text);
});

test('functions take at most four parameters, and nothing is cast to unknown or never', () => {
  assert.deepEqual(sourceFiles().flatMap(shapeProblems), []);
});
