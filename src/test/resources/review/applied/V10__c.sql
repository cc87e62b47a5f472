create index i on made (id);
