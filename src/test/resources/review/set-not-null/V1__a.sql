alter table orders alter column total set not null, alter customer set not null;
alter table orders alter column total drop not null;
create table made (id int);
alter table made alter id set not null;
