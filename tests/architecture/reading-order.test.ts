import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

/** Of the files in the table, without comments and blank lines: what a newcomer reads in one sitting. */
const MAX_LINES = 900;

const doc = readFileSync('docs/README.md', 'utf8');
const reading = doc.slice(doc.indexOf('## Reading the code'), doc.indexOf('## Four walks'));

/** The files of the table, in its order; `.../` stands for the folder of `src/workflows/appointment`. */
const files = [...reading.matchAll(/^\| \d+ \| `([^`]+)` \|/gm)].map(([, path = '']) =>
  path.replace(/^\.\.\.\//, 'src/workflows/appointment/'),
);

/** Lines on which there is code. */
function codeLines(path: string): number {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    if (children.length === 0 && node.kind !== ts.SyntaxKind.EndOfFileToken) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first; line <= last; line += 1) lines.add(line);
    }
    for (const child of children) visit(child);
  };
  visit(source);
  return lines.size;
}

/** The files of one walk, in its order. */
function walk(title: string): readonly string[] {
  const [, after = ''] = doc.split(`**${title}**`);
  const [table = ''] = after.split(/\n\*\*|\n## /);
  return [...table.matchAll(/^\| \d+ \| `([^`]+)` \|/gm)].map(([, path = '']) => path);
}

describe('the reading order in docs/README.md', () => {
  it('names files that there are', () => {
    assert.ok(files.length >= 10, files.join(', '));
    for (const path of files) assert.ok(existsSync(path), path);
  });

  it('names no file or folder that is not there, anywhere on the page', () => {
    const named = [...doc.matchAll(/`((?:src|sandbox|tools|tests)\/[^`<…*]+)`/g)].map(([, path = '']) => path);
    assert.ok(named.length >= 50, named.join(', '));
    assert.deepEqual(
      named.filter((path) => !existsSync(path)),
      [],
    );
  });

  it('tells four walks; a booking passes at most 18 files', () => {
    const titles = ['A booking', 'A webhook of a payment', 'A cancel with a refund', 'A reminder'];
    for (const title of titles) assert.ok(walk(title).length >= 10, title);
    assert.ok(walk('A booking').length <= 18);
  });

  it('names every file of the appointment, in the table or beside it', () => {
    for (const path of readdirSync('src/workflows/appointment', { recursive: true, encoding: 'utf8' })) {
      if (path.endsWith('.ts')) assert.ok(reading.includes(`${basename(path)}\``), path);
    }
  });

  it('takes one sitting: the story from the statuses to its activities', (t) => {
    const story = files.filter((path) => dirname(path) !== 'src/api/appointments');
    const lines = story.reduce((sum, path) => sum + codeLines(path), 0);
    t.diagnostic(`${lines} lines`);
    assert.ok(lines <= MAX_LINES, `${lines} lines, at most ${MAX_LINES}`);
  });
});
