import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderPage } from '../../../src/adapters/templates/pages.js';
import { documentProblems, paragraphsOf } from '../../../src/domain/clinics/documents.js';

const CLINIC = { name: 'Bay & <b>Hill</b>', slug: 'bay-hill', timezone: 'Australia/Sydney' };
const DOCUMENT = {
  title: '<script>alert(1)</script>',
  version: '1"2',
  body: 'First <img src=x onerror=alert(1)>\nand second line.\n\n \n\nAnother & last.\n',
  effectiveFrom: new Date('2026-11-30T13:00:00Z'),
};

it('shows the words of a document as they were typed, and runs none of them', () => {
  const page = renderPage('legal', { clinic: CLINIC, document: DOCUMENT, others: ['terms'] });
  assert.doesNotMatch(page, /<script|<img src="?x|<b>Hill/);
  assert.ok(page.includes('First &lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;<br>and second line.</p>'), page);
  assert.ok(page.includes('<p dir="auto">Another &amp; last.</p>'), page);
  assert.equal(page.match(/<p dir="auto">/g)?.length, 2);
  assert.equal(page.match(/<h1/g)?.length, 1);
  // Midnight where the clinic is, not where the server is.
  assert.match(page, /in force since 1 December 2026/);
  assert.match(page, /href="\/legal\/bay-hill\/terms">Terms</);
  assert.doesNotMatch(page, /http-equiv="refresh"/);
});

it('leads to nothing that a clinic has not published, and says so in words where there is nothing', () => {
  const page = renderPage('legal', { clinic: CLINIC, document: DOCUMENT, others: [] });
  assert.doesNotMatch(page, /<nav|href="\/legal/);
  assert.match(renderPage('legal', null), /<h1>There is no such document<\/h1>/);
});

it('ends a paragraph at an empty line, also at one with blanks, and keeps the lines of each', () => {
  assert.deepEqual(paragraphsOf('\n\na\nb\n \t\n\n\nc\n'), [['a', 'b'], ['c']]);
  assert.deepEqual(paragraphsOf('one'), [['one']]);
  const before = performance.now();
  paragraphsOf(`${'\n '.repeat(30_000)}x`);
  assert.ok(performance.now() - before < 1_000, 'whatever the text is');
});

it('names what is wrong with a document', () => {
  const sound = { version: '1', title: 'Terms', body: 'Words' };
  assert.deepEqual(documentProblems(sound), []);
  const fields = (more: object) => documentProblems({ ...sound, ...more }).map(({ field }) => field);
  assert.deepEqual(fields({ version: '', title: 'a\nb', body: '\n' }), ['version', 'title', 'body']);
  assert.deepEqual(fields({ title: 'a\u2028b' }), ['title']);
});
