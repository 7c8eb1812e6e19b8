import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientOf, drive, Rig, readLedger, StripeReceiver, sessionParams, until, WEBHOOK_SECRET } from './testing.js';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

describe('the sandbox as a process', () => {
  let stateDir: string;
  let receiver: StripeReceiver;
  const children: ChildProcess[] = [];

  before(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    receiver = await new StripeReceiver().start();
  });
  after(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await receiver.close();
    await rm(stateDir, { recursive: true, force: true });
  });

  function launch(env: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      env: { ...process.env, NODE_ENV: 'test', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }

  async function start(port = '0'): Promise<Running> {
    const child = launch({
      SANDBOX_PORT: port,
      SANDBOX_STATE_DIR: stateDir,
      SANDBOX_WEBHOOK_URL: receiver.url,
      SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_PUBLIC_URL: 'http://clinic.invalid:3000/',
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const url = await until('the ready line', () => /^sandbox ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output)?.[1]);
    return { child, url };
  }

  async function end(running: Running, signal: NodeJS.Signals): Promise<number | null> {
    const exited = once(running.child, 'exit');
    running.child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  it('forgets nothing that it answered when it is killed, and delivers what it owed', async () => {
    receiver.status = 500;
    const first = await start();
    const stripe = clientOf(first.url);
    const params = sessionParams();
    const session = await stripe.checkout.sessions.create(params, { idempotencyKey: 'book:1' });
    assert.equal(session.url, `http://clinic.invalid:3000/sandbox/stripe/pay/${session.id}`);
    await drive(first.url, `checkout/${session.id}`, { outcome: 'paid' });
    const completed = await until('a refused delivery', () => receiver.of('checkout.session.completed')[0]);
    const paid = await stripe.checkout.sessions.retrieve(session.id);
    const intent = String(paid.payment_intent);
    const refund = await stripe.refunds.create({ payment_intent: intent }, { idempotencyKey: 'refund:1' });
    const ledger = await readLedger(first.url);
    await end(first, 'SIGKILL');
    // What a write that the kill cut in two leaves behind.
    await appendFile(join(stateDir, 'journal.jsonl'), '[["sessions","cs_test_torn",{"id":"cs_te');

    receiver.received.length = 0;
    receiver.status = 200;
    const second = await start(new URL(first.url).port);
    assert.equal(second.url, first.url);
    const again = clientOf(second.url);
    assert.equal((await again.checkout.sessions.retrieve(session.id)).payment_status, 'paid');
    assert.deepEqual(await readLedger(second.url), ledger);
    assert.equal((await again.checkout.sessions.create(params, { idempotencyKey: 'book:1' })).id, session.id);
    assert.equal(
      (await again.refunds.create({ payment_intent: intent }, { idempotencyKey: 'refund:1' })).id,
      refund.id,
    );
    await assert.rejects(again.checkout.sessions.retrieve('cs_test_torn'), { statusCode: 404 });
    const redelivered = await until('the owed event', () => receiver.of('checkout.session.completed')[0]);
    assert.equal(redelivered.id, completed.id);
    await until('the refund event', () => receiver.of('refund.created')[0]);
    assert.equal(await end(second, 'SIGTERM'), 0);
  });

  it('refuses to run in production', async () => {
    const child = launch({ NODE_ENV: 'production', SANDBOX_PORT: '0', SANDBOX_STATE_DIR: stateDir });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 1);
    assert.match(errors, /NODE_ENV=production/);
  });
});

describe('the journal of the sandbox', () => {
  it('closes sessions whose time ran out, also while nothing ran', async () => {
    const rig = await Rig.start();
    try {
      const { id } = await rig.stripe.checkout.sessions.create(sessionParams());
      const path = join(rig.stateDir, 'journal.jsonl');
      await rig.restart(async () => {
        const text = await readFile(path, 'utf8');
        const past = Math.floor(Date.now() / 1000) - 5;
        await writeFile(path, text.replaceAll(/"expires_at":\d+/g, `"expires_at":${past}`));
      });
      const event = await until('the expiry', () => rig.receiver.of('checkout.session.expired')[0]);
      assert.equal((event.data.object as { id: string }).id, id);
      assert.equal((await rig.stripe.checkout.sessions.retrieve(id)).status, 'expired');
      assert.equal((await rig.press(id, { outcome: 'paid' })).status, 409);
    } finally {
      await rig.stop();
    }
  });

  it('is shortened at a start and says when it is damaged', async () => {
    const rig = await Rig.start();
    const path = join(rig.stateDir, 'journal.jsonl');
    try {
      const { id } = await rig.stripe.checkout.sessions.create(sessionParams());
      for (let n = 0; n < 3; n++) await rig.press(id, { outcome: 'declined', webhook: 'lose' });
      const rows = async (): Promise<number> => (await readFile(path, 'utf8')).split(`"sessions","${id}"`).length - 1;
      assert.equal(await rows(), 4);
      await rig.restart();
      assert.equal(await rows(), 1);
      assert.equal((await rig.stripe.checkout.sessions.retrieve(id)).status, 'open');
      const restarted = rig.restart(async () => {
        await writeFile(path, `not a line\n${await readFile(path, 'utf8')}`);
      });
      await assert.rejects(restarted, /journal is damaged in line 1/);
    } finally {
      await rig.receiver.close();
      await rm(rig.stateDir, { recursive: true, force: true });
    }
  });
});
