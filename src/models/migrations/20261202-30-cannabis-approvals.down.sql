drop table cannabis_approvals;
drop function check_cannabis_approval;
