.mode csv
select 'a
.read not a command';
.import orders.csv orders
