import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { DocumentOrder, MadeDocument } from '../../../src/adapters/document-maker/port.js';
import { ThreadedMaker } from '../../../src/adapters/document-maker/threaded-maker.js';
import { contentSigner, contentVerifier } from '../../../src/adapters/signing/jws.js';
import { canonicalContent } from '../../../src/domain/prescriptions/content.js';
import { aContent } from '../../support/prescriptions/a-content.js';
import { aSchedule8Content } from '../../support/prescriptions/a-schedule-8-content.js';
import { embeddedFiles } from '../../support/prescriptions/embedded-files.js';
import { signatureProblems } from '../../support/prescriptions/pdf-signature.js';
import { VERIFY_URL } from '../../support/prescriptions/printed.js';
import { type KeyForTest, signingKeys } from '../../support/prescriptions/signing.js';

/** A thread that ends at some orders, hangs at others, and answers the rest. */
const UNRELIABLE = new URL('../../fixtures/unreliable-thread.mjs', import.meta.url).href;

async function orderOf(key: KeyForTest, content = aContent()): Promise<DocumentOrder> {
  const jws = await contentSigner.sign(canonicalContent(content), key);
  return {
    print: { content, form: 'patient_copy', verifyUrl: VERIFY_URL, jws },
    signature: { key, signedAt: new Date() },
  };
}

