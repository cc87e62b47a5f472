-- Alone, it may stay.
create index concurrently i on t (id);
