drop table orders;
drop table if exists "Odd", shop.lines cascade;
create table made (id int);
create temporary table passing (id int);
create table if not exists perhaps (id int);
-- Those that this script has made lose nothing of others.
drop table made, passing;
drop table perhaps;
drop view orders_view;
drop function f(int);
