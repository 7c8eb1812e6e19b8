-- Items of the formulary. Those without a clinic are the starter formulary, which every clinic sees; a clinic's own rows are
-- what it has added, and its edition of a starter item, which stands in that item's place for this clinic alone.
create table drugs (
  id uuid primary key,
  clinic_id uuid references clinics,
  -- The item of the starter formulary that this row replaces for its clinic.
  starter_id uuid references drugs,
  version integer not null check (version > 0),
  -- Of the starter formulary: the edition that wrote or confirmed it last.
  edition integer,
  name text not null,
  generic_name text not null,
  brand_name text,
  active_ingredient text not null,
  strength text not null,
  form text not null,
  route text,
  -- `{size, unit}`
  pack jsonb,
  manufacturer text,
  pbs_code text,
  local_code text,
  atc text,
  -- Null: not known, so that it cannot be prescribed.
  schedule text check (schedule in ('Unscheduled', 'S2', 'S3', 'S4', 'S8')),
  -- By a person, where it cannot be derived.
  stated_schedule text check (stated_schedule in ('Unscheduled', 'S2', 'S3', 'S4', 'S8')),
  monitored boolean not null,
  -- `[{name, substance, strength}]`
  ingredients jsonb not null,
  -- `{amount, unit}`
  max_daily_dose jsonb,
  -- `{standardDosage, maximumDailyDose, contraindications, interactions, pregnancyCategory}`
  prescribing_info jsonb not null,
  -- `[{field, source, asOf}]`
  sources jsonb not null,
  active boolean not null,
  -- Of a clinic's own items: by what an imported list finds it again.
  list_key text,
  -- How a list has left it: in the list; inactive because a full list lacked it; taken back with the import that created it, so
  -- that nobody sees it any more. Null: written by hand alone.
  listing text check (listing in ('listed', 'delisted', 'withdrawn')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint drugs_edition check ((clinic_id is null) = (edition is not null)),
  constraint drugs_starter check (starter_id is null or (clinic_id is not null and starter_id <> id)),
  -- One edition of an item for each clinic.
  constraint drugs_replaced unique (clinic_id, starter_id)
);
create index drugs_clinic on drugs (clinic_id);
create index drugs_listed on drugs (clinic_id, list_key);
-- The order of lists, whatever the order of the database.
create index drugs_named on drugs ((lower(name) collate "C"), id);

call grant_access('drugs', api => 'select, insert, update (version, name, generic_name, brand_name, active_ingredient, strength, form,
  route, pack, manufacturer, pbs_code, local_code, atc, schedule, stated_schedule, monitored, ingredients, max_daily_dose, prescribing_info,
  sources, active, list_key, listing, updated_at)', worker => 'select, insert, update');
-- For staff alone: prescription medicines may not be advertised to patients.
call guard('drugs',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[]) or (clinic_id is null and (select scope_clinics())::uuid[] <> '{}')$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[])$$);
