-- drawbridge: allow drop-table its rows were moved in V0
drop table one;
drop table two; -- drawbridge: allow drop-table nobody has used it since May
-- An allowance is for one statement.
drop table three;
-- drawbridge: allow drop-table
drop table four;
-- drawbridge: allow drop-everything because
drop table five;
-- drawbridge: allow transaction-control we know what we do
commit;
-- drawbridge: please
select 1;
-- Drawbridge: allow truncate refilled below
-- drawbridge: allow update-all few rows
truncate six;
select '-- drawbridge: allow drop-table no comment';
drop table seven;
