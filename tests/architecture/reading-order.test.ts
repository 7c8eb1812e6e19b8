import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

/** Of the files in the table, without comments and blank lines: what a newcomer reads in one sitting. */
const MAX_LINES = 900;

const doc = readFileSync('docs/README.md', 'utf8');
const reading = doc.slice(doc.indexOf('## Reading the code'), doc.indexOf('## Rooms'));

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

describe('the reading order in docs/README.md', () => {
  it('names files that there are', () => {
    assert.ok(files.length >= 10, files.join(', '));
    for (const path of files) assert.ok(existsSync(path), path);
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
