-- The last number of each year of the clinics' calendars. A number moves in the transaction that issues under it, and with it back:
-- none is lost and none comes twice.
create table prescription_counters (
  year integer primary key check (year between 2000 and 9999),
  last integer not null check (last > 0)
);

call grant_access('prescription_counters', api => null, worker => 'select, insert, update');
call guard('prescription_counters', 'false');
