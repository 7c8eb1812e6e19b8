drop view figures;
