alter table orders drop column note, drop if exists total, add column x int;
alter table if exists only shop.orders
  alter column a drop not null,
  drop constraint fine,
  drop "Odd";
create table made (id int, a int);
alter table made drop column a;
