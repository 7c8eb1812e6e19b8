-- What pharmacies do with a prescription stands in its history, written by the API: by nobody who has an account, but for an undo.
alter table prescription_events drop constraint prescription_events_event_check;
alter table prescription_events add constraint prescription_events_event_check
  check (event in ('issued', 'document_stored', 'mailed', 'downloaded', 'printed', 'reprinted', 'cancelled', 'superseded', 'supplied', 'supply_undone', 'declined'));
create policy api_supplies on prescription_events for insert to keepwell_api
  with check (event in ('supplied', 'supply_undone', 'declined') and prescription_id = any ((select scope_grant('prescription'))::uuid[])
    and (happened_by is null or happened_by = (select scope_user())));
