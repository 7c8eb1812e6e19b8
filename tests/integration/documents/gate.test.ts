import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PDF, PdfDict, PdfName, PdfString } from '@libpdf/core';
import sharp from 'sharp';
import { uploadDeps } from '../../../src/composition/documents.js';
import { DomainError } from '../../../src/domain/errors.js';
import { takeUpload, type UploadDeps } from '../../../src/usecases/documents/take-upload.js';
import { testFolder } from '../../../tools/launcher/testing.js';
import { testSettings } from '../../support/settings.js';
import { findProgram, type StartedProgram, startProgram } from '../../support/started-program.js';

const folder = testFolder();
const settings = (env: Readonly<Record<string, string>> = {}) =>
  testSettings({
    DATABASE_URL: 'postgres://nowhere',
    TEMPORAL_ADDRESS: 'nowhere:1',
    PAYMENTS_ENABLED: 'false',
    KEEPWELL_DATA_DIR: folder,
    ...env,
  });
const refusedWith = (code: string, sentence?: RegExp) => (error: unknown) =>
  error instanceof DomainError && error.code === code && (sentence === undefined || sentence.test(error.message));

const picture = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });
const withPlace = () =>
  picture()
    .withExif({ IFD0: { Make: 'SecretCamera', Artist: 'Some Person' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();

describe('the gate of uploads', () => {
  let deps: UploadDeps;
  let take: ReturnType<typeof takeUpload>;

  before(async () => {
    deps = await uploadDeps(settings());
    take = takeUpload(deps);
  });

  const kept = async (document: string) => Buffer.from((await deps.documents.get(document)) ?? []);

  it('takes pictures and makes them anew: no place, no device, nothing behind their end', async () => {
    const photo = Buffer.concat([await withPlace(), Buffer.from('<script>alert(1)</script>')]);
    assert.ok(photo.includes('SecretCamera'));
    const stored = await take({ name: 'Knee.JPG', bytes: photo });
    assert.match(stored.document, /^[0-9a-f-]{36}$/);
    assert.deepEqual([stored.type, stored.name], ['image/jpeg', 'Knee.jpg']);
    const clean = await kept(stored.document);
    assert.equal(clean.length, stored.size);
    for (const secret of ['SecretCamera', 'Some Person', 'script', 'Exif']) assert.ok(!clean.includes(secret), secret);
    const { width, height, exif } = await sharp(clean).metadata();
    assert.deepEqual([width, height, exif], [40, 20, undefined]);
    for (const type of ['png', 'webp'] as const) {
      assert.equal(
        (await take({ name: `a.${type}`, bytes: await picture().toFormat(type).toBuffer() })).type,
        `image/${type}`,
      );
    }
  });

  it('turns a picture as its camera was held', async () => {
    const held = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { width, height } = await sharp(await kept((await take({ name: 'a.jpg', bytes: held })).document)).metadata();
    assert.deepEqual([width, height], [20, 40]);
  });

  it('takes PDFs and copies their pages alone: no author, no scripts, no attached files', async () => {
    const pdf = PDF.create();
    pdf.addPage();
    pdf.addPage();
    pdf.setAuthor('Some Person');
    pdf.addAttachment('virus.exe', new TextEncoder().encode('attached'));
    const script = { S: PdfName.of('JavaScript'), JS: PdfString.fromString('app.alert(1)') };
    pdf.getCatalog().set('OpenAction', PdfDict.of(script));
    pdf.getPage(0)?.dict.set('AA', PdfDict.of({ O: PdfDict.of(script) }));
    const bytes = await pdf.save();
    assert.ok(Buffer.from(bytes).includes('JavaScript'));
    const clean = await kept((await take({ name: 'letter.pdf', bytes })).document);
    for (const secret of ['JavaScript', 'Some Person', 'EmbeddedFile', 'virus.exe']) {
      assert.ok(!clean.includes(secret), secret);
    }
    assert.equal((await PDF.load(clean)).getPageCount(), 2);
  });

  it('keeps a PDF as it is where it is asked to, and seals what it keeps as it is told', async () => {
    const pdf = PDF.create();
    pdf.addPage();
    pdf.setAuthor('Some Person');
    const bytes = await pdf.save();
    const seal = (kept: Uint8Array) => Buffer.from(kept).reverse();
    const stored = await take({ name: 'letter.pdf', bytes, keepsPdf: true, seal });
    assert.equal(stored.size, bytes.length);
    assert.deepEqual((await kept(stored.document)).reverse(), Buffer.from(bytes));
    const photo = await take({ name: 'a.jpg', bytes: await withPlace(), keepsPdf: true });
    assert.ok(!(await kept(photo.document)).includes('SecretCamera'));
  });

  it('goes by the content, and the ending of the name has to agree where there is one', async () => {
    const png = await picture().png().toBuffer();
    for (const name of ['a.jpg', 'a.png.exe']) {
      await assert.rejects(take({ name, bytes: png }), refusedWith('upload_rejected', /something else/), name);
    }
    // What a browser calls a file that has no name.
    assert.equal((await take({ name: 'blob', bytes: png })).name, 'blob.png');
    const unknown: readonly (readonly [string, Buffer | Uint8Array])[] = [
      ['a.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
      ['a.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['a.png', Buffer.from('')],
      ['a.pdf', Buffer.from('MZ\x90\x00 a program')],
      ['a.gif', await picture().gif().toBuffer()],
    ];
    for (const [name, bytes] of unknown) {
      await assert.rejects(take({ name, bytes }), refusedWith('unsupported_media_type', /Please send/), name);
    }
  });

  it('refuses what is broken, locked, or grows when it is opened', async () => {
    const png = await picture().png().toBuffer();
    await assert.rejects(
      take({ name: 'a.png', bytes: png.subarray(0, 60) }),
      refusedWith('upload_rejected', /cannot be read/),
    );
    await assert.rejects(
      take({ name: 'a.pdf', bytes: Buffer.from('%PDF-1.7\nnothing') }),
      refusedWith('upload_rejected', /cannot be read/),
    );
    const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    await assert.rejects(take({ name: 'a.png', bytes: bomb }), refusedWith('upload_rejected', /too many pixels/));
    const long = PDF.create();
    for (let page = 0; page < 201; page += 1) long.addPage();
    await assert.rejects(
      take({ name: 'a.pdf', bytes: await long.save() }),
      refusedWith('upload_rejected', /200 pages/),
    );
    const locked = PDF.create();
    locked.addPage();
    locked.setProtection({ userPassword: 'x', ownerPassword: 'y' });
    await assert.rejects(take({ name: 'a.pdf', bytes: await locked.save() }), refusedWith('upload_rejected', /PDF/));
  });

  it('refuses what is larger than UPLOAD_MAX before it looks at it', async () => {
    const small = takeUpload(await uploadDeps(settings({ UPLOAD_MAX: '1kb' })));
    await assert.rejects(small({ name: 'a.jpg', bytes: randomBytes(1_025) }), refusedWith('payload_too_large'));
  });

  it('takes nothing while the scanner that is set up cannot be reached', async () => {
    const unscanned = takeUpload(await uploadDeps(settings({ CLAMAV_URL: 'tcp://127.0.0.1:1' })));
    await assert.rejects(unscanned({ name: 'a.jpg', bytes: await withPlace() }), refusedWith('unavailable'));
  });
});

const clamd = findProgram('CLAMD', 'clamd', ['/usr/sbin/clamd']);

describe('the gate with a scanner', { skip: clamd ? false : 'no clamd (apt install clamav-daemon)' }, () => {
  let server: StartedProgram;
  let take: ReturnType<typeof takeUpload>;

  before(async () => {
    const database = join(folder, 'signatures');
    mkdirSync(database, { recursive: true });
    // The one thing that this clamd knows: no list of real malware is needed, and none is downloaded.
    const signature = Buffer.from('KEEPWELL-TEST-MALWARE').toString('hex');
    writeFileSync(join(database, 'own.ndb'), `Keepwell.Test:0:*:${signature}\n`);
    server = await startProgram(clamd ?? '', (port) => {
      const config = join(folder, 'clamd.conf');
      const lines = ['Foreground yes', `DatabaseDirectory ${database}`, `TCPSocket ${port}`, 'TCPAddr 127.0.0.1'];
      writeFileSync(config, `${[...lines, 'StreamMaxLength 1M'].join('\n')}\n`);
      return ['-c', config];
    });
    take = takeUpload(await uploadDeps(settings({ CLAMAV_URL: `tcp://127.0.0.1:${server.port}` })));
  });
  after(() => server?.stop());

  it('takes what the scanner finds nothing in, and refuses what it finds', async () => {
    const photo = await withPlace();
    assert.equal((await take({ name: 'a.jpg', bytes: photo })).type, 'image/jpeg');
    const infected = Buffer.concat([photo, Buffer.from('KEEPWELL-TEST-MALWARE')]);
    await assert.rejects(take({ name: 'a.jpg', bytes: infected }), refusedWith('upload_rejected', /not safe/));
  });

  it('takes nothing that the scanner will not look at', async () => {
    const large = Buffer.concat([await withPlace(), randomBytes(2_000_000)]);
    await assert.rejects(take({ name: 'a.jpg', bytes: large }), refusedWith('unavailable'));
  });
});
