import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../launcher/testing.js';
import { onPath, run } from '../launcher/tools.js';
import { Client, newTally } from '../rig/client.js';
import { pause, Stack } from '../rig/stack.js';
import { openRooms } from './people.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const COUNT = 24;
/** After how many messages which process is killed. */
const KILLS = new Map([
  [6, 'api'],
  [14, 'api_2'],
] as const);

/** A Python that has the client's library; undefined where there is none to be had. */
async function pythonWithSocketio(stop: AbortSignal): Promise<string | undefined> {
  const python = onPath('python3');
  if (python === undefined) return undefined;
  const folder = testFolder();
  mkdirSync(folder, { recursive: true });
  try {
    await run(python, ['-m', 'venv', folder], process.env, stop);
    const own = join(folder, 'bin', 'python');
    await run(own, ['-m', 'pip', 'install', '--quiet', 'python-socketio[client]==5.18.1'], process.env, stop);
    return own;
  } catch {
    return undefined;
  }
}

test('a client in Python joins, sends, outlives both API processes and has what the REST API shows', async (t) => {
  const stop = new AbortController().signal;
  const python = await pythonWithSocketio(stop);
  if (python === undefined) return t.skip('python-socketio 5.18.1 cannot be installed here');
  const stack = await Stack.start({
    ...{ root, dataDir: testFolder(), say: () => undefined, stop, apiProcesses: 2, engineInMemory: true, mail: 'sink' },
    settings: { PAYMENTS_ENABLED: 'false' },
  });
  t.after(() => stack.stop());
  const nobody = Client.anonymous(stack.apiUrl, newTally(), stop);
  const [room] = await openRooms(stack, nobody, 1);
  assert.ok(room);
  const env = { API_URL: stack.apiUrl, TOKEN: await room.patient.token(), ROOM: room.id, COUNT: `${COUNT}` };
  const child = spawn(python, [join('docs', 'examples', 'chat_client.py')], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  let complaint = '';
  child.stderr.on('data', (part) => (complaint += part));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

  const talking = new AbortController();
  const doctor = (async () => {
    for (let at = 1; !talking.signal.aborted; at += 1) {
      const body = { message: `From the doctor, ${at}`, client_message_id: `doctor-${at}` };
      await (await room.doctor.rest()).ask('POST', `/api/v1/chat/messages/${room.id}/`, body);
      await pause(500, talking.signal);
    }
  })();
  const killed: string[] = [];
  let last: Record<string, unknown> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line) as Record<string, unknown>;
    const name = KILLS.get(Number(last.acknowledged) as 6 | 14);
    if (name && stack.kill(name)) killed.push(name);
  }
  talking.abort();
  assert.equal(await ended, 0, `${JSON.stringify(last)}\n${complaint}`);
  await doctor;
  assert.deepEqual(killed, ['api', 'api_2']);
  assert.equal(last.equal, true);
  assert.equal(last.once, true);
  assert.ok(Number(last.messages) > COUNT, 'it has the doctor’s, too');
  assert.ok(Number(last.joins) >= 2, `${last.joins} joins`);
  t.diagnostic(JSON.stringify(last));
});
