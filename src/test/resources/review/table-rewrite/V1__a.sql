alter table orders set unlogged;
alter table orders set access method heap;
alter table orders alter twice set expression as (total * 3);
cluster orders using orders_pkey;
alter table orders set (fillfactor = 70);
