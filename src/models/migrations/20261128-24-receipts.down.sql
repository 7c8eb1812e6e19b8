drop table receipts, receipt_counters;
