import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { pay } from '../../support/client.js';
import { startClinic, type TestClinic } from '../../support/clinic.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DAY_MS = 86_400_000;

interface Example {
  bookAndPay(
    baseUrl: string,
    email: string,
    password: string,
  ): Promise<{ readonly appointmentId: string; readonly orderId: string; readonly checkoutUrl: string }>;
  waitUntilBooked(
    baseUrl: string,
    email: string,
    password: string,
    id: string,
  ): Promise<{ readonly status: string; readonly payment_status: string; readonly order_id: string | null }>;
}

describe('a client whose types are generated from the API document', () => {
  let clinic: TestClinic;
  let folder: string;

  before(async () => {
    clinic = await startClinic();
    folder = mkdtempSync(join(tmpdir(), 'keepwell-client-'));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    cpSync(join(ROOT, 'docs', 'examples', 'book-and-pay.ts'), join(folder, 'book-and-pay.ts'));
    const served = await fetch(`${clinic.apiUrl}/openapi.json`);
    writeFileSync(join(folder, 'keepwell.ts'), astToString(await openapiTS(await served.text())));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await clinic?.stop();
  });

  /** Runs the compiler over the client, strictly. */
  function compile(file: string): string {
    const tsc = join(ROOT, 'node_modules', 'typescript-native', 'bin', 'tsc');
    const options = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2022'];
    const more = ['--lib', 'es2022,dom', '--skipLibCheck', '--noEmit', '--types', ''];
    const run = spawnSync(process.execPath, [tsc, ...options, ...more, file], { cwd: folder, encoding: 'utf8' });
    return run.stdout + run.stderr;
  }

  it('compiles, and does not when it asks for what is not there', () => {
    assert.equal(compile('book-and-pay.ts'), '');
    const source = readFileSync(join(folder, 'book-and-pay.ts'), 'utf8');
    writeFileSync(join(folder, 'wrong.ts'), source.replace("slot_type: 'short'", "slot_type: 'medium'"));
    assert.match(compile('wrong.ts'), /'"medium"' is not assignable/);
    writeFileSync(join(folder, 'wrong.ts'), source.replace('order.data.order_id', 'order.data.order_number'));
    assert.match(compile('wrong.ts'), /'order_number' does not exist/);
  });

  it('books and pays', async () => {
    await clinic.slot(await clinic.person('doctor'), 3 * DAY_MS);
    const { email, password } = await clinic.person('patient');
    const source = readFileSync(join(folder, 'book-and-pay.ts'), 'utf8');
    const script = join(folder, 'book-and-pay.mjs');
    writeFileSync(script, ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } }).outputText);
    const example = (await import(pathToFileURL(script).href)) as Example;
    const booked = await example.bookAndPay(clinic.apiUrl, email, password);
    assert.equal(await pay(clinic, booked.checkoutUrl), 200);
    const read = await example.waitUntilBooked(clinic.apiUrl, email, password, booked.appointmentId);
    assert.deepEqual([read.status, read.payment_status, read.order_id], ['booked', 'paid', booked.orderId]);
  });
});
