import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { FetchFact, PullEndFact } from '../../rig/import-facts.js';
import type { ImportRow, ImportWorld, PullAttention } from './import-world.js';

/** Invariant 11, of lists that are fetched from their suppliers: each that was served is imported, once, and the newest one is in force. */
const CATALOGUE = 11;
/** Failures in a row after which a person is asked to look. */
const SHOWN_AFTER = 3;
/** Longer than any run. */
const LONGEST_RUN_MS = 150_000;

export function checkPulls(world: ImportWorld, findings: Findings): void {
  checkServed(world, findings);
  checkEnds(world, findings);
  checkInForce(world, findings);
  checkAttention(world, findings);
  checkRest(world, findings);
}

const isGood = ({ status }: FetchFact) => status < 400;

function pulledOf({ imports }: ImportWorld): readonly ImportRow[] {
  return imports.filter(({ source }) => source === 'pull');
}

function checkServed(world: ImportWorld, findings: Findings): void {
  const { offered, fetches } = world.facts.imports;
  const imports = groupBy(pulledOf(world), (row) => row.file_name);
  findings.each(CATALOGUE, 'a list that is served is imported once', offered, ({ fileName }) => {
    const found = imports.get(fileName) ?? [];
    return found.length < 2 ? null : `${fileName}: imports ${found.map(({ id }) => id).join()}`;
  });
  const sent = new Set(fetches.filter(({ status }) => status === 200).map(({ fileName }) => fileName));
  const lists = new Map(offered.map((list) => [list.fileName, list]));
  findings.each(CATALOGUE, 'what a pull imports was served by its supplier', pulledOf(world), (row) =>
    sent.has(row.file_name) && lists.get(row.file_name)?.supplier === row.supplier ? null : row.id,
  );
}

/** What was seen of each run against what the supplier's server had answered until then: one run of a supplier comes behind the other. */
function checkEnds(world: ImportWorld, findings: Findings): void {
  const { pullEnds } = world.facts.imports;
  const ends = (result: PullEndFact['result']) => pullEnds.filter((end) => end.result === result);
  const byId = new Map(world.imports.map((row) => [row.id, row]));
  const pulled = new Set(pulledOf(world).map((row) => row.file_name));
  findings.each(CATALOGUE, 'a run that has imported has imported what was served', ends('imported'), (end) => {
    const file = fetchesUntil(world, end).findLast(({ status }) => status === 200)?.fileName;
    const row = byId.get(end.importId ?? '');
    return row && row.file_name === file
      ? null
      : `${end.supplier}: ${file}, import ${end.importId} of ${row?.file_name}`;
  });
  findings.each(CATALOGUE, 'a list that is not new was imported before', ends('unchanged'), (end) => {
    const file = fetchesUntil(world, end).findLast(isGood)?.fileName;
    return pulled.has(file ?? '') ? null : `${end.supplier}: ${file}`;
  });
  const { deaths } = world.facts;
  findings.each(CATALOGUE, 'a run that has failed has met a failure', ends('failed'), (end) => {
    const isNear = ({ at }: { readonly at: number }) => at <= end.at && at > end.at - LONGEST_RUN_MS;
    const error = fetchesUntil(world, end).findLast((fetch) => !isGood(fetch));
    return (error && isNear(error)) || deaths.some(isNear) ? null : `${end.supplier} at ${end.at}`;
  });
}

function fetchesUntil({ facts }: ImportWorld, { supplier, at }: PullEndFact): readonly FetchFact[] {
  return facts.imports.fetches.filter((fetch) => fetch.supplier === supplier && fetch.at <= at);
}

