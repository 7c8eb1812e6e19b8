drop view prescribed_packs;
