CREATE TABLE shop_schema (version int NOT NULL);
INSERT INTO shop_schema VALUES (7);
CREATE TABLE cart (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer text NOT NULL);
INSERT INTO cart (customer) SELECT 'customer ' || id FROM generate_series(1, 100) AS id;
