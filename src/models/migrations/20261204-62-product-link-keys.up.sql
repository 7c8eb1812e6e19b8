-- An ingredient or strength as it is compared: small letters and digits without blanks, `500mg`.
create function linked_text(value text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(public.folded_text(value), '[^a-z0-9.%/]+', '', 'g'), '(micrograms|mcg|ug)(?![a-z])', 'microgram', 'g')
$$;

-- By what a product is the same medicine as an item of the formulary: `linkKeysOf` in `domain/catalogue/links.ts` says the same of items,
-- and a test compares the two. Dose form and strength with cannabinoids, else dose form and ingredients with their strengths. Null where
-- a list does not say it in numbers: then it is linked to nothing.
create function product_link_key(content jsonb) returns text language plpgsql immutable parallel safe as $$
declare
  form text := content ->> 'doseForm';
  thc numeric := case content ->> 'thcBound' when 'below' then 0 else coalesce((content ->> 'thc')::numeric, 0) end;
  cbd numeric := case content ->> 'cbdBound' when 'below' then 0 else coalesce((content ->> 'cbd')::numeric, 0) end;
  parts text[];
begin
  if form is null or form in ('other', 'topical', 'suppository') then return null; end if;
  if content ->> 'thc' is not null or content ->> 'cbd' is not null then
    if content ->> 'strengthUnit' is null or 'above' in (content ->> 'thcBound', content ->> 'cbdBound') or thc + cbd = 0 then
      return null;
    end if;
    return concat_ws('|', form, content ->> 'strengthUnit',
      trim_scale(case when thc * 100 < (thc + cbd) * 2 then 0 else thc end),
      trim_scale(case when cbd * 100 < (thc + cbd) * 2 then 0 else cbd end));
  end if;
  if content ->> 'tgaCategory' is not null then return null; end if;
  select array_agg(public.linked_text(one)) into parts from jsonb_array_elements_text(content -> 'activeIngredients') one;
  parts := coalesce(parts, array[public.linked_text(coalesce(content ->> 'genericName', ''))]);
  if cardinality(parts) = 1 and parts[1] !~ '[0-9]' then
    parts[1] := parts[1] || public.linked_text(coalesce(content ->> 'strength', ''));
  end if;
  if exists (select 1 from unnest(parts) part where part !~ '^[a-z].*[0-9]') then return null; end if;
  return form || '|' || (select string_agg(part, '+' order by part collate "C") from unnest(parts) part);
end $$;

alter table supplier_products add column link_key text generated always as (product_link_key(content)) stored;
create index supplier_products_linked on supplier_products (clinic_id, link_key) where active and not withdrawn and link_key is not null;
