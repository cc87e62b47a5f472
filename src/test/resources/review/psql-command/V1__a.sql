\set ON_ERROR_STOP on
select 1;
\i other.sql
\ir other.sql
\copy t from 'x.csv' csv
select 2 \gexec
copy t (a, b) from stdin;
1	\N
\\.	commit;
\.
select E'\\i', '\i', $$
\i
$$;
\restrict abc
