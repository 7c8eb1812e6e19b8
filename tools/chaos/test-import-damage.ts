import { randomUUID } from 'node:crypto';
import type { Damage } from '../rig/test-damage.js';
import type { ChaosScene } from '../rig/test-scene.js';

const list = (place: number) => `(select id from supplier_imports where file_name = 'chaos-${place}.csv')`;
const product = (code: string) => `(select id from supplier_products where product_code = '${code}')`;
const changed = (code: string, content: string) =>
  `update supplier_products set content = content || '${content}' where product_code = '${code}'`;

/** What can go wrong with price lists, and the rule that must notice. */
export function importDamages(scene: () => ChaosScene): readonly Damage[] {
  const sql = (text: string) => scene().sql(text);
  const facts = () => scene().imports;
  const change = <T extends object>(seen: T | undefined, by: Partial<T>) => Object.assign(seen ?? {}, by);
  return [
    [
      'a list that was answered and is not there',
      'a list answered 202 is one import',
      () => sql(`update supplier_imports set file_name = 'other' where id = ${list(4)}`),
    ],
    [
      'a list that was refused and is there',
      'a list answered 4xx left nothing',
      () => sql(`update supplier_imports set file_name = 'refused.csv' where id = ${list(4)}`),
    ],
    [
      'an import of a list that nobody has sent',
      'an import comes from a list that was sent, once',
      () => sql(`update supplier_imports set file_name = 'other' where id = ${list(4)}`),
    ],
    [
      'a list that two imports have',
      'an import comes from a list that was sent, once',
      () => sql(`update supplier_imports set file_name = 'chaos-5.csv' where id = ${list(4)}`),
    ],
    [
      'somebody who is never answered',
      'who asks again about a list is answered in the end',
      () => change(facts().decisions[0], { outcome: 'unknown', statuses: [503] }),
    ],
    [
      'an apply that was acknowledged and not done',
      'an acknowledged apply is done',
      () => sql(`update supplier_imports set applied_at = null, state = 'cancelled' where file_name <> 'chaos-5.csv'`),
    ],
    [
      'an undo that was acknowledged and not done',
      'an acknowledged undo is done',
      () => sql(`update supplier_imports set state = 'applied' where id = ${list(3)}`),
    ],
    [
      'a cancel that was acknowledged of what was applied all the same',
      'an acknowledged cancel has changed nothing',
      () => sql(`update supplier_imports set state = 'applied', applied_at = now() where id = ${list(4)}`),
    ],
    [
      'an import that goes on for ever',
      'an import comes to rest',
      () => sql(`update supplier_imports set state = 'undoing' where id = ${list(3)}`),
    ],
    [
      'an import that failed',
      'an import comes to rest',
      () => sql(`update supplier_imports set state = 'failed' where id = ${list(4)}`),
    ],
    [
      'a preview for which nobody waits',
      'a preview has a workflow that waits for a person',
      () => sql(`update supplier_imports set state = 'previewed' where id = ${list(4)}`),
    ],
    [
      'a row of a list that was lost',
      'what was applied counts every row of its list, once',
      () => sql(`update supplier_imports set rows_total = 1 where id = ${list(1)}`),
    ],
    [
      'a row of a list that was applied twice',
      'what was applied counts every row of its list, once',
      () => sql(`update supplier_imports set done = done || '{"unchanged": 1}' where id = ${list(1)}`),
    ],
    [
      'a list that was applied twice',
      'a list has moved as often as its imports',
      () => sql('update supplier_lists set version = version + 1'),
    ],
    [
      'a price that no list says',
      'the catalogue is what the standing lists say',
      () => sql(changed('A', '{"wholesalePrice": 1101}')),
    ],
    [
      'a stock of the list before',
      'the catalogue is what the standing lists say',
      () => sql(changed('A', '{"stockQuantity": 1}')),
    ],
    [
      'a product that the newest list lacks and that is active',
      'the catalogue is what the standing lists say',
      () => sql(`update supplier_products set active = true where product_code = 'B'`),
    ],
    [
      'a product that was taken back and is still there',
      'no product comes from nowhere',
      () => sql(`update supplier_products set withdrawn = false where product_code = 'C'`),
    ],
    [
      'a catalogue of which every list was taken back',
      'what was taken back is gone',
      () => sql(`update supplier_imports set state = 'undone'`),
    ],
    [
      'a price without its history',
      'a price history ends with the price',
      () => sql(`delete from supplier_product_prices where wholesale_price = 1100`),
    ],
    [
      'a price that a history has twice',
      'a price history has each move once',
      () =>
        sql(
          `insert into supplier_product_prices select * from supplier_product_prices where product_id = ${product('B')}`,
        ),
    ],
    [
      'somebody who saw two lists at once',
      'who looks sees one list, whole',
      () => facts().looks.push({ supplier: 'botanitech', shown: 1, stocks: [1, 2] }),
    ],
    [
      'somebody who saw half a list',
      'who looks sees one list, whole',
      () => facts().looks.push({ supplier: 'botanitech', shown: 1, stocks: [1] }),
    ],
    [
      'an undo without its row in the audit',
      'what became of a list stands in the audit, once',
      () => sql(`update audit_events set action = 'x' where action = 'supplier_import.undone'`),
    ],
    [
      'a list that stands in the audit twice',
      'what became of a list stands in the audit, once',
      () =>
        sql(`insert into audit_events select (jsonb_populate_record(e, '{"id": "${randomUUID()}"}')).* from audit_events e
          where e.entity_id = ${list(1)}::text and e.action = 'supplier_import.applied'`),
    ],
  ];
}
