drop table refund_requests;
