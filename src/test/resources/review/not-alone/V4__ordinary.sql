alter type t add value 'x';
reindex table concurrently t
