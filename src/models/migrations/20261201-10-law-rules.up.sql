-- What the law of a region asks of prescriptions, as far as it was added to an installation: the rows that every installation has
-- are in the code. A row takes effect on a later day and takes the place of the earlier ones of its rule and region; none is changed.
create table law_rules (
  id uuid primary key,
  rule text not null,
  region text not null check (region <> 'all'),
  effective_from date not null,
  -- Its last day.
  effective_to date,
  source text not null check (source ~ '\S'),
  -- In the form that the rule gives it.
  value jsonb not null,
  added_by uuid not null references users,
  added_at timestamptz not null,
  constraint law_rules_days check (effective_to >= effective_from),
  constraint law_rules_later check (effective_from > (added_at at time zone 'UTC')::date),
  constraint law_rules_day unique (rule, region, effective_from)
);
create trigger law_rules_append_only before update or delete or truncate on law_rules
  for each statement execute function refuse_change();

call grant_access('law_rules', api => 'select, insert', worker => 'select');
-- The law is no clinic's: all staff may read it, and who looks after the platform adds to it.
call guard('law_rules',
  reads => $$(select scope_kind()) in ('staff', 'doctor', 'platform')$$,
  writes => $$(select scope_kind()) = 'platform'$$);
