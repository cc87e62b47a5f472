pragma foreign_keys = off;
create table new_a (id integer primary key, b text);
insert into new_a select id, b from a;
-- drawbridge: allow drop-table its rows are in new_a
drop table a;
alter table new_a rename to a;
