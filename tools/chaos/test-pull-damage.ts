import { randomUUID } from 'node:crypto';
import type { FetchFact, PullEndFact } from '../rig/import-facts.js';
import type { Damage } from '../rig/test-damage.js';
import type { ChaosScene } from '../rig/test-scene.js';

const list = (place: number) => `(select id from supplier_imports where file_name = 'chaos-${place}.csv')`;
const entry = (supplier: string) => `code = 'supplier_pull_failed' and about = 'supplier/${supplier}'`;
const copied = (table: string, change: string, where: string) =>
  `insert into ${table} select (jsonb_populate_record(t, '{"id": "${randomUUID()}"}'::jsonb || ${change})).* from ${table} t where ${where}`;

/** What can go wrong with lists that are fetched from their suppliers, and the rule that must notice. */
export function pullDamages(scene: () => ChaosScene): readonly Damage[] {
  const sql = (text: string) => scene().sql(text);
  const facts = () => scene().imports;
  const endsOf = (result: PullEndFact['result']) => facts().pullEnds.filter((end) => end.result === result);
  const change = <T extends object>(seen: T | undefined, by: Partial<T>) => Object.assign(seen ?? {}, by);
  const forget = <T>(seen: T[], isMeant: (one: T) => boolean) =>
    seen.splice(0, seen.length, ...seen.filter((one) => !isMeant(one)));
  const isOf = (supplier: string) => (one: { readonly supplier: string }) => one.supplier === supplier;
  return [
    [
      'a list that was fetched once and imported twice',
      'a list that is served is imported once',
      () => sql(copied('supplier_imports', `'{}'`, `t.id = ${list(12)}`)),
    ],
    [
      'an import of a list that its server never sent',
      'what a pull imports was served by its supplier',
      () => forget(facts().fetches, ({ fileName }) => fileName === 'chaos-12.csv'),
    ],
    [
      'an import of the list of another supplier',
      'what a pull imports was served by its supplier',
      () => sql(`update supplier_imports set supplier = 'medreleaf' where id = ${list(11)}`),
    ],
    [
      'a list that was fetched, and whose import is gone',
      'a run that has imported has imported what was served',
      () => sql(`delete from supplier_imports where id = ${list(11)}`),
    ],
    [
      'a run that has imported the list before',
      'a run that has imported has imported what was served',
      () => change(endsOf('imported')[1], { importId: endsOf('imported')[0]?.importId ?? null }),
    ],
    [
      'a new list that was taken for an old one',
      'a list that is not new was imported before',
      () =>
        change(
          facts().fetches.findLast(({ status }) => status === 200),
          { fileName: 'chaos-13.csv' },
        ),
    ],
    [
      'a run that has failed although its list was sent',
      'a run that has failed has met a failure',
      () => forget(facts().fetches, (fetch: FetchFact) => fetch.supplier === 'medreleaf'),
    ],
    [
      'a newest list that was lost',
      'the list that was served last is in force',
      () => sql(`update supplier_imports set state = 'cancelled', applied_at = null where id = ${list(12)}`),
    ],
    [
      'an older list in the place of the newest one',
      'the list that was served last is in force',
      () => sql(`update supplier_imports set base_version = 2 where id = ${list(11)}`),
    ],
    [
      'a list that was applied behind the next one',
      'no list is applied behind one that was served later',
      () => sql(`update supplier_imports set base_version = 2 where id = ${list(11)}`),
    ],
    [
      'a source that is shown twice',
      'a source has one open entry at most',
      () => sql(copied('attention', `'{}'`, entry('medreleaf'))),
    ],
    [
      'a source that fails and is not shown',
      'three failures in a row are shown',
      () => sql(`update attention set resolved_at = now() where ${entry('medreleaf')}`),
    ],
    [
      'a source that is shown though its list was fetched again',
      'a run that succeeds takes the entry back',
      () => sql(`update attention set resolved_at = null where ${entry('alma')}`),
    ],
    [
      'a source that is shown after its second failure',
      'fewer than three failures are not shown',
      () => sql(`update attention set opened_at = opened_at - interval '10 seconds' where ${entry('medreleaf')}`),
    ],
    [
      'a source that is shown again at its fourth failure',
      'failures are shown once until a list is fetched',
      () => sql(copied('attention', `'{"opened_at": "2026-11-30T12:00:41Z"}'`, entry('medreleaf'))),
    ],
    ['a source that is never fetched again', 'a source has its Schedule', () => scene().engine.endSchedules()],
    [
      'a pull that goes on for ever',
      'a pull comes to rest',
      () => scene().engine.strayRun(`supplier-pull/${scene().clinic}/alma-2026-11-30T12:00:00Z`, 'supplierPull'),
    ],
    [
      'a mail to a manager that is recorded and was never received',
      'what is recorded as sent was received',
      () => scene().mails.pop(),
    ],
    [
      'a mail to a manager that nobody has recorded',
      'a received message has its delivery',
      () => sql('delete from account_mails'),
    ],
    [
      'somebody whose pull is never answered',
      'who asks again about a list is answered in the end',
      () => change(facts().pulls.find(isOf('alma')), { outcome: 'unknown', statuses: [503] }),
    ],
  ];
}
