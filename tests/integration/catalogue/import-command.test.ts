import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Unfit } from '../../../src/cli/unfit.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { testFolder } from '../../../tools/launcher/testing.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { ImportShell } from '../../support/catalogue/import-shell.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const KEYS = `k1:${randomBytes(32).toString('base64')}`;
const SAMPLES = fileURLToPath(new URL('../../fixtures/suppliers/', import.meta.url));
const refuses = (sentence: RegExp) => (error: unknown) => error instanceof Unfit && sentence.test(error.message);

describe('the command import', () => {
  const folder = testFolder();
  let stage: Stage;
  let office: ImportOffice;
  let shell: ImportShell;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false', ENCRYPTION_KEYS: KEYS, KEEPWELL_DATA_DIR: folder });
    office = new ImportOffice(await stage.signIn('admin'));
    shell = new ImportShell(stage.clinic.core.settings, KEYS);
  });
  after(() => stage?.close());

  /** A list of products in a file; its first `bad` rows have no price. */
  const listFile = async (rows: readonly string[], { bad = 0 } = {}) => {
    const path = join(folder, `${randomUUID()}.csv`);
    const broken = rows.map((row, at) => (at < bad ? row.replace(/,\d+\.50,/, ',POA,') : row));
    writeFileSync(path, Buffer.from(await priceList(broken).arrayBuffer()));
    return path;
  };

  const active = async (supplier: string) => (await office.products(`supplier=${supplier}`)).length;
  /** The id of an import, as a report for a person names it. */
  const idIn = (out: string) => /^Import: +([0-9a-f-]{36})$/m.exec(out)?.[1] ?? assert.fail(out);
  const auditOf = (id: string) =>
    stage.sql(
      'select action, actor_kind, actor_user_id, actor_label from audit_events where entity_id = $1 order by id',
      [id],
    );

  it('shows a preview with every row in error, and changes nothing', async () => {
    const { code, out, err } = await shell.run('auto', 'botanitech.xlsx', '--in', SAMPLES, '--preview');
    assert.equal(code, 2, out + err);
    assert.match(out, /^Supplier: botanitech$/m);
    assert.match(out, /: 53 good, 7 in error, \d+ skipped$/m);
    assert.match(out, /^Changes: {2}53 new, 0 changed/m);
    const found = await office.read(idIn(out));
    assert.deepEqual([found.state, found.source, found.requested_by], ['previewed', 'shell', null]);
    for (const { sheet, row, reason } of found.errors) {
      assert.ok(out.includes(`  ${sheet}, row ${row}`) && out.includes(reason), `row ${row}: ${reason}`);
    }
    assert.equal(await active('botanitech'), 0);
  });

  it('applies with --yes, says nothing but the import with --json, and takes it back', async () => {
    const list = await listFile(productRows(30));
    const { code, out, err } = await shell.run('alma', list, '--yes', '--json');
    assert.equal(code, 0, err);
    const found = JSON.parse(out);
    assert.deepEqual(found, await office.read(found.id));
    assert.deepEqual([found.state, found.products_created, await active('alma')], ['applied', 30, 30]);
    assert.match(err, /^read: 100 %|^applied: 100 %, 30 of 30 rows$/m);

    const again = await shell.typed([], 'alma', list, '--yes');
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /^Applied: {2}0 new, 0 changed, 0 inactive, 0 active again, 30 as they were/m);
    const last = idIn(again.out);
    const blocked = await shell.run('--undo', found.id, '--reason', 'The wrong month');
    assert.equal(blocked.code, 1);
    assert.ok(blocked.err.includes(last), blocked.err);
    for (const id of [last, found.id]) {
      const undone = await shell.typed([], '--undo', id, '--reason', 'The wrong month');
      assert.deepEqual([undone.code, undone.err.includes('taken back')], [0, true], undone.err);
      assert.match(undone.out, /^Import [0-9a-f-]{36} of alma is taken back/);
    }
    assert.equal(await active('alma'), 0);
    const actions = await auditOf(found.id);
    assert.deepEqual(
      actions.map(({ action }) => action),
      ['uploaded', 'applied', 'undo_requested', 'undone'].map((one) => `supplier_import.${one}`),
    );
    assert.ok(actions.every((row) => row.actor_user_id === null && row.actor_label === SYSTEM.label));
  });

  it('asks at a terminal, and does what is answered', async () => {
    const list = await listFile(productRows(6, { first: 100 }), { bad: 1 });
    const left = await shell.typed(['n'], 'phytoca', list);
    assert.deepEqual([left.code, left.asked, (await office.read(idIn(left.out))).state], [2, 1, 'previewed']);
    const ended = await shell.typed([], 'phytoca', list);
    assert.deepEqual([ended.code, (await office.read(idIn(ended.out))).state], [2, 'previewed']);
    const cancelled = await shell.typed(['c'], 'phytoca', list);
    assert.deepEqual([cancelled.code, (await office.read(idIn(cancelled.out))).state], [1, 'cancelled']);
    const applied = await shell.typed(['y'], 'phytoca', list);
    assert.deepEqual(
      [applied.code, (await office.read(idIn(applied.out))).state, await active('phytoca')],
      [2, 'applied', 5],
    );
    assert.equal(applied.out.match(/^Rows in error:/gm)?.length, 1, 'the preview is shown once');
    assert.ok((await auditOf(idIn(applied.out))).some(({ action }) => action === 'supplier_import.approved'));
  });

  it('shows a preview that is out of date anew, and asks once more', async () => {
    const list = await listFile(productRows(2, { first: 300 }));
    const overtaken = async () => {
      const other = await listFile(productRows(3, { first: 310 }));
      assert.equal((await shell.typed([], 'medreleaf', other, '--yes', '--partial')).code, 0);
      return 'y';
    };
    const { code, asked, err } = await shell.typed([overtaken, 'y'], 'medreleaf', list, '--partial');
    assert.deepEqual([code, asked, await active('medreleaf')], [0, 2, 5]);
    assert.match(err, /^The catalogue has changed since this preview/m);
  });

  it('sends nothing where nobody can be asked for a go, and leaves a held list previewed in spite of --yes', async () => {
    const fields = ['tasmanianBotanics'] as const;
    const unasked = await shell.run(...fields, await listFile(productRows(20, { first: 500 })));
    assert.equal(unasked.code, 1);
    assert.match(unasked.err, /Say --yes to apply the list, or --preview to look at it\.$/m);
    assert.equal(await active(...fields), 0);
    assert.equal((await shell.typed([], ...fields, await listFile(productRows(20, { first: 500 })), '--yes')).code, 0);
    const held = await shell.run(...fields, await listFile(productRows(2, { first: 500, price: 70 })), '--yes');
    assert.equal(held.code, 2);
    assert.match(held.out, /^Held: {5}many_deactivated: 18 products would turn inactive/m);
    assert.match(held.out, /^Held: {5}price_jump: the price of 2 products changes by more than 50 %/m);
    assert.equal(await active(...fields), 20);
    const go = await shell.typed(
      ['y'],
      ...fields,
      await listFile(productRows(2, { first: 500, price: 70 })),
      '--partial',
    );
    assert.deepEqual([go.code, await active(...fields)], [0, 20], 'a person has said go');
  });

  it('fails with a message, a hint and code 1 where a file cannot be used', async () => {
    const path = join(folder, 'list.pdf');
    writeFileSync(path, '%PDF-1.7 a list');
    const { code, out } = await shell.run('auto', path, '--yes');
    assert.equal(code, 1);
    assert.match(out, /^Failed: {3}file_type: .+\n {10}.+\n {10}detected: pdf$/m);
    const asData = await shell.run('auto', path, '--json', '--preview');
    assert.deepEqual([asData.code, JSON.parse(asData.out).failure.code], [1, 'file_type']);
    writeFileSync(path, 'Widget,Colour,Cost each\nA,red,1\n');
    const unknown = await shell.typed([], 'auto', path, '--preview');
    assert.match(unknown.out, /headings in row 1 of .+: Widget \| Colour \| Cost each/);
  });

  it('refuses in one sentence what cannot be done', async () => {
    const list = await listFile(productRows(1));
    for (const [args, sentence] of [
      [['auto', folder], /is a folder: name the price list itself\.$/],
      [['nobody', list], /^No supplier has the key "nobody"\. Built in: .*alma/],
      [['auto', list, '--clinic', 'nowhere'], /^No clinic has the slug "nowhere"\. Known: test\.$/],
      [['--undo', randomUUID(), '--reason', 'none'], /^Import not found\.$/],
    ] as const) {
      await assert.rejects(shell.typed([], ...args), refuses(sentence), args.join(' '));
    }
    const { code, out, err } = await shell.run('auto', 'june.xlsx', '--in', folder, '--preview');
    assert.deepEqual([code, out, err], [1, '', 'There is no file june.xlsx.\n']);
  });

  it('cannot steer the terminal that shows it', async () => {
    const list = join(folder, 'steering.csv');
    writeFileSync(list, 'product_code,product_name,price\nP-1,One\u001b[2J\u202e,\u001b[31mPOA\n');
    const { out } = await shell.run('alma', list, '--preview', '--partial');
    assert.match(out, /price_invalid/);
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
  });

  it('of several clinics needs one to be named', async () => {
    const { core, clinicId } = stage.clinic;
    const other = {
      id: randomUUID(),
      name: 'Other',
      slug: 'other',
      timezone: 'UTC',
      currency: 'aud',
      phone: null,
    } as const;
    await core.unitOfWork.withScope(SYSTEM, ({ clinics }) => clinics.create(other));
    const list = await listFile(productRows(1, { first: 900 }));
    await assert.rejects(
      shell.typed([], 'alma', list),
      refuses(/several clinics: .* --clinic\. Known: test, other\.$/),
    );
    const { out } = await shell.typed(['y'], 'alma', list, '--clinic', 'other');
    const [row] = await stage.sql('select clinic_id from supplier_imports where id = $1', [idIn(out)]);
    assert.equal(row?.clinic_id, other.id);
    const foreign = ['--undo', idIn(out), '--reason', 'None', '--clinic'];
    await assert.rejects(shell.typed([], ...foreign, 'test'), /Import not found/);
    assert.equal((await shell.typed([], ...foreign.slice(0, -1))).code, 0);
    assert.notEqual(clinicId, other.id);
  });

  it('says that it waits for a worker; ended by Ctrl-C, it names the import, which goes on', async () => {
    await stage.clinic.stopWorker();
    const list = await listFile(productRows(3, { first: 950 }));
    const { child, said, ended } = shell.start('alma', list, '--yes', '--partial', '--clinic', 'test');
    const id = await until('it says that it waits', async () => /Import (\S+) waits for a worker\./.exec(said())?.[1]);
    child.kill('SIGINT');
    const { code, err } = await ended;
    assert.equal(code, 130);
    assert.match(err, new RegExp(`This command ends here; import ${id} goes on without it`));
    await stage.clinic.startWorker();
    const found = await office.settled(id, ['applied']);
    assert.equal(found.products_created, 3);
  });

  it('sends nothing when it is ended before', async () => {
    const ended = new ImportShell(stage.clinic.core.settings, KEYS, AbortSignal.abort());
    const count = () => stage.sql('select count(*)::int as imports from supplier_imports');
    const before = await count();
    const { code, out, err } = await ended.typed(['y'], 'alma', await listFile(productRows(1)), '--clinic', 'test');
    assert.deepEqual([code, out, err], [130, '', 'This command was ended before anything was sent.\n']);
    assert.deepEqual(await count(), before);
  });

  it('keeps a list that comes while the engine is unavailable', async () => {
    const { core } = stage.clinic;
    const cut = new ImportShell({ ...core.settings, TEMPORAL_ADDRESS: '127.0.0.1:1' }, KEYS);
    const list = await listFile(productRows(2, { first: 970 }));
    const { child, said, ended } = cut.start('alma', list, '--yes', '--partial', '--clinic', 'test');
    const id = await until(
      'it says that the list is stored',
      async () => /Import (\S+) is stored/.exec(said())?.[1],
      40_000,
    );
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    // As the product's maintenance does it a minute later.
    await core.supplierImports.follow(id);
    assert.equal((await office.settled(id, ['applied'])).products_created, 2);
  });
});
