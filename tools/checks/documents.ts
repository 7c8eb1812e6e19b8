// Has prescriptions looked at by programs that are not ours: `node --import tsx tools/checks/documents.ts`. It needs pdfsig, pdftoppm
// and pdfdetach (poppler-utils), zbarimg (zbar-tools), openssl, java (17 or later) and mvn, which fetches veraPDF once into the user's cache.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { contentSigner } from '../../src/adapters/signing/jws.js';
import { documentMaker } from '../../src/composition/signing.js';
import { canonicalContent } from '../../src/domain/prescriptions/content.js';
import { aContent } from '../../tests/support/prescriptions/a-content.js';
import { aSchedule8Content } from '../../tests/support/prescriptions/a-schedule-8-content.js';
import { hasTimeStamp, signatureProblems } from '../../tests/support/prescriptions/pdf-signature.js';
import { signingKeys } from '../../tests/support/prescriptions/signing.js';

const CHANGES = 200;
const VERAPDF = '1.28.1';
const folder = mkdtempSync(join(tmpdir(), 'keepwell-documents-'));
const at = (name: string) => join(folder, name);
const url = ({ number }: { readonly number: string }) => `https://clinic.example/verify/${number}?code=7K3MQ9XV2D`;

/** What a program says, on both of its outputs; it is trusted to be there. */
function run(program: string, ...args: readonly string[]): { readonly said: string; readonly status: number | null } {
  const { error, stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', cwd: folder });
  if (error) throw new Error(`${program} cannot be run: install it first (the head of this file says where it is).`);
  return { said: `${stdout}\n${stderr}`, status };
}

async function makeDocuments(): Promise<void> {
  const { authority, doctor } = await signingKeys();
  const maker = documentMaker({ SIGNING_TIMESTAMP_URL: undefined });
  writeFileSync(at('ca.pem'), authority.certificate.chain);
  for (const [name, content] of [
    ['plain', aContent()],
    ['schedule-8', aSchedule8Content()],
  ] as const) {
    const jws = await contentSigner.sign(canonicalContent(content), doctor);
    const print = { content, form: 'patient_copy', verifyUrl: url(content), jws } as const;
    const made = await maker.make({ print, signature: { key: doctor, signedAt: new Date() } });
    writeFileSync(at(`${name}.pdf`), made.bytes);
    const paper = await maker.make({ print: { ...print, form: 'original' }, signature: null });
    writeFileSync(at(`${name}-paper.pdf`), paper.bytes);
  }
  await maker.close();
}

/** A server of time stamps (RFC 3161) on this machine, which is openssl. */
async function withTimeStamps<T>(use: (address: string) => Promise<T>): Promise<T> {
  const purpose = ['-addext', 'extendedKeyUsage=critical,timeStamping'];
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key'];
  run('openssl', 'req', '-x509', ...key, '-subj', '/CN=Time stamps of the check', ...purpose, '-out', 'tsa.pem');
  const settings =
    'serial=serial\ndefault_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\ness_cert_id_alg=sha256\n';
  writeFileSync(at('tsa.cnf'), `[tsa]\ndefault_tsa=stamps\n[stamps]\n${settings}`);
  writeFileSync(at('serial'), '01\n');
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    writeFileSync(at('query.tsq'), await buffer(request));
    const files = ['-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-signer', 'tsa.pem', '-inkey', 'tsa.key'];
    run('openssl', 'ts', '-reply', ...files, '-out', 'reply.tsr');
    response.setHeader('Content-Type', 'application/timestamp-reply').end(readFileSync(at('reply.tsr')));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return use(`http://127.0.0.1:${port}/`).finally(() => server.close());
}

async function checkTimeStamp(): Promise<void> {
  const { doctor, authority } = await signingKeys();
  const content = aContent();
  const jws = await contentSigner.sign(canonicalContent(content), doctor);
  const print = { content, form: 'patient_copy', verifyUrl: url(content), jws } as const;
  const made = await withTimeStamps(async (address) => {
    const maker = documentMaker({ SIGNING_TIMESTAMP_URL: address });
    return maker.make({ print, signature: { key: doctor, signedAt: new Date() } }).finally(() => maker.close());
  });
  assert.ok(hasTimeStamp(made.bytes));
  assert.deepEqual(await signatureProblems(made.bytes, doctor.certificate.chain), []);
  writeFileSync(at('stamped.pdf'), made.bytes);
  writeFileSync(at('ca.pem'), authority.certificate.chain);
  assert.ok(isGenuine('stamped.pdf'));
}

/** For pdfsig, which looks at what is signed; and for openssl, which looks at the certificate as well. */
function isGenuine(file: string): boolean {
  const { said } = run('pdfsig', '-nocert', file);
  return said.includes('Signature is Valid') && said.includes('Total document signed') && isVerified(file);
}

function checkSignature(): void {
  assert.ok(isGenuine('plain.pdf') && isGenuine('schedule-8.pdf'));
}

function checkChanges(): void {
  const bytes = readFileSync(at('plain.pdf'));
  const passed: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const place = Math.floor((change * bytes.length) / CHANGES + (change % 7));
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed[place] ?? 0) ^ 1, place);
    writeFileSync(at('changed.pdf'), changed);
    if (isGenuine('changed.pdf')) passed.push(place);
  }
  assert.deepEqual(passed, [], 'these changed bytes were found genuine');
  writeFileSync(at('appended.pdf'), Buffer.concat([bytes, Buffer.from('1 0 obj\n<<>>\nendobj\n')]));
  assert.ok(!isGenuine('appended.pdf'), 'appended bytes');
}

