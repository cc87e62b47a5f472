pragma busy_timeout = 0;
pragma main.locking_mode = exclusive;
pragma user_version = 7;
-- drawbridge: allow pragma a column's type is corrected, as the manual says
pragma writable_schema = on;
