-- What it takes back is what it is for.
drop table b;
commit;
