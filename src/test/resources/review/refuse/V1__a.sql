drop table orders;
drop schema app;
drop schema public;
-- drawbridge: allow truncate it is only a cache
truncate cache;
create index i on orders (id);
