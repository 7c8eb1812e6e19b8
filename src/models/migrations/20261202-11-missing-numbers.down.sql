drop function missing_prescription_numbers(integer, integer);