describe('a document of the maker', () => {
  const maker = new ThreadedMaker({ timestampUrl: null, threads: 1 });
  const content = aSchedule8Content();
  let doctor: KeyForTest;
  let made: MadeDocument;
  const problems = (pdf: Buffer) => signatureProblems(pdf, doctor.certificate.chain);

  before(async () => {
    ({ doctor } = await signingKeys());
    made = await maker.make(await orderOf(doctor, content));
  });
  after(() => maker.close());

  it('is signed as a whole, with the certificate of the doctor and of the authority', async () => {
    assert.deepEqual(await problems(made.bytes), []);
    const other = await signingKeys();
    assert.deepEqual(await signatureProblems(made.bytes, other.doctor.certificate.chain), [
      'certificates',
      'signing certificate',
    ]);
  });

  it('comes with the SHA-256 of its bytes', () => {
    assert.equal(made.sha256, createHash('sha256').update(made.bytes).digest('hex'));
  });

  it('carries what was signed, and the signature over it still verifies', async () => {
    const files = embeddedFiles(made.bytes);
    const signed = {
      content: files.get('prescription.json')?.toString('utf8') ?? '',
      jws: files.get('prescription.json.jws')?.toString('utf8') ?? '',
    };
    assert.equal(signed.content, canonicalContent(content));
    const { certificate } = doctor;
    assert.equal(await contentVerifier().verify({ ...signed, certificate, signedAt: new Date() }), true);
  });

  it('is not found genuine once any byte of it is changed: 200 of them, each alone', async () => {
    const step = made.bytes.length / 200;
    for (let change = 0; change < 200; change += 1) {
      const at = Math.floor(change * step + (change % 7));
      const changed = Buffer.from(made.bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      assert.notDeepEqual(await problems(changed), [], `byte ${at} of ${changed.length}`);
    }
  });

  it('is not found genuine once anything is appended, or cut off', async () => {
    for (const more of ['\n', ' ', '%%EOF\n', '1 0 obj\n<<>>\nendobj\n']) {
      assert.deepEqual(await problems(Buffer.concat([made.bytes, Buffer.from(more)])), ['not all of the document']);
    }
    assert.notDeepEqual(await problems(made.bytes.subarray(0, -1)), []);
  });

  it('is not signed when it is for paper', async () => {
    const order = await orderOf(doctor, content);
    const paper = await maker.make({ print: { ...order.print, form: 'original' }, signature: null });
    assert.deepEqual(await problems(paper.bytes), ['byte range']);
    const again = await maker.make({ print: { ...order.print, form: 'original' }, signature: null });
    assert.equal(again.sha256, paper.sha256);
  });

  it('is refused for a text that no font has, as the printer refuses it', async () => {
    const patient = { ...aContent().patient, name: '\u{13080}' };
    await assert.rejects(maker.make(await orderOf(doctor, aContent({ patient }))), {
      name: 'DomainError',
      code: 'validation_failed',
      message: /Latin letters/,
    });
  });

  it('is not made with a key of another certificate, and the thread goes on', async () => {
    const other = await signingKeys();
    const order = await orderOf(doctor);
    const mixed = { ...doctor, pkcs8: other.doctor.pkcs8 };
    await assert.rejects(
      maker.make({ ...order, signature: { key: mixed, signedAt: new Date() } }),
      /of its certificate/,
    );
    assert.deepEqual(await problems((await maker.make(order)).bytes), []);
  });

  it('asks for time stamps at the address of the settings, and follows it nowhere', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
      response.writeHead(307, { Location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const stamping = new ThreadedMaker({ timestampUrl: `http://127.0.0.1:${port}/stamp`, threads: 1 });
    await assert.rejects(stamping.make(await orderOf(doctor)));
    await stamping.close();
    server.close();
    assert.deepEqual([...new Set(asked)], ['POST /stamp application/timestamp-query']);
  });

  it('fails while the server of time stamps is out of reach, and may be tried again', async () => {
    const stamping = new ThreadedMaker({ timestampUrl: 'http://127.0.0.1:1/stamp', threads: 1 });
    const refusal = await stamping.make(await orderOf(doctor)).catch((error: unknown) => error);
    await stamping.close();
    assert.ok(refusal instanceof Error && refusal.name === 'Error', String(refusal));
  });
});

describe('the threads of the maker', () => {
  let doctor: KeyForTest;
  before(async () => {
    ({ doctor } = await signingKeys());
  });
  const order = async (name: string) => orderOf(doctor, aContent({ patient: { ...aContent().patient, name } }));
  const outcome = (made: Promise<MadeDocument>) =>
    made.then(
      ({ bytes }) => bytes.toString(),
      (error: Error) => error.message,
    );

  it('fail the one order that a thread ends at, and make all others', async () => {
    const maker = new ThreadedMaker({ timestampUrl: null, threads: 2, module: UNRELIABLE });
    const names = ['one', 'exit', 'two', 'throw', 'three', 'memory', 'four'];
    const made = await Promise.all(names.map(async (name) => outcome(maker.make(await order(name)))));
    await maker.close();
    const ended = (code: string) => `the thread that made the document has ended (${code})`;
    assert.deepEqual(made, [
      'made one',
      ended('no reason given'),
      'made two',
      ended('THROWN'),
      'made three',
      ended('ERR_WORKER_OUT_OF_MEMORY'),
      'made four',
    ]);
  });

  it('are ended when one takes too long, and the next order gets another', async () => {
    const maker = new ThreadedMaker({ timestampUrl: null, threads: 1, module: UNRELIABLE, limitMs: 500 });
    const made = await Promise.all(['one', 'hang', 'next'].map(async (name) => outcome(maker.make(await order(name)))));
    await maker.close();
    const ended = 'the thread that made the document has ended (no reason given)';
    assert.deepEqual(made, ['made one', ended, 'made next']);
  });

  it('are never more than they may be', async () => {
    const maker = new ThreadedMaker({ timestampUrl: null, threads: 2, module: UNRELIABLE });
    const answers = await Promise.all(
      Array.from({ length: 12 }, async () => outcome(maker.make(await order('thread')))),
    );
    await maker.close();
    assert.ok(new Set(answers).size <= 2, answers.join());
  });

  it('end with the maker, and fail what still waits', async () => {
    const maker = new ThreadedMaker({ timestampUrl: null, threads: 1, module: UNRELIABLE });
    const [running, waiting] = await Promise.all([order('hang'), order('one')]);
    const outcomes = Promise.all([outcome(maker.make(running)), outcome(maker.make(waiting))]);
    await maker.close();
    const [ended, refused] = await outcomes;
    assert.match(ended, /has ended/);
    assert.match(refused, /not made any more/);
    await assert.rejects(maker.make(waiting), /not made any more/);
  });
});
