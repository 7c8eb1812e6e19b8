import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { newDraft } from '../../../src/domain/formulary/changes.js';
import { STARTER, STARTER_EDITION } from '../../../src/domain/formulary/data/starter.js';
import { loadStarterFormulary } from '../../../src/usecases/formulary/load-starter-formulary.js';
import { OTHER_NAMES } from '../../fixtures/substances.js';
import { type ApiClient, until } from '../../support/client.js';
import { adminElsewhere } from '../../support/formulary/another-clinic.js';
import { Stage } from '../../support/stage.js';

const D = '/api/v1/drugs/';
const RAMIPRIL = { generic_name: 'ramipril', strength: '1.25 mg', form: 'tablet', pack: { size: 30, unit: 'unit' } };

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly match: string | null;
  readonly schedule: string | null;
  readonly active: boolean;
  readonly version: number;
  readonly generic_name: string;
}

describe('the formulary', () => {
  let stage: Stage;
  let admin: ApiClient;
  let doctor: ApiClient;
  /** Of another clinic. */
  let stranger: ApiClient;
  let load: ReturnType<typeof loadStarterFormulary>;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    load = loadStarterFormulary(stage.clinic.core);
    assert.equal(await load(), STARTER.length);
    admin = await stage.signIn('admin');
    doctor = await stage.signIn('doctor');
    stranger = await adminElsewhere(stage);
  });
  after(() => stage?.close());

  const list = async (query: string, by: ApiClient = doctor): Promise<readonly Listed[]> => {
    const { status, body } = await by.get(`${D}?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const find = (search: string, by?: ApiClient) => list(`search=${encodeURIComponent(search)}&limit=200`, by);
  const create = async (said: object = RAMIPRIL, by: ApiClient = admin) => {
    const { status, body } = await by.post(D, said);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const read = async (id: string, by: ApiClient = doctor) => (await by.get(`${D}${id}/`)).body;
  /** An item of the starter formulary that no other test changes. */
  const starter = async (search: string): Promise<Listed> => {
    const [first] = await find(search);
    assert.ok(first, search);
    return first;
  };

  it('finds an item by generic name, brand, each ingredient and the beginning of each, and says how', async () => {
    const cases: readonly (readonly [search: string, match: string, expected: RegExp])[] = [
      ['sertraline', 'exact', /^Sertraline 100 mg/],
      ['ZOLOFT', 'exact', /^Zoloft/],
      ['sertr', 'prefix', /^Sertraline/],
      ['amoxicillin 500', 'prefix', /^Amoxicillin 500 mg capsule/],
      ['amoxicillin 500mg capsule', 'prefix', /^Amoxicillin 500 mg capsule/],
      ['clavulanic acid', 'prefix', /^Amoxicillin \+ clavulanic acid/],
      ['frusemide', 'synonym', /^Furosemide/],
      ['frusemide 40 mg', 'synonym', /^Furosemide 40 mg/],
      ['albut', 'synonym', /^Salbutamol/],
      ['sertalin', 'similar', /^Sertraline/],
      ['amoxycilin', 'similar', /^Amoxicillin/],
      ['metfromin', 'similar', /metformin/],
      ['atorvastitan', 'similar', /^Atorvastatin/],
    ];
    for (const [search, match, expected] of cases) {
      const [first] = await find(search);
      assert.equal(first?.match, match, search);
      assert.match(`${first?.name}: ${first?.generic_name}`, expected);
    }
    assert.deepEqual(await find('xyzzyq'), []);
    assert.deepEqual(await find('®'), [], 'nothing is left to look for');
    assert.deepEqual(await list('search=&limit=5'), await list('limit=5'), 'an empty field of a form lists everything');
  });

  it('finds every ingredient of the starter formulary by its old and foreign names', async () => {
    const generics = new Set((await everyItem(doctor)).flatMap(({ generic_name }) => generic_name.split(' + ')));
    let found = 0;
    for (const [other, name] of OTHER_NAMES) {
      if (!generics.has(name)) continue;
      const [first] = await find(other);
      assert.ok(first?.generic_name.includes(name), `${other}: ${first?.generic_name}`);
      assert.equal(first?.match, 'synonym', other);
      found += 1;
    }
    assert.ok(found >= 20, `${found}`);
  });

  it('puts what is exact before what begins so, before other names, before what is merely similar; by name within', async () => {
    const order = ['exact', 'prefix', 'synonym', 'similar'];
    for (const search of ['amoxicillin', 'metformin', 'estradiol', 'paracetamol', 'prednisolone']) {
      const found = await find(search);
      const keys = found.map(({ match, name }) => `${order.indexOf(match ?? '')} ${name.toLowerCase()}`);
      assert.deepEqual(keys, [...keys].sort(), search);
      assert.equal(found[0]?.match, 'exact');
    }
    const similar = (await find('prednisolone')).filter(({ match }) => match === 'similar');
    assert.ok(similar.some(({ generic_name }) => generic_name === 'prednisone'));
  });

  it('looks for prefixes alone below three characters', async () => {
    for (const search of ['pa', 'me', 'F']) {
      const found = await find(search);
      assert.ok(found.length > 0, search);
      for (const { match } of found) assert.equal(match, 'prefix');
    }
    assert.ok(!(await find('al')).some(({ generic_name }) => generic_name === 'salbutamol'), 'albuterol is a synonym');
  });

  it('shows look-alikes beside an item, and its Tall Man letters', async () => {
    const { id } = await starter('fluoxetine');
    const { display_name, confusable_with, supplier_products, match } = await read(id);
    assert.match(display_name, /^FluOXETine/);
    assert.deepEqual([confusable_with, supplier_products, match], [['fluVOXAMine'], [], null]);
  });

  async function everyItem(by: ApiClient, filter = ''): Promise<Listed[]> {
    const all: Listed[] = [];
    for (let next: string | null = `${D}?limit=100${filter}`; next; ) {
      const { body, headers }: Awaited<ReturnType<ApiClient['get']>> = await by.get(next);
      all.push(...body);
      const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
      next = link ? new URL(link).pathname + new URL(link).search : null;
    }
    return all;
  }

  it('pages through everything once, in the order of names, and through a search', async () => {
    const all = await everyItem(stranger);
    assert.equal(all.length, STARTER.length);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    const names = all.map(({ name }) => name.toLowerCase());
    assert.deepEqual(names, [...names].sort());
    assert.ok(all.every(({ match }) => match === null));
    const first = await stranger.get(`${D}?search=m&limit=5`);
    const [whole, paged] = [await find('m', stranger), await everyItem(stranger, '&search=m')];
    assert.deepEqual(paged, whole);
    assert.equal(first.body.length, 5);
  });

  it('filters by schedule, and lists what waits for a person because its schedule is not known', async () => {
    assert.ok((await list('schedule=S8&limit=200')).every(({ schedule }) => schedule === 'S8'));
    const unknown = await create({ ...RAMIPRIL, generic_name: `unheardofin ${randomUUID().slice(0, 8)}` });
    assert.equal(unknown.schedule, null, 'nothing stands in for it');
    const waiting = await list('schedule=unknown&limit=200');
    assert.deepEqual([...new Set(waiting.map(({ schedule }) => schedule))], [null]);
    assert.ok(waiting.some(({ id }) => id === unknown.id));
    const stated = await admin.patch(`${D}${unknown.id}/`, { schedule: 'S4', version: 1 });
    assert.deepEqual([stated.status, stated.body.schedule], [200, 'S4'], JSON.stringify(stated.body));
    assert.equal(stated.body.sources.at(-1).source, 'Stated by the clinic');
    assert.ok(!(await list('schedule=unknown&limit=200')).some(({ id }) => id === unknown.id));
    for (const query of ['schedule=S9', 'schedule=', 'active=maybe', 'search=a%00b', 'limit=0', 'colour=red']) {
      assert.equal((await doctor.get(`${D}?${query}`)).status, 400, query);
    }
  });

  it('keeps an item with what is said of it, once for one Idempotency-Key', async () => {
    const said = {
      ...RAMIPRIL,
      brand_name: 'Ramitest',
      pbs_code: '01215y',
      local_code: 'L-1',
      atc: 'c09aa05',
      manufacturer: 'Somebody',
      max_daily_dose: { amount: 10, unit: 'mg' },
      prescribing_info: { interactions: ['Potassium'], pregnancy_category: 'D' },
      sources: [{ field: 'interactions', source: 'A book', as_of: '2026-11-30' }],
    };
    const key = randomUUID();
    const made = await admin.post(D, said, key);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { id, name, pbs_code, atc, route, schedule, version, prescribing_info, sources } = made.body;
    assert.equal(made.headers.get('location'), `${D}${id}/`);
    assert.deepEqual(
      [name, pbs_code, atc, route, schedule, version],
      ['Ramitest 1.25 mg tablet', '1215Y', 'C09AA05', 'oral', 'S4', 1],
    );
    assert.deepEqual(prescribing_info.interactions, ['Potassium']);
    assert.deepEqual(
      sources.filter((one: { field: string }) => one.field === 'interactions'),
      [{ field: 'interactions', source: 'A book', as_of: '2026-11-30' }],
    );
    const repeated = await admin.post(D, said, key);
    assert.deepEqual([repeated.status, repeated.body], [201, made.body]);
    assert.equal((await find('ramitest')).length, 1);
    assert.deepEqual(await read(id), made.body);
  });

  it('refuses what is no item, with the place of each problem', async () => {
    const refused: readonly (readonly [object, string])[] = [
      [{}, 'generic_name'],
      [{ ...RAMIPRIL, strength: undefined }, 'strength'],
      [{ ...RAMIPRIL, form: undefined }, 'form'],
      [{ ...RAMIPRIL, pbs_code: '1234A' }, 'pbs_code'],
      [{ ...RAMIPRIL, atc: 'ramipril' }, 'atc'],
      [{ ...RAMIPRIL, schedule: 'S3' }, 'schedule'],
      [{ ...RAMIPRIL, generic_name: 'oxycodone', schedule: 'S4' }, 'schedule'],
      [{ ...RAMIPRIL, pack: { size: 0, unit: 'unit' } }, 'pack.size'],
      [{ ...RAMIPRIL, name: '   ' }, 'name'],
      [{ ...RAMIPRIL, sources: [{ field: 'schedule', source: 'x', as_of: '2026-02-30' }] }, 'sources.0.as_of'],
    ];
    for (const [body, field] of refused) {
      const reply = await admin.post(D, body);
      assert.deepEqual([reply.status, reply.body.field], [400, field], JSON.stringify(reply.body));
    }
    assert.equal((await doctor.post(D, RAMIPRIL)).status, 403);
    assert.equal((await doctor.patch(`${D}${randomUUID()}/`, { version: 1 })).status, 403);
    assert.equal((await admin.patch(`${D}${randomUUID()}/`, { version: 1 })).status, 404);
    assert.equal((await admin.patch(`${D}${randomUUID()}/`, {})).status, 400, 'the version is missing');
    for (const role of ['patient', 'receptionist', 'accountant'] as const) {
      assert.equal((await (await stage.signIn(role)).get(D)).status, 403, role);
    }
    assert.equal((await (await stage.signIn('nurse')).get(D)).status, 200);
  });

  it('changes a starter item for one clinic alone, under the same id', async () => {
    const { id, version } = await starter('digoxin');
    const changed = await admin.patch(`${D}${id}/`, { name: 'Digitalis of the house', version });
    assert.deepEqual([changed.status, changed.body.id, changed.body.version], [200, id, version + 1]);
    assert.equal((await read(id)).name, 'Digitalis of the house');
    assert.equal((await find('digitalis of the house')).length, 1);
    assert.equal((await list('limit=200&search=digoxin')).filter((one) => one.id === id).length, 1, 'once, not twice');
    assert.match((await read(id, stranger)).name, /^Digoxin/);
    assert.deepEqual(await find('digitalis', stranger), []);
    assert.equal((await find('digoxin', stranger)).filter((one) => one.id === id).length, 1);
    const own = await create();
    assert.equal((await stranger.get(`${D}${own.id}/`)).status, 404);
    assert.equal((await stranger.patch(`${D}${own.id}/`, { name: 'Mine', version: 1 })).status, 404);
    const both = await stranger.patch(`${D}${id}/`, { name: 'Foxglove', version });
    assert.equal(both.status, 200, 'each clinic has an edition of its own');
    assert.equal((await read(id)).name, 'Digitalis of the house');
  });

  it('refuses a change of a version that is not the latest, and says which is', async () => {
    const { id } = await create();
    const changed = await admin.patch(`${D}${id}/`, { local_code: 'A', version: 1 });
    assert.deepEqual([changed.status, changed.body.version], [200, 2]);
    const late = await admin.patch(`${D}${id}/`, { local_code: 'B', version: 1 });
    assert.deepEqual([late.status, late.body.code, late.body.version], [409, 'version_conflict', 2]);
    const same = await admin.patch(`${D}${id}/`, { local_code: 'A', version: 2 });
    assert.deepEqual([same.status, same.body.version], [200, 2], 'what changes nothing makes no version');
    const kept = await stage.sql<{ version: number; code: string | null }>(
      "select version, content->>'localCode' as code from drug_versions where drug_id = $1 order by version",
      [id],
    );
    assert.deepEqual(kept, [
      { version: 1, code: null },
      { version: 2, code: 'A' },
    ]);
    await assert.rejects(stage.sql('update drug_versions set version = 9 where drug_id = $1', [id]), /append-only/);
    await assert.rejects(stage.sql('delete from drug_versions where drug_id = $1', [id]), /append-only/);
    const audited = await stage.sql<{ action: string }>(
      'select action from audit_events where entity_id = $1 order by happened_at',
      [id],
    );
    assert.deepEqual(
      audited.map(({ action }) => action),
      ['drug.created', 'drug.changed'],
    );
  });

  it('lets one of several changes through that come at the same moment, also of a starter item', async () => {
    const own = await create();
    for (const { id, version } of [own, await starter('warfarin')]) {
      const codes = ['A', 'B', 'C', 'D', 'E', 'F'];
      const replies = await Promise.all(codes.map((code) => admin.patch(`${D}${id}/`, { local_code: code, version })));
      assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
      assert.equal((await read(id)).version, version + 1);
    }
  });

  it('keeps an item that is not active out of lists, and shows it to whoever asks for it', async () => {
    const { id, name } = await create({ ...RAMIPRIL, brand_name: 'Gonepril' });
    assert.equal((await find('gonepril')).length, 1);
    const ended = await admin.patch(`${D}${id}/`, { active: false, version: 1 });
    assert.deepEqual([ended.status, ended.body.active], [200, false]);
    assert.deepEqual(await find('gonepril'), []);
    assert.deepEqual(
      (await list('search=gonepril&active=false')).map((one) => [one.id, one.name, one.active]),
      [[id, name, false]],
    );
    assert.equal((await read(id)).active, false);
  });

  it('finds a changed item by its new names, and by its old ones no more', async () => {
    const { id } = await create({ ...RAMIPRIL, brand_name: 'Firstname' });
    await admin.patch(`${D}${id}/`, { brand_name: 'Second', name: 'Second 1.25 mg tablet', version: 1 });
    assert.deepEqual(
      (await find('second')).map((one) => one.id),
      [id],
    );
    assert.ok(!(await find('firstname')).some((one) => one.id === id));
  });

  it('goes by its indexes, by none of which it could go under a policy', async () => {
    const scans = async () => {
      const [texts] = await stage.sql<{ all: number }>(
        "select seq_scan::int as all from pg_stat_user_tables where relname = 'drug_terms'",
      );
      const indexes = await stage.sql<{ name: string; scans: number }>(
        "select indexrelname as name, idx_scan::int as scans from pg_stat_user_indexes where relname = 'drug_terms'",
      );
      return { all: texts?.all, ...Object.fromEntries(indexes.map((one) => [one.name, one.scans])) };
    };
    const before: Record<string, number | undefined> = await scans();
    await until('scans of both indexes', async () => {
      await find('sertalin');
      const now: Record<string, number | undefined> = await scans();
      return ['drug_terms_prefix', 'drug_terms_similar'].every((name) => (now[name] ?? 0) > (before[name] ?? 0));
    });
    assert.equal((await scans()).all, before.all, 'the texts were read one by one');
  });

  it('loads an edition once; a later one changes items, never what a clinic has made of them, and an older one nothing', async () => {
    assert.equal(await load(), 0);
    const kept = await starter('telmisartan');
    const draft = (name: string) =>
      newDraft({ name, genericName: 'telmisartan', strength: '20 mg', form: 'tablet' }, '2026-12-01');
    const first = { key: 'a', draft: draft('Starter A') };
    const second = { key: 'b', draft: draft('Starter B') };
    assert.equal(await load({ edition: STARTER_EDITION + 1, items: [...STARTER, first, second] }), 2);
    const [a, b] = [await starter('starter a'), await starter('starter b')];
    assert.equal((await admin.patch(`${D}${a.id}/`, { name: 'Ours', version: 1 })).status, 200);
    const next = { key: 'a', draft: draft('Starter A, anew') };
    assert.equal(
      await load({ edition: STARTER_EDITION + 2, items: [...STARTER, next] }),
      2,
      'one changes, one is gone',
    );
    assert.equal((await read(a.id)).name, 'Ours');
    const theirs = await read(a.id, stranger);
    assert.deepEqual([theirs.name, theirs.version], ['Starter A, anew', 2]);
    assert.equal((await read(b.id)).active, false);
    assert.deepEqual(await find('starter b'), []);
    assert.deepEqual(await read(kept.id), { ...(await read(kept.id)), version: 1 });
    assert.equal(await load({ edition: STARTER_EDITION + 1, items: [first] }), 0, 'an older build takes nothing back');
    assert.equal(await load(), 0);
    const twice = await Promise.all(
      [1, 2, 3].map(() => load({ edition: STARTER_EDITION + 3, items: [...STARTER, next, second] })),
    );
    assert.deepEqual([...twice].sort(), [0, 0, 1]);
    assert.equal((await read(b.id)).active, true);
  });
});
