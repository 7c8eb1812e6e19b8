import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import type { Person } from '../../support/clinic.js';
import { LiveClient, socketOf } from '../../support/live-processes.js';
import { Stage } from '../../support/stage.js';

let stage: Stage;
const clients: LiveClient[] = [];
before(async () => {
  stage = await Stage.open({ PAYMENTS_ENABLED: 'false' }, undefined, { live: true });
});
after(async () => {
  for (const { socket } of clients) socket.disconnect();
  await stage?.close();
});

async function connected({ email, password }: Person): Promise<LiveClient> {
  const { clinic } = stage;
  const reply = await fetch(`${clinic.apiUrl}/api/v1/users/login/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const { access } = (await reply.json()) as { readonly access: string };
  clinic.leaks.values.add(access);
  const client = new LiveClient(socketOf(`${clinic.apiUrl}/chat`, { token: access }), access);
  clients.push(client);
  await client.connected();
  return client;
}

test('whoever manages the catalogue sees an import go on, and nobody else', async () => {
  const { clinic } = stage;
  const admin = await clinic.person('admin');
  const office = new ImportOffice(await stage.as(admin));
  const managers = await Promise.all([admin, await clinic.person('nurse')].map(connected));
  const others = await Promise.all(
    [await clinic.person('doctor'), await clinic.person('receptionist'), await clinic.person('patient')].map(connected),
  );
  const { id } = await office.previewed(priceList(productRows(2_000)), { supplier: 'alma' });
  // A state is read a moment after it is told of: whoever decides at once may leave it unseen.
  for (const client of managers) {
    await client.next('import:changed', (event) => event.id === id && event.state === 'previewed');
  }
  assert.equal((await office.decide(id, 'apply')).status, 202);
  await office.settled(id, ['applied']);
  const end = { id, supplier: 'alma', state: 'applied', progress: 100, rows_processed: 2_000, rows_total: 2_000 };
  for (const client of managers) {
    const last = await client.next('import:changed', (event) => event.id === id && event.state === 'applied');
    assert.deepEqual(last, end);
    const states = client.of('import:changed').map(({ state }) => state);
    const order = ['received', 'reading', 'previewed', 'applying', 'applied'];
    assert.deepEqual(
      states,
      [...states].sort((one, other) => order.indexOf(`${one}`) - order.indexOf(`${other}`)),
    );
  }
  await office.undone(id);
  for (const client of managers) await client.next('import:changed', (event) => event.state === 'undone');
  for (const client of others) assert.deepEqual(client.of('import:changed'), []);
});
