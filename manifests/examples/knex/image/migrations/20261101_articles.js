exports.up = (knex) =>
  knex.schema.createTable("articles", (table) => {
    table.increments("id");
    table.text("title").notNullable();
  });

exports.down = (knex) => knex.schema.dropTable("articles");
