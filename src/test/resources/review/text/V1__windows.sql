select 1;

-- drawbridge: allow truncate it is a cache
truncate cache;
copy t from stdin;
1
\.
commit;
