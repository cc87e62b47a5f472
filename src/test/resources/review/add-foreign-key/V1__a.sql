alter table orders add constraint of foreign key (customer) references customers (id);
alter table orders add foreign key (customer) references customers;
alter table orders add column shop int default 1 references shops;
-- None of these.
alter table orders add constraint of foreign key (customer) references customers (id) not valid;
alter table orders add column shop int references shops;
