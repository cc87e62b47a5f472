alter table orders alter column total type bigint;
alter table orders alter "Note" set data type varchar(20) using left("Note", 20);
create table made (id int);
alter table made alter id type bigint;
