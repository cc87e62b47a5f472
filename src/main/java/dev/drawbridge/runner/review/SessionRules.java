package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import dev.drawbridge.runner.script.SqlToken.Kind;
import java.util.HashMap;
import java.util.Map;

/** What is meant for psql, or for a session of one's own. */
final class SessionRules implements StatementRule {

  private final Map<String, Integer> lineOfNewValue = new HashMap<>();

  @Override
  public void look(SqlStatement statement, Scene scene) {
    if (statement.unfinished() != null) {
      scene.tell(
          Rule.UNFINISHED,
          statement.line(),
          "In the statement that begins here, %s has no end. Close it; in the data of COPY, by a line with a backslash and a dot."
              .formatted(statement.unfinished()));
    }
    if (!statement.tokens().isEmpty() && statement.tokens().getFirst().is('\\')) {
      var command = statement.tokens().getFirst().text().split("\\s+", 2)[0];
      scene.tell(Rule.PSQL_COMMAND, statement.line(), psql(command));
    }
    lookForUser(statement, scene);
    lookForNewValue(statement, scene);
  }

  private static String psql(String command) {
    var instead =
        switch (command) {
          case "\\i", "\\ir", "\\include", "\\include_relative" ->
              "Write the statements of that file here, or make it a script of its own.";
          case "\\copy" ->
              "Write COPY … FROM STDIN; with the data behind it and a line with a backslash and a dot at the end.";
          case "\\restrict", "\\unrestrict" -> "pg_dump has written it: remove the line.";
          default -> "Remove it, or write what it does in SQL.";
        };
    return "%s is a command of psql, which the database does not understand. %s"
        .formatted(command, instead);
  }

  private static void lookForUser(SqlStatement statement, Scene scene) {
    var reader = TokenReader.of(statement);
    if (!reader.accept("SET")) {
      return;
    }
    var isForSession = reader.accept("SESSION", "AUTHORIZATION");
    if (!isForSession) {
      reader.accept("SESSION");
    }
    var isUser = isForSession || reader.accept("ROLE");
    if (isUser && !reader.accept("NONE") && !reader.accept("DEFAULT")) {
      scene.tell(
          Rule.SESSION_USER,
          statement.line(),
          "%s changes the user for the scripts that follow too. Write %s, which ends with this script, or give the objects to their owner with ALTER … OWNER TO."
              .formatted(
                  statement.title(),
                  isForSession ? "SET LOCAL SESSION AUTHORIZATION" : "SET LOCAL ROLE"));
    }
  }

  private void lookForNewValue(SqlStatement statement, Scene scene) {
    for (var token : statement.tokens()) {
      if (token.kind() == Kind.STRING && lineOfNewValue.containsKey(token.text())) {
        scene.tell(
            Rule.ENUM_VALUE,
            token.line(),
            "The value '%s' is added in line %d, and PostgreSQL does not let it be used before that is committed. Use it in a later script."
                .formatted(token.text(), lineOfNewValue.remove(token.text())));
      }
    }
    var reader = TokenReader.of(statement);
    if (reader.accept("ALTER", "TYPE") && reader.has("ADD", "VALUE")) {
      reader.after("VALUE").stream()
          .filter(token -> token.kind() == Kind.STRING)
          .findFirst()
          .ifPresent(token -> lineOfNewValue.put(token.text(), token.line()));
    }
  }
}
