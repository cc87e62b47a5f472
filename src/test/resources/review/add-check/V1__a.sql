alter table orders add constraint positive check (total > 0);
alter table orders add check (total > 0), add column rate int check (rate > 0);
alter table orders add constraint there not null total;
-- None of these.
alter table orders add constraint positive check (total > 0) not valid;
alter table orders validate constraint positive;
