import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { SpreadsheetReader } from '../../../src/adapters/spreadsheets/port.js';
import { threadedReader } from '../../../src/adapters/spreadsheets/threaded-reader.js';
import { DomainError } from '../../../src/domain/errors.js';
import { type ApiClient, until } from '../../support/client.js';
import { csvOf, medicineRows } from '../../support/formulary/medicine-list.js';
import { Stage } from '../../support/stage.js';

const I = '/api/v1/drugs/import/';

describe('an import whose reading does not go well', () => {
  let stage: Stage;
  let admin: ApiClient;
  let read: SpreadsheetReader['read'];
  const live = threadedReader();

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' }, (deps) => ({
      ...deps,
      lists: { ...deps.lists, reader: { read: (bytes, limits) => read(bytes, limits) } },
    }));
    admin = await stage.signIn('admin');
  });
  after(() => stage?.close());

  const send = async () => String((await admin.upload(I, csvOf(medicineRows(3)), 'list.csv')).body.id);
  const inState = (id: string, state: string, withinMs?: number) =>
    until(
      `the import is ${state}`,
      async () => {
        const { body } = await admin.get(`${I}${id}/`);
        return body.state === state && body;
      },
      withinMs,
    );

  it('is read again after an attempt that died, and is staged once', async () => {
    let attempts = 0;
    read = (bytes, limits) => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('the worker was lost')) : live.read(bytes, limits);
    };
    const id = await send();
    assert.equal((await inState(id, 'previewed')).preview.products_created, 3);
    assert.equal(attempts, 2);
    const { rows } = await stage.clinic.core.pool.query(
      'select count(*)::int as n from drug_import_rows where import_id = $1',
      [id],
    );
    assert.equal(rows[0].n, 3);
  });

  it('outlives an outage of more attempts than a fault of our own has', async () => {
    let attempts = 0;
    read = (bytes, limits) => {
      attempts += 1;
      const isOver = attempts > 4;
      return isOver ? live.read(bytes, limits) : Promise.reject(new DomainError('unavailable', 'The store is away.'));
    };
    await inState(await send(), 'previewed', 60_000);
    assert.equal(attempts, 5);
  });

  it('fails with a sentence when no attempt can read it', async () => {
    read = () => Promise.reject(new Error('never'));
    const { failure } = await inState(await send(), 'failed');
    assert.equal(failure.code, 'internal');
  });

  describe('and what the database refuses each time', () => {
    const query = async (text: string) => (await stage.clinic.core.pool.query(text)).rows;
    before(async () => {
      read = live.read;
      await query(`create function refuse_drug() returns trigger language plpgsql as
        $$ begin raise 'no such item can be written'; end $$`);
    });
    const refusing = async (work: () => Promise<void>) => {
      await query(
        'create trigger refused before insert or update on drugs for each row execute function refuse_drug()',
      );
      try {
        await work();
      } finally {
        await query('drop trigger refused on drugs');
      }
    };
    const own = async () => (await query('select * from drugs where clinic_id is not null order by id')).length;
    const decide = async (id: string, decision: string, body?: object) =>
      assert.equal((await admin.post(`${I}${id}/${decision}/`, body)).status, 202);

    it('when it is applied is given up as failed, with nothing changed', async () => {
      const [id, before] = [await send(), await own()];
      await inState(id, 'previewed');
      await refusing(async () => {
        await decide(id, 'apply');
        const { failure } = await inState(id, 'failed');
        assert.equal(failure.code, 'internal');
        assert.match(failure.message, /could not be applied.+Nothing was changed/);
      });
      assert.equal(await own(), before);
    });

    it('when it is taken back is applied as before, and can be taken back later', async () => {
      const [id, before] = [await send(), await own()];
      await inState(id, 'previewed');
      await decide(id, 'apply');
      await inState(id, 'applied');
      await refusing(async () => {
        await decide(id, 'undo', { reason: 'The wrong file' });
        await inState(id, 'applied');
      });
      assert.equal(await own(), before + 3);
      await decide(id, 'undo', { reason: 'The wrong file' });
      await inState(id, 'undone');
    });
  });

  it('ends at once when it is cancelled while it is read, and stays cancelled', async () => {
    let isReading = false;
    let isAborted = false;
    read = (_bytes, { signal }) =>
      new Promise((_, reject) => {
        isReading = true;
        signal?.addEventListener('abort', () => {
          isAborted = true;
          reject(signal.reason);
        });
      });
    const id = await send();
    await until('it is read', async () => isReading);
    assert.equal((await admin.post(`${I}${id}/cancel/`, undefined)).body.state, 'cancelled');
    await until('the reading has ended', async () => isAborted);
    const handle = stage.clinic.core.client.workflow.getHandle(`formulary-import/${id}`);
    await handle.result();
    assert.equal((await admin.get(`${I}${id}/`)).body.state, 'cancelled');
    assert.ok(((await handle.fetchHistory()).events ?? []).length <= 60);
  });

  it('goes on from its row when its workflow was lost', async () => {
    read = live.read;
    const id = await send();
    await inState(id, 'previewed');
    await stage.clinic.core.client.workflow.getHandle(`formulary-import/${id}`).terminate('lost');
    assert.equal((await admin.post(`${I}${id}/apply/`, undefined)).status, 202);
    assert.equal((await inState(id, 'applied')).products_created, 3);
  });
});
