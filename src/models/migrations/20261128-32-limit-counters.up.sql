-- How often something limited was tried: one row for each keyed hash of who tries, in the shape that
-- rate-limiter-flexible reads and writes (`expire` in ms since 1970). Rows that have ended go an hour later.
create table limit_counters (
  key text primary key,
  points integer not null,
  expire bigint
);
create index limit_counters_expire on limit_counters (expire);

call grant_access('limit_counters', api => 'select, insert, update, delete', worker => null);
