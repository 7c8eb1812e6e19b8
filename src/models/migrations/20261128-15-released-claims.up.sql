-- A run that could not learn whether its claim was committed rules it out here: a claim of that run can never commit later.
create table released_claims (
  appointment_id uuid not null,
  run_id text not null,
  released_at timestamptz not null default now(),
  primary key (appointment_id, run_id)
);

call grant_access('released_claims', api => null, worker => 'select, insert');
call guard('released_claims', 'false');
