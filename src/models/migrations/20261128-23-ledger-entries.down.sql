drop table ledger_entries;
drop function check_posting_balance;