function checkInForce(world: ImportWorld, findings: Findings): void {
  const { fetches, uploads } = world.facts.imports;
  const newest = [...groupBy(fetches, ({ supplier }) => supplier)].flatMap(([supplier, answers]) => {
    const last = answers.at(-1);
    return last && isGood(last) ? [{ supplier, fileName: last.fileName }] : [];
  });
  const sent = new Set(uploads.map(({ supplier }) => supplier));
  findings.each(CATALOGUE, 'the list that was served last is in force', newest, ({ supplier, fileName }) => {
    const standing = world.imports.filter((row) => row.supplier === supplier && row.state === 'applied');
    // Of a supplier whose lists people send, too, one of theirs may stand on it.
    const found = sent.has(supplier)
      ? standing.some((row) => row.file_name === fileName)
      : inOrder(standing).at(-1)?.file_name === fileName;
    return found ? null : `${supplier}: ${fileName}, in force ${inOrder(standing).at(-1)?.file_name}`;
  });
  const serial = new Map(world.facts.imports.offered.map(({ fileName, stock }) => [fileName, stock]));
  const applied = groupBy(
    pulledOf(world).filter((row) => row.applied_at !== null),
    ({ supplier }) => supplier,
  );
  findings.each(CATALOGUE, 'no list is applied behind one that was served later', applied, ([supplier, rows]) => {
    const serials = inOrder(rows).map((row) => serial.get(row.file_name) ?? 0);
    const late = serials.findIndex((one, at) => one < (serials[at - 1] ?? 0));
    return late === -1 ? null : `${supplier}: ${serials[late]} behind ${serials[late - 1]}`;
  });
}

function inOrder(rows: readonly ImportRow[]): readonly ImportRow[] {
  return rows.toSorted((one, other) => (one.base_version ?? 0) - (other.base_version ?? 0));
}

function checkAttention(world: ImportWorld, findings: Findings): void {
  const { fetches, pullEnds } = world.facts.imports;
  const { deaths } = world.facts;
  const sources = world.sources.map(({ supplier }) => ({
    supplier,
    entries: world.pullAttention.filter((entry) => entry.supplier === supplier),
    answers: fetches.filter((fetch) => fetch.supplier === supplier),
    ends: pullEnds.filter((end) => end.supplier === supplier),
  }));
  const open = (entries: readonly PullAttention[]) => entries.filter((entry) => entry.resolved_at === null);
  findings.each(CATALOGUE, 'a source has one open entry at most', sources, ({ supplier, entries }) =>
    open(entries).length < 2 ? null : `${supplier}: ${open(entries).length}`,
  );
  findings.each(CATALOGUE, 'three failures in a row are shown', sources, ({ supplier, entries, answers, ends }) => {
    const good = answers.findLast(isGood)?.at ?? 0;
    const failures = ends.filter(({ at, result }) => result === 'failed' && at > good).length;
    return failures < SHOWN_AFTER || open(entries).length > 0 ? null : `${supplier}: ${failures} failures`;
  });
  findings.each(CATALOGUE, 'a run that succeeds takes the entry back', sources, ({ supplier, entries, ends }) => {
    const good = ends.findLast(({ result }) => result !== 'failed')?.at ?? 0;
    return open(entries).some((entry) => entry.opened_at.getTime() < good) ? supplier : null;
  });
  const opened = sources.flatMap((source) =>
    source.entries.map((entry, at) => ({ ...source, at: entry.opened_at.getTime(), before: source.entries[at - 1] })),
  );
  findings.each(CATALOGUE, 'fewer than three failures are not shown', opened, ({ supplier, at, answers, ends }) => {
    const from = ends.findLast((end) => end.at < at && end.result !== 'failed')?.at ?? 0;
    const isWithin = (one: { readonly at: number }) => one.at > from && one.at <= at;
    const failures = [...answers.filter((answer) => !isGood(answer)), ...deaths].filter(isWithin).length;
    return failures < SHOWN_AFTER ? `${supplier}: ${failures} failures` : null;
  });
  findings.each(
    CATALOGUE,
    'failures are shown once until a list is fetched',
    opened,
    ({ supplier, at, before, answers }) => {
      if (!before) return null;
      const isBetween = (answer: FetchFact) =>
        isGood(answer) && answer.at > before.opened_at.getTime() && answer.at <= at;
      return answers.some(isBetween) ? null : `${supplier}: at ${before.opened_at.toISOString()} and again`;
    },
  );
}

function checkRest({ sources, schedules, runningPulls }: ImportWorld, findings: Findings): void {
  findings.each(CATALOGUE, 'a source has its Schedule', sources, (source) =>
    schedules.has(source.supplier) ? null : source.supplier,
  );
  findings.each(CATALOGUE, 'a pull comes to rest', sources, ({ clinic_id: clinic, supplier }) =>
    runningPulls.find((id) => id.startsWith(`supplier-pull/${clinic}/${supplier}`)),
  );
}
