-- Whoever sends the mail about a prescription once more stands in its history; a step that is delivered again meets its own row.
alter table prescription_events drop constraint prescription_events_event_check;
alter table prescription_events add constraint prescription_events_event_check
  check (event in ('issued', 'document_stored', 'mailed', 'resent', 'downloaded', 'printed', 'reprinted', 'cancelled', 'superseded', 'supplied', 'supply_undone', 'declined'));
