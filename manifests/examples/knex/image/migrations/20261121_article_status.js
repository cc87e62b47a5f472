exports.up = async (knex) => {
  await knex.schema.alterTable("articles", (table) => {
    table.text("status").notNullable().defaultTo("draft");
    table.index(["status"], "articles_status");
  });
  console.log(JSON.stringify({ v: 1, subject: "articles", state: "Applied", message: "they have a status" }));
};

exports.down = (knex) =>
  knex.schema.alterTable("articles", (table) => {
    table.dropIndex(["status"], "articles_status");
    table.dropColumn("status");
  });
