begin;
select 1;
COMMIT AND CHAIN;
/* a comment before it */ rollback;
start transaction read only;
prepare transaction 'x';
commit prepared 'x';
end;
-- None of these.
savepoint a;
rollback to savepoint a;
release a;
do $$ begin perform 1; end $$;
create procedure p() language plpgsql as $$ begin delete from t; commit; end $$;
create function f() returns int begin atomic select case when true then 1 else 2 end; end;
comment on table t is 'commit;';
select "commit" from t;
