import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findChromium, type Machine, provideChromium } from './chromium.js';

const APT = ['apt-get update -q', 'apt-get install -q -y --no-install-recommends chromium'];
const STARTS = 'chromium --headless --no-sandbox --version';

/** A machine with these programs; apt-get brings Chromium along. What it ran is in `ran`. */
function machineWith(programs: readonly string[], { isRoot = false, named = '', fails = '' } = {}) {
  const ran: string[] = [];
  const there = new Set(programs);
  const machine: Machine = {
    named,
    isRoot,
    onPath: (name) => (there.has(name) ? name : undefined),
    run: (command) => {
      const line = command.join(' ');
      ran.push(line);
      if (fails !== '' && line.includes(fails)) return false;
      if (line.endsWith(' chromium')) there.add('chromium');
      return true;
    },
  };
  return { machine, ran };
}

describe('the browser of the tests of pages', () => {
  it('is the one that is named, else one on the PATH', () => {
    assert.equal(findChromium(machineWith(['chromium'], { named: '/opt/other' }).machine), '/opt/other');
    assert.equal(findChromium(machineWith(['google-chrome']).machine), 'google-chrome');
    assert.equal(findChromium(machineWith(['firefox']).machine), undefined);
    const { machine, ran } = machineWith(['chromium', 'apt-get'], { isRoot: true });
    assert.deepEqual([provideChromium(machine), ran], ['chromium', [STARTS]], 'nothing is installed');
  });

  it('is Debian’s package where it may be installed', () => {
    const root = machineWith(['apt-get'], { isRoot: true });
    assert.equal(provideChromium(root.machine), 'chromium');
    assert.deepEqual(root.ran, [...APT, STARTS]);
    const sudo = machineWith(['apt-get', 'sudo']);
    assert.equal(provideChromium(sudo.machine), 'chromium');
    assert.deepEqual(sudo.ran, ['sudo -n true', ...APT.map((line) => `sudo -n ${line}`), STARTS]);
  });

  it('is asked for in one sentence where it may not, and where it does not start', () => {
    const lacking: readonly ReturnType<typeof machineWith>[] = [
      machineWith([]),
      machineWith(['apt-get']),
      machineWith(['apt-get', 'sudo'], { fails: 'sudo -n true' }),
      machineWith(['apt-get'], { isRoot: true, fails: 'install' }),
    ];
    for (const { machine } of lacking) {
      assert.throws(() => provideChromium(machine), /Install one \(Debian: apt-get install chromium\).*CHROMIUM/);
    }
    const broken = machineWith(['chromium'], { fails: '--version' });
    assert.throws(() => provideChromium(broken.machine), /chromium does not start/);
  });

  it('fails the whole run of CI when there is none', () => {
    const steps = readFileSync('.ci/run', 'utf8');
    assert.match(steps, /^set -Eeuo pipefail$/m);
    assert.match(steps, /^step 'browser' node --import tsx tools\/checks\/chromium\.ts$/m);
    const env = { PATH: '', CHROMIUM: '/nowhere/chromium' };
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/checks/chromium.ts'], {
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 1);
    assert.match(stderr, /\/nowhere\/chromium does not start/);
  });
});
