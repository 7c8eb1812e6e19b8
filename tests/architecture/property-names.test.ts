import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { nodesOf, parsed, placeOf, sourceFiles } from '../support/source-files.js';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/;

/** Where somebody else spells the members. Everywhere else they are in camelCase. */
const SPELLED_BY_OTHERS: readonly (readonly [files: RegExp, reason: string])[] = [
  [/^src\/api\/[a-z]+\/([a-z-]+-)?(requests|responses|presenter|examples)\.ts$/, 'the wire'],
  [/^src\/realtime\/(events|payloads|presenter|refusals)\.ts$/, 'the wire of sockets'],
  [/^src\/adapters\/payments\/(stripe|paystack|our-metadata)[a-z-]*\.ts$/, 'what a payment provider is sent and sends'],
  [/^src\/adapters\/tokens\/jwt\.ts$/, 'claims of a token, which clients read'],
  [/^src\/adapters\/transcripts\/json\.ts$/, 'a transcript for programs, in the words of the wire'],
  [/^src\/adapters\/openid\/google\.ts$/, 'parameters and claims of OpenID Connect'],
  [/^src\/models\/connection\.ts$/, 'settings of PostgreSQL, as its driver takes them'],
  [/^src\/observability\/logger\.ts$/, 'the line of a log, searched by the name that the answer gives the id'],
];

function isSpelledByOthers(path: string): boolean {
  return SPELLED_BY_OTHERS.some(([pattern]) => pattern.test(path));
}

/** Closed lists of values: arrays and tables that are constants, the codes that a context declares, and unions of literals. */
function closedLists(files: readonly ts.SourceFile[]): readonly ReadonlySet<string>[] {
  return files.flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      if (ts.isAsExpression(node) && ts.isArrayLiteralExpression(node.expression)) {
        return [valuesOf(node.expression.elements)];
      }
      if (ts.isArrayLiteralExpression(node) && node.elements.every(ts.isObjectLiteralExpression)) {
        return [valuesOf(node.elements.flatMap(codeOf))];
      }
      if (ts.isUnionTypeNode(node))
        return [valuesOf(node.types.filter(ts.isLiteralTypeNode).map((one) => one.literal))];
      if (ts.isVariableDeclaration(node) && /^[A-Z][A-Z_]+$/.test(node.name.getText()) && isTable(node.initializer)) {
        return [new Set(nodesOfTable(node.initializer).map(nameOf))];
      }
      return [];
    }),
  );
}

function codeOf(declared: ts.ObjectLiteralExpression): readonly ts.Node[] {
  return declared.properties.flatMap((one) =>
    ts.isPropertyAssignment(one) && nameOf(one) === 'code' ? [one.initializer] : [],
  );
}

function valuesOf(nodes: readonly ts.Node[]): ReadonlySet<string> {
  return new Set(nodes.filter(ts.isStringLiteral).map((one) => one.text));
}

type Table = ts.AsExpression | ts.SatisfiesExpression | ts.ObjectLiteralExpression;

function isTable(node: ts.Node | undefined): node is Table {
  if (node === undefined) return false;
  const inner = ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? node.expression : node;
  return ts.isObjectLiteralExpression(inner) || (inner !== node && isTable(inner));
}

function nodesOfTable(node: Table): readonly ts.ObjectLiteralElementLike[] {
  return ts.isObjectLiteralExpression(node) ? [...node.properties] : nodesOfTable(node.expression as Table);
}

function nameOf(node: { readonly name?: ts.Node }): string {
  const { name } = node;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}

/** The name of a member that this node declares, writes or reads. */
function memberName(node: ts.Node): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    return nameOf({ name: node.propertyName ?? node.name });
  }
  const isMember = ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElementLike(node);
  return isMember ? nameOf(node) : '';
}

/** Whether the member stands in a table that has a row for values of one closed list, and nothing else. */
function isRowOfTable(node: ts.Node, lists: readonly ReadonlySet<string>[]): boolean {
  if (!ts.isObjectLiteralExpression(node.parent)) return false;
  const rows = node.parent.properties.filter((one) => !ts.isSpreadAssignment(one)).map(nameOf);
  return lists.some((list) => rows.every((row) => list.has(row)));
}

function spellingProblems(file: ts.SourceFile, lists: readonly ReadonlySet<string>[]): readonly string[] {
  return [...nodesOf(file)]
    .filter((node) => SNAKE_CASE.test(memberName(node)) && !isRowOfTable(node, lists))
    .map((node) => `${placeOf(node)}: ${memberName(node)}`);
}

const CODES = parsed(
  'src/domain/codes.ts',
  `export const CODES = ['not_found', 'slot_taken'] as const;
   export const codes = { attention: [{ code: 'late', text: 'It is late.' }, { code: 'too_late', text: 'Too late.' }] } as const;`,
);
const BROKEN: readonly (readonly [text: string, member: string])[] = [
  ['interface Row {\n  readonly clinic_id: string;\n}', 'src/a.ts:2: clinic_id'],
  ['const row = { clinic_id: id };', 'src/a.ts:1: clinic_id'],
  ['const row = { clinic_id };', 'src/a.ts:1: clinic_id'],
  ['send(row.clinic_id);', 'src/a.ts:1: clinic_id'],
  ["send(row['clinic_id']);", 'src/a.ts:1: clinic_id'],
  ['const { clinic_id: clinicId } = row;', 'src/a.ts:1: clinic_id'],
  ['class Row {\n  declare readonly clinic_id: string;\n}', 'src/a.ts:2: clinic_id'],
  ['const row = { not_found: 404, clinicId: 1 };', 'src/a.ts:1: not_found'],
];
const FINE = [
  'const raised = { late: true, too_late: false };',
  "query('select clinic_id from clinics');",
  'const STATUS = { not_found: 404, slot_taken: 400 };',
  "const code = 'not_found';",
  'const { clinicId } = row;',
];

test('a member in snake_case is reported, and a row of a table by code is not', () => {
  const lists = closedLists([CODES]);
  for (const [text, member] of BROKEN) {
    assert.deepEqual(spellingProblems(parsed('src/a.ts', text), lists), [member], text);
  }
  for (const text of FINE) assert.deepEqual(spellingProblems(parsed('src/a.ts', text), lists), [], text);
});

test('members are in camelCase, but where somebody else spells them', () => {
  const ours = sourceFiles().filter(({ fileName }) => !isSpelledByOthers(fileName));
  const lists = closedLists(ours);
  assert.deepEqual(
    ours.flatMap((file) => spellingProblems(file, lists)),
    [],
  );
});

test('each exception is needed', () => {
  const files = sourceFiles();
  const lists = closedLists(files.filter(({ fileName }) => !isSpelledByOthers(fileName)));
  for (const [pattern, reason] of SPELLED_BY_OTHERS) {
    const excepted = files.filter((file) => pattern.test(file.fileName));
    assert.ok(
      excepted.some((file) => spellingProblems(file, lists).length > 0),
      `nothing of ${reason} is in snake_case any more`,
    );
  }
});
