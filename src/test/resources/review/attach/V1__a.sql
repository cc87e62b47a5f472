attach database 'other.db' as other;
insert into other.a select * from a;
detach other;
