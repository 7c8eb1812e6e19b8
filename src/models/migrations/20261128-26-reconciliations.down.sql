drop view reconciliation_reports;
drop table reconciliations;
