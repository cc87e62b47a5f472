update orders set state = 'new';
update only shop.orders o set total = (select sum(x) from lines where lines.id = o.id);
with changed as (update events set at = now() returning *) select * from changed where true;
-- None of these.
update orders set state = 'new' where state is null;
insert into orders values (1) on conflict (id) do update set state = 'new';
select * from orders for update;
select * from orders for no key update;
create table made as select 1 a;
update made set a = 2;
merge into orders o using lines l on o.id = l.id when matched then update set state = 'x';
