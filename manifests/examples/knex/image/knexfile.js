// The connection comes from PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD and PGOPTIONS.
module.exports = { client: "pg", connection: {}, pool: { min: 0, max: 1 } };
