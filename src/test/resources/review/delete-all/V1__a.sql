delete from orders;
delete from only shop.lines l using orders o;
with gone as (delete from events returning *) insert into archive select * from gone where true;
-- None of these.
delete from orders where id = 1;
delete from lines using orders where orders.id = lines.id;
with gone as (delete from events where id < 10 returning *) insert into archive select * from gone;
create trigger t after delete on orders execute function f();
create rule r as on delete to orders do instead (delete from lines);
create table child (parent int references orders on delete cascade);
grant delete on orders to app;
