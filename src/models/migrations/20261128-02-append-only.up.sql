-- What is written once and never changed, not even by its owner: history, ledger, audit, receipts.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501', constraint = tg_table_name || '_append_only';
end $$;
