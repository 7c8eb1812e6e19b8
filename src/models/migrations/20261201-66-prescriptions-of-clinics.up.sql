-- What policies compare leads an index.
create index prescription_requests_clinic on prescription_requests (clinic_id);
create index prescription_requests_patient on prescription_requests (patient_id);
create index prescription_drafts_clinic on prescription_drafts (clinic_id);
-- What was cancelled lately: whether its patient was notified.
create index prescription_events_cancelled on prescription_events (happened_at) where event = 'cancelled';
