-- Receipts, tax invoices and credit notes: numbered without gaps per clinic and kind, never changed, never reused.
create table receipt_counters (
  clinic_id uuid not null references clinics,
  kind text not null check (kind in ('receipt', 'tax_invoice', 'invoice', 'credit_note')),
  last integer not null check (last >= 0),
  primary key (clinic_id, kind)
);
-- Numbers are given out wherever a document is first asked for.
call grant_access('receipt_counters', api => 'select, insert, update', worker => 'select, insert, update');
call guard('receipt_counters', $$clinic_id = any ((select scope_clinics())::uuid[]) or clinic_id = any ((select scope_grant('clinic'))::uuid[])$$);

create table receipts (
  id uuid primary key,
  clinic_id uuid not null references clinics,
  order_id uuid not null references orders,
  payment_id uuid not null references payments,
  refund_id uuid references refunds,
  kind text not null check (kind in ('receipt', 'tax_invoice', 'invoice', 'credit_note')),
  number integer not null check (number > 0),
  -- As printed, such as INV-2026-000123.
  number_text text not null,
  amount integer not null check (amount > 0),
  currency text not null,
  -- Everything that is printed, as it was on the day of issue.
  content_sealed text not null,
  issued_at timestamptz not null,
  constraint receipts_numbered unique (clinic_id, kind, number),
  constraint receipts_credit_note check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index receipts_payment on receipts (payment_id) where refund_id is null;
create unique index receipts_refund on receipts (refund_id) where refund_id is not null;
create index receipts_order on receipts (order_id);
create trigger receipts_append_only before update or delete or truncate on receipts
  for each statement execute function refuse_change();

call grant_access('receipts', api => 'select, insert', worker => 'select, insert');
call guard('receipts', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from orders o where o.id = order_id)$$);
