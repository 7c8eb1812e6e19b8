import type pg from 'pg';

/** So many copies of each starter item make 10,000 items of them. */
const COPIES = 24;
const VOWELS = 'aeiou';

/**
 * Gives a clinic 10,000 items of its own: the starter items with their vowels exchanged, so that names are as long and as much alike as
 * names of medicines are. Beside it `bench_drug_hits`, the product's search for a caller who has no scope.
 */
export async function fillFormulary(pool: pg.Pool, clinicId: string): Promise<void> {
  for (let copy = 1; copy <= COPIES; copy += 1) {
    const changed = permutation(copy);
    const named = ['name', 'generic_name', 'active_ingredient'].map(
      (column) => `'${column}', translate(d.${column}, '${VOWELS}', '${changed}')`,
    );
    await pool.query(
      `with pairs as (select id as old, gen_random_uuid() as new from drugs where clinic_id is null),
         copied as (
           insert into drugs select (jsonb_populate_record(d, jsonb_build_object('id', p.new, 'clinic_id', $1::uuid, 'edition', null,
             'list_key', p.new, ${named.join(', ')}))).* from drugs d join pairs p on p.old = d.id)
       insert into drug_terms (drug_id, term, kind, clinic_id)
         select p.new, min(translate(t.term, '${VOWELS}', '${changed}')), t.kind, $1
           from drug_terms t join pairs p on p.old = t.drug_id group by p.new, t.kind, translate(t.term, '${VOWELS}', '${changed}')`,
      [clinicId],
    );
  }
  const { rows } = await pool.query<{ text: string }>("select pg_get_functiondef('drug_hits'::regproc) as text");
  const own = (rows[0]?.text ?? '')
    .replace(/drug_hits\(sought text, fuzzy boolean\)/, 'bench_drug_hits(sought text, fuzzy boolean, given uuid[])')
    .replace('scope_clinics()', 'given');
  await pool.query(own);
  await pool.query('analyze drugs, drug_terms');
}

/** Another order of the vowels each time. */
function permutation(which: number): string {
  const left = [...VOWELS];
  let rest = which;
  let order = '';
  for (let size = left.length; size > 0; size -= 1) {
    order += left.splice(rest % size, 1)[0];
    rest = Math.floor(rest / size);
  }
  return order;
}
