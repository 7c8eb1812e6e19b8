-- Numbers of a year that were taken and that no prescription has, of the whole installation: the policies of the tables show nobody the
-- prescriptions of other clinics, nor the counter. It tells of gaps and of nothing else. The counter and the rows move in one transaction,
-- so one statement sees no gap that is only on its way.
create function missing_prescription_numbers(wanted_year integer, most integer) returns setof integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with used as (
    select ordinal::bigint as ordinal from prescriptions where year = wanted_year
    union all select last::bigint + 1 from prescription_counters where year = wanted_year),
  steps as (select lag(ordinal, 1, 0::bigint) over (order by ordinal) + 1 as gap_from, ordinal - 1 as gap_to from used),
  gaps as (select gap_from, gap_to from steps where gap_from <= gap_to order by gap_from limit most)
  select n::integer from gaps, lateral generate_series(gap_from, least(gap_to, gap_from + most - 1)) as n order by n limit most
$$;
