set role owner;
set session role owner;
SET SESSION AUTHORIZATION 'owner';
-- None of these.
set local role owner;
reset role;
set role none;
set session authorization default;
set local search_path = app;
