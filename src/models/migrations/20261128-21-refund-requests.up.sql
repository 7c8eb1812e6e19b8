-- Refunds that need a second person. Whoever asked can never be the one who approves.
create table refund_requests (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  payment_id uuid not null references payments,
  amount integer not null check (amount > 0),
  currency text not null,
  -- The refund's own reason: `issued_by_staff`, or the move of the appointment that owes it to the patient.
  refund_reason text not null,
  reason_sealed text not null,
  operation_id text not null unique,
  requested_by uuid references users,
  requested_label text not null,
  requested_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'approved', 'rejected')),
  decided_by uuid references users,
  decided_at timestamptz,
  constraint refund_requests_decided check ((state = 'open') = (decided_at is null)),
  constraint refund_requests_second_person check (decided_by is null or requested_by is null or decided_by <> requested_by)
);
create unique index refund_requests_open on refund_requests (payment_id) where state = 'open';

call grant_access('refund_requests', api => 'select', worker => 'select, insert, update');
call guard('refund_requests', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from payments p where p.id = payment_id)$$);
