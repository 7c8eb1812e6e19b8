// Makes sure that the tests of pages have a browser: finds a Chromium, or installs Debian's package where that is allowed.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { onPath } from '../launcher/tools.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL: readonly (readonly string[])[] = [
  ['apt-get', 'update', '-q'],
  ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'chromium'],
];

/** What a machine can do; the real one is `machine`. */
export interface Machine {
  /** The setting CHROMIUM. */
  readonly named: string | undefined;
  readonly isRoot: boolean;
  onPath(name: string): string | undefined;
  /** Runs a program to its end; whether it succeeded. */
  run(command: readonly string[]): boolean;
}

/** The browser that the setting CHROMIUM names, or that is on the PATH; undefined without one. */
export function findChromium({ named, onPath }: Pick<Machine, 'named' | 'onPath'>): string | undefined {
  return named || NAMES.map(onPath).find((path) => path !== undefined);
}

/**
 * A Chromium that starts. Installs Debian's package when there is none, as root or by a sudo that asks for no password.
 * @throws Error that says what to install
 */
export function provideChromium(machine: Machine): string {
  const found = findChromium(machine) ?? (install(machine) ? findChromium(machine) : undefined);
  if (found === undefined) {
    throw new Error(
      'There is no Chromium for the tests of pages. Install one (Debian: apt-get install chromium), or name its program by CHROMIUM.',
    );
  }
  if (machine.run([found, '--headless', '--no-sandbox', '--version'])) return found;
  throw new Error(`${found} does not start. Install another Chromium, or name its program by CHROMIUM.`);
}

function install(machine: Machine): boolean {
  if (machine.onPath('apt-get') === undefined) return false;
  const mayBeRoot = !machine.isRoot && machine.onPath('sudo') !== undefined && machine.run(['sudo', '-n', 'true']);
  if (!machine.isRoot && !mayBeRoot) return false;
  return INSTALL.every((command) => machine.run(machine.isRoot ? command : ['sudo', '-n', ...command]));
}

const machine: Machine = {
  named: process.env.CHROMIUM,
  isRoot: process.getuid?.() === 0,
  onPath,
  run: ([program = '', ...args]) =>
    spawnSync(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(provideChromium(machine));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