/** Whether `openssl cms -verify` says so, against the authority; by itself it expects signed mail. */
function isVerified(file: string, ...purpose: readonly string[]): boolean {
  const bytes = readFileSync(at(file));
  const [, first, from] = /\/ByteRange \[0 (\d+)\s+(\d+)/.exec(bytes.toString('latin1')) ?? [];
  const [end, again] = [Number(first), Number(from)];
  writeFileSync(at('signed.bin'), Buffer.concat([bytes.subarray(0, end), bytes.subarray(again)]));
  writeFileSync(at('signature.der'), Buffer.from(bytes.toString('latin1', end + 1, again - 1), 'hex'));
  const files = ['-in', 'signature.der', '-content', 'signed.bin', '-out', 'out.bin', '-CAfile', 'ca.pem'];
  const { said, status } = run('openssl', 'cms', '-verify', '-binary', '-inform', 'DER', ...files, ...purpose);
  return status === 0 && said.includes('successful');
}

function checkByOpenssl(): void {
  assert.ok(isVerified('plain.pdf') && isVerified('schedule-8.pdf', '-purpose', 'any'));
}

function checkFiles(): void {
  run('pdfdetach', '-saveall', '-o', folder, 'plain.pdf');
  const content = readFileSync(at('prescription.json'));
  assert.equal(content.toString('utf8'), canonicalContent(aContent()));
  const [header = '', payload, signature = ''] = readFileSync(at('prescription.json.jws'), 'latin1').split('.');
  assert.equal(payload, '');
  const { alg, x5c } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  assert.equal(alg, 'ES256');
  const [own, issuer] = x5c.map((der: string) => new X509Certificate(Buffer.from(der, 'base64')));
  assert.ok(own.verify(issuer.publicKey) && new X509Certificate(readFileSync(at('ca.pem'))).raw.equals(issuer.raw));
  const key = {
    key: createPublicKey(own.publicKey.export({ format: 'pem', type: 'spki' })),
    dsaEncoding: 'ieee-p1363',
  } as const;
  const signed = Buffer.from(`${header}.${content.toString('base64url')}`);
  assert.ok(verify('sha256', signed, key, Buffer.from(signature, 'base64url')), 'the JWS');
}

function checkCode(): void {
  for (const [name, content] of [
    ['plain', aContent()],
    ['schedule-8-paper', aSchedule8Content()],
  ] as const) {
    run('pdftoppm', '-r', '150', '-png', '-singlefile', `${name}.pdf`, name);
    const [read] = run('zbarimg', '--quiet', '--raw', `${name}.png`).said.split('\n');
    assert.equal(read, url(content));
  }
}

function checkArchive(): void {
  const library = join(homedir(), '.cache', 'keepwell', `verapdf-${VERAPDF}`);
  if (!existsSync(join(library, 'lib'))) {
    mkdirSync(library, { recursive: true });
    const artifact = `<dependency><groupId>org.verapdf</groupId><artifactId>validation-model</artifactId><version>${VERAPDF}</version></dependency>`;
    const own =
      '<modelVersion>4.0.0</modelVersion><groupId>keepwell</groupId><artifactId>verapdf</artifactId><version>1</version>';
    writeFileSync(join(library, 'pom.xml'), `<project>${own}<dependencies>${artifact}</dependencies></project>`);
    const into = `-DoutputDirectory=${join(library, 'lib')}`;
    const { said, status } = run(
      'mvn',
      '-q',
      '-B',
      '-f',
      join(library, 'pom.xml'),
      'dependency:copy-dependencies',
      into,
    );
    assert.equal(status, 0, said);
  }
  const program = fileURLToPath(new URL('validate-pdf-a.java', import.meta.url));
  const files = ['plain', 'plain-paper', 'schedule-8', 'schedule-8-paper'].map((name) => `${name}.pdf`);
  const { said, status } = run('java', '-cp', join(library, 'lib', '*'), program, ...files);
  assert.equal(status, 0, said);
}

await makeDocuments();
const checks = {
  'pdfsig: the signature is valid, all of the document is signed': checkSignature,
  '200 changed bytes, each alone, and appended ones are found by pdfsig or openssl': checkChanges,
  'openssl cms -verify against the authority agrees': checkByOpenssl,
  'the attached content is what was prescribed, and its JWS verifies': checkFiles,
  'zbarimg reads the code': checkCode,
  'veraPDF: PDF/A-3a, signed and for paper': checkArchive,
  'with a time stamp (PAdES B-T) it is genuine, too': checkTimeStamp,
};
for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`ok: ${name}`);
}
console.log(`${Object.keys(checks).length} passed, 0 failed; the documents are in ${folder}`);
