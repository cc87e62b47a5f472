package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlToken;
import java.util.List;
import java.util.Set;

/** What ADD adds to a table that others use: a column or a constraint. */
record AddedPart(TokenReader action, QualifiedName table, int line, Scene scene) {

  private static final Set<String> INDEXED = Set.of("UNIQUE", "PRIMARY");
  private static final Set<String> COUNTED =
      Set.of("SMALLSERIAL", "SERIAL", "BIGSERIAL", "SERIAL2", "SERIAL4", "SERIAL8");

  /** Functions of PostgreSQL and its own extensions that give another value for each row. */
  private static final Set<String> VOLATILE =
      Set.of(
          ("RANDOM GEN_RANDOM_UUID UUIDV4 UUIDV7 UUID_GENERATE_V1 UUID_GENERATE_V1MC"
                  + " UUID_GENERATE_V4 CLOCK_TIMESTAMP TIMEOFDAY NEXTVAL GEN_RANDOM_BYTES"
                  + " GEN_SALT RANDOM_NORMAL")
              .split(" "));

  void look() {
    if (action.accept("CONSTRAINT")) {
      action.name();
      constraint();
    } else if (!constraint()) {
      action.accept("COLUMN");
      action.skipExistence();
      column(action.name().map(QualifiedName::toString).orElse("the column"));
    }
  }

  /** Whether a constraint comes next. */
  private boolean constraint() {
    if (action.acceptOneOf(INDEXED)) {
      if (!action.has("USING", "INDEX")) {
        unique();
      }
      return true;
    }
    if (action.accept("EXCLUDE")) {
      exclusion();
      return true;
    }
    var isCheck = action.accept("CHECK") || action.accept("NOT", "NULL");
    if (!isCheck && !action.accept("FOREIGN", "KEY")) {
      return false;
    }
    if (action.has("NOT", "VALID")) {
      return true;
    }
    if (isCheck) {
      check();
    } else {
      foreignKey();
    }
    return true;
  }

  private void column(String column) {
    if (isWritten()) {
      scene.tell(
          Rule.ADD_COLUMN,
          line,
          "The new column %s has another value in each row, so %s is written anew while nobody can read or write it. Add the column without it, fill it in batches, then set the default."
              .formatted(column, table));
    }
    if (action.has("UNIQUE") || action.has("PRIMARY", "KEY")) {
      unique();
    }
    if (action.has("CHECK")) {
      check();
    }
    if (action.has("REFERENCES") && action.has("DEFAULT")) {
      foreignKey();
    }
  }

  private boolean isWritten() {
    var isComputed = action.has("GENERATED") && (action.has("STORED") || action.has("IDENTITY"));
    return isComputed
        || COUNTED.stream().anyMatch(action::has)
        || callsVolatile(action.after("DEFAULT"));
  }

  private static boolean callsVolatile(List<SqlToken> expression) {
    for (var index = 0; index + 1 < expression.size(); index++) {
      var token = expression.get(index);
      if (VOLATILE.stream().anyMatch(token::is) && expression.get(index + 1).is('(')) {
        return true;
      }
    }
    return false;
  }

  private void unique() {
    scene.tell(
        Rule.ADD_UNIQUE,
        line,
        "This builds an index on %s while nobody can read or write it. Build it with CREATE UNIQUE INDEX CONCURRENTLY in a script of its own, then ADD CONSTRAINT … USING INDEX."
            .formatted(table));
  }

  private void exclusion() {
    scene.tell(
        Rule.ADD_UNIQUE,
        line,
        "This builds an index on %s while nobody can read or write it, and for an exclusion constraint there is no other way. Do it while nobody needs the table."
            .formatted(table));
  }

  private void check() {
    scene.tell(
        Rule.ADD_CHECK,
        line,
        "This reads all of %s while nobody can read or write it. Write ADD CONSTRAINT … NOT VALID, and ALTER TABLE … VALIDATE CONSTRAINT in a later script: that keeps nobody waiting."
            .formatted(table));
  }

  private void foreignKey() {
    scene.tell(
        Rule.ADD_FOREIGN_KEY,
        line,
        "This reads all of %s while nobody can write to it or to the table that it refers to. Write ADD CONSTRAINT … NOT VALID, and ALTER TABLE … VALIDATE CONSTRAINT in a later script: that keeps nobody waiting."
            .formatted(table));
  }
}
