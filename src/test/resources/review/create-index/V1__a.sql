create index on orders (state);
create unique index if not exists i on only_once using btree (id);
create index j on "Shop".orders (lower(state)) where state <> 'on x';
-- None of these.
create table made (id int);
create index k on made (id);
create index l on public.made (id);
create materialized view totals as select 1 a;
create unique index m on totals (a);
create index n on only parents (id);
