/** Columns of an item by how the JSON of its content holds them. */
const TEXTS = [
  ['name', 'name'],
  ['generic_name', 'genericName'],
  ['brand_name', 'brandName'],
  ['active_ingredient', 'activeIngredient'],
  ['strength', 'strength'],
  ['form', 'form'],
  ['route', 'route'],
  ['manufacturer', 'manufacturer'],
  ['pbs_code', 'pbsCode'],
  ['local_code', 'localCode'],
  ['atc', 'atc'],
  ['schedule', 'schedule'],
  ['stated_schedule', 'statedSchedule'],
] as const;
const OBJECTS = [
  ['pack', 'pack'],
  ['ingredients', 'ingredients'],
  ['max_daily_dose', 'maxDailyDose'],
  ['prescribing_info', 'prescribingInfo'],
  ['sources', 'sources'],
] as const;
const FLAGS = ['monitored', 'active'] as const;

const COLUMNS = [...TEXTS.map(([column]) => column), ...OBJECTS.map(([column]) => column), ...FLAGS];
/** The same of `content`, in this order. */
const valuesOf = (content: string) =>
  [
    ...TEXTS.map(([, member]) => `${content} ->> '${member}'`),
    // JSON's null is a value, the column's is none.
    ...OBJECTS.map(([, member]) => `nullif(${content} -> '${member}', 'null')`),
    ...FLAGS.map((member) => `(${content} ->> '${member}')::boolean`),
  ].join(', ');

const CHANGED = `r.import_id = $1 and r.kind in ('created', 'updated', 'reactivated', 'deactivated')`;
const TERMS = (of: string) =>
  `insert into drug_terms (drug_id, clinic_id, term, kind)
   select r.drug_id, r.clinic_id, t.term, t.kind
     from drug_import_rows r cross join lateral jsonb_to_recordset(${of}) as t (term text, kind text)`;

/** The statements of an import, in their order. $1 is the import, the others as they are called. */
export const APPLY = {
  /** Who changes an item by hand waits, or was before us. In the order of ids: two that lock the same cannot wait for each other. */
  lockItems: `select d.id from drugs d join drug_import_rows r on r.drug_id = d.id where r.import_id = $1 order by d.id for update of d`,
  keepTerms: `update drug_import_rows r set terms_before = (
      select jsonb_agg(jsonb_build_object('term', t.term, 'kind', t.kind) order by t.term) from drug_terms t where t.drug_id = r.drug_id)
    where ${CHANGED}`,
  items: `insert into drugs (id, clinic_id, version, list_key, listing, created_at, updated_at, ${COLUMNS.join(', ')})
    select r.drug_id, r.clinic_id, r.base_version + 1, r.list_key, case r.kind when 'deactivated' then 'delisted' else 'listed' end, $2, $2,
           ${valuesOf('r.content')}
      from drug_import_rows r where ${CHANGED}
    on conflict (id) do update set version = excluded.version, list_key = excluded.list_key, listing = excluded.listing,
      updated_at = excluded.updated_at, ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  versions: `insert into drug_versions (drug_id, version, clinic_id, content, changed_by, changed_at)
    select r.drug_id, r.base_version + 1, r.clinic_id, r.content, $2, $3 from drug_import_rows r where ${CHANGED}`,
  forgetTerms: `delete from drug_terms t using drug_import_rows r where r.drug_id = t.drug_id and ${CHANGED}`,
  terms: `${TERMS('r.terms')} where ${CHANGED}`,
  /** An item that the list confirms is in a list from now on. */
  unchanged: `update drugs d set listing = 'listed' from drug_import_rows r
    where r.drug_id = d.id and r.import_id = $1 and r.kind = 'unchanged' and d.listing is distinct from 'listed'`,
} as const;

/** What the import has written and nobody has changed since. */
const UNTOUCHED = `${CHANGED} and exists (select 1 from drugs u where u.id = r.drug_id and u.version = r.base_version + 1)`;
const BEFORE = `join drug_versions v on v.drug_id = r.drug_id and v.version = greatest(r.base_version, 1)`;
/** As it was; a created one as the import has made it, and inactive. */
const CONTENT_BEFORE = `case r.kind when 'created' then v.content || '{"active": false}' else v.content end`;

/** The statements of an undo, in their order: items last, because the others ask which version they are in. */
export const UNDO = {
  lockItems: APPLY.lockItems,
  kept: `select count(*)::int as kept from drug_import_rows r where ${CHANGED} and not exists (
      select 1 from drugs u where u.id = r.drug_id and u.version = r.base_version + 1)`,
  forgetTerms: `delete from drug_terms t using drug_import_rows r where r.drug_id = t.drug_id and ${UNTOUCHED}`,
  terms: `${TERMS('r.terms_before')} where ${UNTOUCHED} and r.kind <> 'created' and r.terms_before is not null`,
  versions: `insert into drug_versions (drug_id, version, clinic_id, content, changed_by, changed_at)
    select r.drug_id, r.base_version + 2, r.clinic_id, ${CONTENT_BEFORE}, $2, $3 from drug_import_rows r ${BEFORE} where ${UNTOUCHED}`,
  items: `update drugs d set (version, listing, updated_at, ${COLUMNS.join(', ')}) = row(b.version,
      b.listing, $2::timestamptz, ${valuesOf('b.content')})
    from (select r.drug_id, r.base_version + 2 as version, case r.kind when 'created' then 'withdrawn' else r.listing_before end as listing,
                 ${CONTENT_BEFORE} as content
            from drug_import_rows r ${BEFORE} where ${UNTOUCHED}) b
    where d.id = b.drug_id`,
  unchanged: `update drugs d set listing = r.listing_before from drug_import_rows r
    where r.drug_id = d.id and r.import_id = $1 and r.kind = 'unchanged' and d.version = r.base_version
      and d.listing is distinct from r.listing_before`,
} as const;
