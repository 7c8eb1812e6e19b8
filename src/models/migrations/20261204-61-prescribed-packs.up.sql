-- Packs of products that were prescribed, and when, without anything that names a prescription or a patient: for who plans a clinic's stock,
-- and may read no prescriptions. The first supply counts when it is prescribed, each repeat when a pharmacy has supplied it; nothing counts
-- of a prescription that has ended before anything was supplied. With its owner's eyes: the conditions in it are the policy.
create view prescribed_packs with (security_barrier) as
  with shown as materialized (
    select scope_clinics() as clinics, pg_has_role(current_user, 'keepwell_worker', 'USAGE') as everything)
  select p.clinic_id, i.product_id, i.quantity as packs, p.issued_at as at
    from prescription_items i join prescriptions p on p.id = i.prescription_id, shown
   where i.product_id is not null and (shown.everything or p.clinic_id = any (shown.clinics))
     and (p.status = 'issued' or exists (select 1 from dispensings d where d.item_id = i.id and d.undone_at is null))
  union all
  select p.clinic_id, i.product_id, i.quantity, d.recorded_at
    from prescription_items i join prescriptions p on p.id = i.prescription_id
         join dispensings d on d.item_id = i.id and d.undone_at is null and d.supply_no > 1, shown
   where i.product_id is not null and (shown.everything or p.clinic_id = any (shown.clinics));
call grant_access('prescribed_packs', api => 'select', worker => 'select');
