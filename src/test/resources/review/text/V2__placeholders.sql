create table ${schema}.orders (id int);
create index on ${schema}.orders (id);
create index on ${prefix}_orders (id);
drop table ${table};
