drop table refunds;
drop function check_refund_total;
