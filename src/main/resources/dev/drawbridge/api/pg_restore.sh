# Puts the dump $DRAWBRIDGE_BACKUP back, in one transaction. The argument is an array of the schemas that
# it is of; empty for the whole database. No two dollar signs in a row, and none before a parenthesis: the
# kubelet reads those.
#
# What has been made since is in no dump, so that --clean would leave it: all goes first. The schema public
# stays, and only what is in it goes: who owns a database need not own that. The commit is the last thing that
# pg_restore writes: of a dump that ends too early nothing stays.
pg_restore --list "$DRAWBRIDGE_BACKUP" > "$HOME/all" || exit 1
grep -v -E '^[0-9]+; [0-9]+ [0-9]+ (SCHEMA - public |COMMENT - SCHEMA public )' "$HOME/all" > "$HOME/wanted"
{
  cat <<'END'
begin;
set local client_min_messages = error;
select set_config('drawbridge.schemas', :'schemas', true);
do $drop$
declare
  chosen text[] := current_setting('drawbridge.schemas');
  commands text[];
  command text;
begin
  -- With a part of a database, what others have built on it would go too, and not come back.
  select array_agg(distinct format('%I.%I', s.nspname, o.relname)) into commands
  from pg_class o join pg_namespace s on s.oid = o.relnamespace
  where cardinality(chosen) > 0 and s.nspname <> all (chosen) and o.oid in (
    select conrelid from pg_constraint join pg_class t on t.oid = confrelid join pg_namespace n on n.oid = t.relnamespace
    where contype = 'f' and n.nspname = any (chosen)
    union all
    select ev_class from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      join pg_class t on d.refclassid = 'pg_class'::regclass and t.oid = d.refobjid
      join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = any (chosen));
  if commands is not null then
    raise exception 'not in the dump, but built on what is: %', array_to_string(commands, ', ');
  end if;
  select coalesce(array_agg(format('drop schema %I cascade', nspname)), '{}') into commands
  from pg_namespace n
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
    and (cardinality(chosen) = 0 or nspname = any (chosen))
    and not exists (select from pg_depend where classid = 'pg_namespace'::regclass and objid = n.oid and deptype = 'e');
  if cardinality(chosen) = 0 or 'public' = any (chosen) then
    commands := commands || array(
      select format('drop %s if exists %I.%I cascade',
        case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
          when 'f' then 'foreign table' when 'c' then 'type' else 'table' end, 'public', relname)
      from pg_class c
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
        and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e'))
      || array(
      select format('drop routine if exists %s cascade', oid::regprocedure)
      from pg_proc p
      where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e'))
      || array(
      select format('drop type if exists %I.%I cascade', 'public', typname)
      from pg_type t
      where typnamespace = 'public'::regnamespace and typrelid = 0 and typtype in ('d', 'e', 'r')
        and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e'));
  end if;
  if cardinality(chosen) = 0 then
    perform lo_unlink(oid) from pg_largeobject_metadata;
  end if;
  foreach command in array commands loop
    execute command;
  end loop;
end
$drop$;
END
  pg_restore --use-list="$HOME/wanted" --no-publications --no-subscriptions --single-transaction --file=- \
    "$DRAWBRIDGE_BACKUP" && : > "$HOME/whole"
} | psql --no-psqlrc --no-password --quiet --set=ON_ERROR_STOP=1 --set=schemas="$1" > /dev/null || exit 1
[ -e "$HOME/whole" ]
