--
-- PostgreSQL database dump
--

\restrict B5qud06K9HRgc6EUVuBUXS3zn46UfYidbUBHAOnhP8qGsV5kyzmQBpUxTMt3m9D

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Odd Name; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Odd Name";


ALTER SCHEMA "Odd Name" OWNER TO postgres;

--
-- Name: shop; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA shop;


ALTER SCHEMA shop OWNER TO postgres;

--
-- Name: hstore; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;


--
-- Name: EXTENSION hstore; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: amount; Type: DOMAIN; Schema: shop; Owner: postgres
--

CREATE DOMAIN shop.amount AS numeric(12,2)
	CONSTRAINT amount_check CHECK ((VALUE >= (0)::numeric));


ALTER DOMAIN shop.amount OWNER TO postgres;

--
-- Name: state; Type: TYPE; Schema: shop; Owner: postgres
--

CREATE TYPE shop.state AS ENUM (
    'new',
    'it''s; paid',
    'gone'
);


ALTER TYPE shop.state OWNER TO postgres;

SET default_tablespace = '';

--
-- Name: event; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.event (
    id integer,
    at date NOT NULL,
    what text
)
PARTITION BY RANGE (at);


ALTER TABLE shop.event OWNER TO postgres;

--
-- Name: both(integer); Type: PROCEDURE; Schema: shop; Owner: postgres
--

CREATE PROCEDURE shop."both"(IN x integer)
    LANGUAGE sql
    BEGIN ATOMIC
 DELETE FROM shop.event;
 INSERT INTO shop.event (id, at, what)
   VALUES ("both".x, '2026-05-05'::date, 'e'::text);
END;


ALTER PROCEDURE shop."both"(IN x integer) OWNER TO postgres;

--
-- Name: clean(); Type: PROCEDURE; Schema: shop; Owner: postgres
--

CREATE PROCEDURE shop.clean()
    LANGUAGE plpgsql
    AS $$ begin delete from shop.orders; commit; truncate shop.event; rollback; end $$;


ALTER PROCEDURE shop.clean() OWNER TO postgres;

--
-- Name: quotes(text); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.quotes(t text DEFAULT 'x;y'::text) RETURNS text
    LANGUAGE sql
    AS $_$select 'a;b' || $1$_$;


ALTER FUNCTION shop.quotes(t text) OWNER TO postgres;

--
-- Name: touch(); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ begin if new.total is null then raise exception 'no; total'; end if; execute 'drop table if exists nothing;'; return new; end $$;


ALTER FUNCTION shop.touch() OWNER TO postgres;

