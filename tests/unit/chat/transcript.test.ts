import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTranscriptPrinter } from '../../../src/adapters/pdf/transcript-pdf.js';
import { transcriptJson } from '../../../src/adapters/transcripts/json.js';
import type { Transcript, TranscriptMessage } from '../../../src/domain/chat/transcript.js';
import { mayReadTranscript } from '../../../src/domain/chat/transcript.js';
import { readPdf } from '../../support/pdf-text.js';
import { transcriptOf } from '../../support/transcripts.js';

const printer = createTranscriptPrinter();
const calmly = async () => undefined;
const print = (transcript: Transcript) => printer.print(transcript, calmly);
const linesOf = async (transcript: Transcript) => readPdf(await print(transcript)).lines;
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
const said = (message: string): Partial<TranscriptMessage> => ({
  versions: [{ message, changedAt: new Date('2026-12-01T09:02:00Z') }],
});

describe('a transcript', () => {
  it('is the same bytes every time', async () => {
    const [one, again] = [await print(transcriptOf()), await createTranscriptPrinter().print(transcriptOf(), calmly)];
    assert.ok(one.equals(again));
    assert.deepEqual(transcriptJson.write(transcriptOf()), transcriptJson.write(transcriptOf()));
  });

  it('says who said what when, on the clinic’s clock', async () => {
    const lines = await linesOf(transcriptOf());
    for (const line of [
      'Harbour Clinic',
      'Chat transcript',
      'Zoë Łukasiewicz (patient), from 28 November 2026, 14:00:00',
      'Ana Gómez (interpreter), invited, never came',
      'Zoë Łukasiewicz (patient)',
      '1 · 1 December 2026, 20:02:00',
      'Read by Dr Wu Ming, 1 December 2026, 20:03:00',
      'File: knee.jpg (image/jpeg, 48213 bytes)',
      '2 · 1 December 2026, 20:04:00 · in reply to 1',
      'Deleted.',
      'Deleted 1 December 2026, 20:05:00. Before, it said:',
      'Take two',
      'Notice',
    ]) {
      assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`);
    }
  });

  it('prints every script that there are fonts for, and what nothing prints by its code', async () => {
    const text = 'Ωμέγα 漢字 김철수 नमस्ते ✅ 👍🏽 \u{1F9FF}';
    const lines = await linesOf(transcriptOf(said(text)));
    const shown = lines.join('\n');
    for (const part of ['Ωμέγα', '漢字', '김철수', 'नमस्ते']) assert.ok(shown.includes(part), part);
    assert.match(shown, /\[U\+1F44D\]\[U\+1F3FD\]/);
    assert.match(shown, /\[U\+1F9FF\]/);
    assert.equal(readPdf(await print(transcriptOf(said(text)))).unknown, 0);
    const json = JSON.parse(Buffer.from(transcriptJson.write(transcriptOf(said(text)))).toString());
    assert.equal(json.messages[0].message, text);
  });

  it('goes on over pages, whatever was typed', async () => {
    for (const [text, least] of [
      ['漢'.repeat(4000), 2],
      [`${'\n'.repeat(3999)}x`, 2],
      ['a\u0301'.repeat(2000), 1],
      ['\ud800 \t tab \u202e turned', 1],
      ['اسم '.repeat(1000), 1],
    ] as const) {
      assert.ok(pages(await print(transcriptOf(said(text)))) >= least);
    }
  });

  it('lets others happen after each message', async () => {
    let breaths = 0;
    await printer.print(transcriptOf(), async () => {
      breaths += 1;
    });
    assert.equal(breaths, transcriptOf().messages.length);
  });

  it('is for doctor and patient, and for whoever has broken the glass', () => {
    for (const role of ['doctor', 'patient'] as const) assert.equal(mayReadTranscript(role, false), true);
    for (const role of ['nurse', 'interpreter', 'support_person', null] as const) {
      assert.deepEqual([mayReadTranscript(role, false), mayReadTranscript(role, true)], [false, true]);
    }
  });
});
