reindex table orders;
reindex (verbose) index i;
