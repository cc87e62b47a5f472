-- V1 has made it, in the same set.
create index o on made (id);
