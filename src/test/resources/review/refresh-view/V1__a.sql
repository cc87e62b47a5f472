refresh materialized view shop.totals;
refresh materialized view concurrently shop.totals;
refresh materialized view shop.other with no data;
create materialized view made as select 1;
refresh materialized view made;
