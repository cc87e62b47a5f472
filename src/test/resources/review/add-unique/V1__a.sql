alter table orders add constraint once unique (number);
alter table orders add primary key (id);
alter table orders add constraint apart exclude using gist (room with =, during with &&);
alter table orders add column code text unique;
-- None of these.
alter table orders add constraint once unique using index orders_once;
create table made (id int);
alter table only made add constraint made_pkey primary key (id);
