drop function is_row_of_drug;
