import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type OptionSpec, type OptionsOf, readOptions } from './options.js';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What every run under faults is given. */
export interface RunInput<Options> {
  readonly root: string;
  readonly dataDir: string;
  readonly options: Options;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
}

/** A command that starts an installation of its own, does something to it, and judges what became of it. */
export interface Trial<Spec extends OptionSpec, Report> {
  readonly name: string;
  readonly options: Spec;
  run(input: RunInput<OptionsOf<Spec>>): Promise<Report>;
  /** The report as people read it. */
  textOf(report: Report): string;
}

/** Runs it as a process; answers the exit code: 0 passed, 1 failed, 2 for options that make no sense. */
export async function enter<Spec extends OptionSpec, Report extends { readonly passed: boolean }>(
  trial: Trial<Spec, Report>,
): Promise<number> {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  let options: OptionsOf<Spec>;
  try {
    options = readOptions(trial.name, trial.options, process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const begun = Date.now();
  const say = (line: string) => console.log(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  const dataDir = placeFor(trial.name, options.dataDir);
  const reportFile = options.report === undefined ? undefined : resolve(options.report);
  try {
    process.chdir(root);
    await build(say, stopping.signal);
    const report = await trial.run({ root, dataDir, options, say, stop: stopping.signal });
    console.log(trial.textOf(report));
    if (reportFile !== undefined) writeFileSync(reportFile, `${JSON.stringify(report, null, 2)}\n`);
    if (!report.passed) console.error(`${trial.name}: everything is kept in ${dataDir}`);
    else if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    return report.passed ? 0 : 1;
  } catch (error) {
    console.error(stopping.signal.aborted ? `${trial.name}: given up` : error);
    console.error(`${trial.name}: everything is kept in ${dataDir}`);
    return 1;
  }
}

function placeFor(name: string, named: string | undefined): string {
  if (named === undefined) return mkdtempSync(join(tmpdir(), `keepwell-${name}-`));
  const dataDir = resolve(named);
  mkdirSync(dataDir, { recursive: true });
  return dataDir;
}

/** Builds the product when its sources have changed. */
export async function build(say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { setUp }: { setUp(root: string, how: object): Promise<void> } = await import(
    pathToFileURL(join(root, 'tools', 'launcher', 'setup.mjs')).href
  );
  await setUp(root, { say, signal });
}
