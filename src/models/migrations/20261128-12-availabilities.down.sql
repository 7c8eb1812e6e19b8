drop table availabilities;
drop extension btree_gist;
