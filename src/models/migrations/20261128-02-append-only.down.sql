drop function refuse_change;
