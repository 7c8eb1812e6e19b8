-- By what an item is found: its names, and other names of its ingredients, folded as the search folds what somebody types.
create extension if not exists pg_trgm;

create table drug_terms (
  drug_id uuid not null references drugs,
  -- Compared byte by byte: a prefix is then a range, whatever the order of the database.
  term text collate "C" not null check (term <> ''),
  -- `part`: one ingredient of several.
  kind text not null check (kind in ('name', 'part', 'synonym')),
  -- Of the item; null of the starter formulary.
  clinic_id uuid references clinics,
  primary key (drug_id, term)
);
create index drug_terms_prefix on drug_terms (term);
-- A long text, such as a name with strength and form, is similar to nothing that is as short as what people look for, and dear
-- to compare.
create index drug_terms_similar on drug_terms using gin (term gin_trgm_ops) where length(term) <= 32;
create index drug_terms_clinic on drug_terms (clinic_id);

call grant_access('drug_terms', api => 'select, insert, delete', worker => 'select, insert, delete');
call guard('drug_terms',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or (clinic_id is null and (select scope_clinics())::uuid[] <> '{}')$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);

-- Which items of the scope's clinics and of the starter formulary a text finds, and how well: 1 exact, 2 prefix, 3 by another
-- name, 4 similar. With the owner's eyes, because an operator that may leak what it compares, such as that of similar texts,
-- goes by no index under a policy; so it asks the scope itself, and answers ids alone. The rows are read under their policies.
create function drug_hits(sought text, fuzzy boolean) returns table (drug_id uuid, rank int)
  language plpgsql stable security definer rows 200 set search_path = pg_catalog, public, pg_temp
  -- A plan that is kept does not know how few texts are similar, and would compare them all.
  set enable_seqscan = off as $$
declare
  clinics uuid[] := scope_clinics();
  -- The last code point: what begins with the text lies below it.
  beyond text := sought || chr(1114111);
begin
  if clinics is null or clinics = '{}' then return; end if;
  return query
    with similar_terms as materialized (
      select t.drug_id, t.clinic_id from drug_terms t where fuzzy and length(t.term) <= 32 and t.term operator(public.%) sought)
    select found.drug_id, min(found.rank) from (
      select t.drug_id, case when t.kind = 'synonym' then 3 when t.kind = 'name' and t.term = sought then 1 else 2 end as rank
        from drug_terms t
       where t.term >= sought collate "C" and t.term < beyond collate "C" and (fuzzy or t.kind <> 'synonym')
         and (t.clinic_id is null or t.clinic_id = any (clinics))
      union all
      select t.drug_id, 4 from similar_terms t where t.clinic_id is null or t.clinic_id = any (clinics)) found
     group by found.drug_id;
end $$;
revoke execute on function drug_hits from public;
grant execute on function drug_hits to keepwell_api;
