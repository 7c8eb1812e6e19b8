-- A run that could not learn whether it has issued rules it out here: nothing that it asked for can commit later.
create table given_up_prescriptions (
  request_id uuid not null,
  run_id text not null,
  given_up_at timestamptz not null default now(),
  primary key (request_id, run_id)
);

call grant_access('given_up_prescriptions', api => null, worker => 'select, insert');
call guard('given_up_prescriptions', 'false');
