create table made (id int);
commit;
