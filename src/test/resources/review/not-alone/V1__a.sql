create table t (id int);
create unique index concurrently i on t (id);
vacuum t;