--
-- Name: twice(integer); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.twice(a integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    BEGIN ATOMIC
 SELECT
         CASE
             WHEN (a > 0) THEN (a * 2)
             ELSE 0
         END AS "case";
END;


ALTER FUNCTION shop.twice(a integer) OWNER TO postgres;

--
-- Name: cat(text); Type: AGGREGATE; Schema: shop; Owner: postgres
--

CREATE AGGREGATE shop.cat(text) (
    SFUNC = textcat,
    STYPE = text
);


ALTER AGGREGATE shop.cat(text) OWNER TO postgres;

--
-- Name: ===; Type: OPERATOR; Schema: shop; Owner: postgres
--

CREATE OPERATOR shop.=== (
    FUNCTION = int4eq,
    LEFTARG = integer,
    RIGHTARG = integer
);


ALTER OPERATOR shop.=== (integer, integer) OWNER TO postgres;

SET default_table_access_method = heap;

--
-- Name: select; from; Type: TABLE; Schema: Odd Name; Owner: postgres
--

CREATE TABLE "Odd Name"."select; from" (
    "drop table" integer NOT NULL,
    "quo""ted" text
);


ALTER TABLE "Odd Name"."select; from" OWNER TO postgres;

--
-- Name: customer; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.customer (
    id bigint NOT NULL,
    name text NOT NULL,
    note text DEFAULT 'a;b'::text,
    tags text[] DEFAULT '{}'::text[],
    extra jsonb DEFAULT '{"a": ";"}'::jsonb
);


ALTER TABLE shop.customer OWNER TO postgres;

--
-- Name: COLUMN customer.note; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON COLUMN shop.customer.note IS 'drop table shop.customer;';


--
-- Name: customer_id_seq; Type: SEQUENCE; Schema: shop; Owner: postgres
--

ALTER TABLE shop.customer ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME shop.customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: event_2026; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.event_2026 (
    id integer,
    at date NOT NULL,
    what text
);


ALTER TABLE shop.event_2026 OWNER TO postgres;

--
-- Name: invoice; Type: SEQUENCE; Schema: shop; Owner: postgres
--

CREATE SEQUENCE shop.invoice
    START WITH 100
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE shop.invoice OWNER TO postgres;

--
-- Name: orders; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.orders (
    id bigint NOT NULL,
    customer bigint NOT NULL,
    state shop.state DEFAULT 'new'::shop.state,
    total shop.amount,
    at timestamp with time zone DEFAULT now(),
    doubled numeric GENERATED ALWAYS AS (((total)::numeric * (2)::numeric)) STORED,
    CONSTRAINT fine CHECK (((total)::numeric < (1000000)::numeric))
);


ALTER TABLE shop.orders OWNER TO postgres;

--
-- Name: TABLE orders; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON TABLE shop.orders IS 'commit;
rollback; -- it''s \ a trap';


--
-- Name: open_orders; Type: VIEW; Schema: shop; Owner: postgres
--

CREATE VIEW shop.open_orders AS
 SELECT o.id,
        CASE
            WHEN ((o.total)::numeric > (10)::numeric) THEN 'big;'::text
            ELSE 'small'::text
        END AS size
   FROM shop.orders o
  WHERE (o.state = 'new'::shop.state);


ALTER TABLE shop.open_orders OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: shop; Owner: postgres
--

CREATE SEQUENCE shop.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE shop.orders_id_seq OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE OWNED BY; Schema: shop; Owner: postgres
--

ALTER SEQUENCE shop.orders_id_seq OWNED BY shop.orders.id;


--
-- Name: totals; Type: MATERIALIZED VIEW; Schema: shop; Owner: postgres
--

CREATE MATERIALIZED VIEW shop.totals AS
 SELECT orders.customer,
    sum((orders.total)::numeric) AS sum
   FROM shop.orders
  GROUP BY orders.customer
  WITH NO DATA;


ALTER TABLE shop.totals OWNER TO postgres;

--
-- Name: event_2026; Type: TABLE ATTACH; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.event ATTACH PARTITION shop.event_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');


--
-- Name: orders id; Type: DEFAULT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders ALTER COLUMN id SET DEFAULT nextval('shop.orders_id_seq'::regclass);


--
-- Data for Name: select; from; Type: TABLE DATA; Schema: Odd Name; Owner: postgres
--

COPY "Odd Name"."select; from" ("drop table", "quo""ted") FROM stdin;
1	;
2	"
\.


--
-- Data for Name: customer; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.customer (id, name, note, tags, extra) FROM stdin;
1	tab\there	line\nbreak; commit;	{}	{"a": ";"}
2	back\\slash	\\.	{}	{"a": ";"}
3	\\.	\N	{}	{"a": ";"}
4	'quoted'	$$ begin; $$	{}	{"a": ";"}
5	ünï😀	/* no	{}	{"a": ";"}
\.


--
-- Data for Name: event_2026; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.event_2026 (id, at, what) FROM stdin;
1	2026-02-02	x
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.orders (id, customer, state, total, at) FROM stdin;
1	2	new	1.00	2026-11-21 10:18:35.544548+00
2	3	new	2.00	2026-11-21 10:18:35.544548+00
3	4	new	3.00	2026-11-21 10:18:35.544548+00
4	5	new	4.00	2026-11-21 10:18:35.544548+00
5	1	new	5.00	2026-11-21 10:18:35.544548+00
6	2	new	6.00	2026-11-21 10:18:35.544548+00
7	3	new	7.00	2026-11-21 10:18:35.544548+00
8	4	new	8.00	2026-11-21 10:18:35.544548+00
9	5	new	9.00	2026-11-21 10:18:35.544548+00
10	1	new	10.00	2026-11-21 10:18:35.544548+00
11	2	new	11.00	2026-11-21 10:18:35.544548+00
12	3	new	12.00	2026-11-21 10:18:35.544548+00
13	4	new	13.00	2026-11-21 10:18:35.544548+00
14	5	new	14.00	2026-11-21 10:18:35.544548+00
15	1	new	15.00	2026-11-21 10:18:35.544548+00
16	2	new	16.00	2026-11-21 10:18:35.544548+00
17	3	new	17.00	2026-11-21 10:18:35.544548+00
18	4	new	18.00	2026-11-21 10:18:35.544548+00
19	5	new	19.00	2026-11-21 10:18:35.544548+00
20	1	new	20.00	2026-11-21 10:18:35.544548+00
21	2	new	21.00	2026-11-21 10:18:35.544548+00
22	3	new	22.00	2026-11-21 10:18:35.544548+00
23	4	new	23.00	2026-11-21 10:18:35.544548+00
24	5	new	24.00	2026-11-21 10:18:35.544548+00
25	1	new	25.00	2026-11-21 10:18:35.544548+00
26	2	new	26.00	2026-11-21 10:18:35.544548+00
27	3	new	27.00	2026-11-21 10:18:35.544548+00
28	4	new	28.00	2026-11-21 10:18:35.544548+00
29	5	new	29.00	2026-11-21 10:18:35.544548+00
30	1	new	30.00	2026-11-21 10:18:35.544548+00
31	2	new	31.00	2026-11-21 10:18:35.544548+00
32	3	new	32.00	2026-11-21 10:18:35.544548+00
33	4	new	33.00	2026-11-21 10:18:35.544548+00
34	5	new	34.00	2026-11-21 10:18:35.544548+00
35	1	new	35.00	2026-11-21 10:18:35.544548+00
36	2	new	36.00	2026-11-21 10:18:35.544548+00
37	3	new	37.00	2026-11-21 10:18:35.544548+00
38	4	new	38.00	2026-11-21 10:18:35.544548+00
39	5	new	39.00	2026-11-21 10:18:35.544548+00
40	1	new	40.00	2026-11-21 10:18:35.544548+00
41	2	new	41.00	2026-11-21 10:18:35.544548+00
42	3	new	42.00	2026-11-21 10:18:35.544548+00
43	4	new	43.00	2026-11-21 10:18:35.544548+00
44	5	new	44.00	2026-11-21 10:18:35.544548+00
45	1	new	45.00	2026-11-21 10:18:35.544548+00
46	2	new	46.00	2026-11-21 10:18:35.544548+00
47	3	new	47.00	2026-11-21 10:18:35.544548+00
48	4	new	48.00	2026-11-21 10:18:35.544548+00
49	5	new	49.00	2026-11-21 10:18:35.544548+00
50	1	new	50.00	2026-11-21 10:18:35.544548+00
\.


--
-- Name: customer_id_seq; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.customer_id_seq', 5, true);


--
-- Name: invoice; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.invoice', 100, false);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.orders_id_seq', 50, true);


--
-- Name: select; from select; from_pkey; Type: CONSTRAINT; Schema: Odd Name; Owner: postgres
--

ALTER TABLE ONLY "Odd Name"."select; from"
    ADD CONSTRAINT "select; from_pkey" PRIMARY KEY ("drop table");


--
-- Name: customer customer_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: odd; Type: INDEX; Schema: Odd Name; Owner: postgres
--

CREATE UNIQUE INDEX odd ON "Odd Name"."select; from" USING btree (lower("quo""ted"));


--
-- Name: orders_customer_idx; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX orders_customer_idx ON shop.orders USING btree (customer) WHERE (state <> 'gone'::shop.state);


--
-- Name: st; Type: STATISTICS; Schema: shop; Owner: postgres
--

CREATE STATISTICS shop.st ON customer, state FROM shop.orders;


ALTER STATISTICS shop.st OWNER TO postgres;

--
-- Name: customer no_delete; Type: RULE; Schema: shop; Owner: postgres
--

CREATE RULE no_delete AS
    ON DELETE TO shop.customer DO INSTEAD ( UPDATE shop.customer SET note = 'gone; really'::text
  WHERE (customer.id = old.id);
 SELECT 1 AS "?column?";
);


--
-- Name: orders touch; Type: TRIGGER; Schema: shop; Owner: postgres
--

CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();


--
-- Name: orders orders_customer_fkey; Type: FK CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders
    ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES shop.customer(id);


--
-- Name: orders; Type: ROW SECURITY; Schema: shop; Owner: postgres
--

ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;

--
-- Name: orders own; Type: POLICY; Schema: shop; Owner: postgres
--

CREATE POLICY own ON shop.orders USING ((customer = (current_setting('app.customer'::text, true))::bigint));


--
-- Name: p; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION p WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION p OWNER TO postgres;

--
-- Name: p orders; Type: PUBLICATION TABLE; Schema: shop; Owner: postgres
--

ALTER PUBLICATION p ADD TABLE ONLY shop.orders;


--
-- Name: TABLE orders; Type: ACL; Schema: shop; Owner: postgres
--

GRANT SELECT ON TABLE shop.orders TO PUBLIC;


--
-- Name: totals; Type: MATERIALIZED VIEW DATA; Schema: shop; Owner: postgres
--

REFRESH MATERIALIZED VIEW shop.totals;


--
-- PostgreSQL database dump complete
--

\unrestrict B5qud06K9HRgc6EUVuBUXS3zn46UfYidbUBHAOnhP8qGsV5kyzmQBpUxTMt3m9D

