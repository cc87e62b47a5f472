drop type state cascade;
drop domain if exists amount cascade;
drop extension hstore cascade;
-- Refused by PostgreSQL itself if a column uses it.
drop type other;
drop view v cascade;
