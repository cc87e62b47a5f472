package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.ScriptSize;
import dev.drawbridge.runner.script.SqlStatement;
import java.util.List;
import java.util.stream.Stream;

/** Reads scripts, in the order in which they would run, and notes what there is to say. */
public final class Reviewer {

  /** Where the history is if nothing else is said. */
  public static final String USUAL_SCHEMA = "public";

  private final Notes notes;
  private final Dialect dialect;
  private final NewTables newTables = new NewTables();

  public Reviewer(Notes notes, Dialect dialect) {
    this.notes = notes;
    this.dialect = dialect;
  }

  /**
   * Reads a script.
   *
   * @param file what its readers call it
   * @param text with values for its placeholders, where they are known
   * @param historySchema the schema that holds Flyway's history
   */
  public void read(String file, String text, String historySchema) {
    new Reading(file, historySchema, rules()).run(text);
  }

  /** Reads an undo script: to take away what was made is what it is for. */
  public void readUndo(String file, String text, String historySchema) {
    var rules = List.of(new TransactionRules(dialect), session(), new HistoryRule());
    new Reading(file, historySchema, rules).run(text);
  }

  /** What keeps others waiting is a matter of PostgreSQL's locks: SQLite has one for everything. */
  private List<StatementRule> rules() {
    var common =
        List.of(
            new TransactionRules(dialect), session(), new HistoryRule(), new DestructionRules());
    return switch (dialect) {
      case POSTGRESQL ->
          Stream.concat(common.stream(), Stream.of(new TableRules(), new IndexRules())).toList();
      case SQLITE -> common;
    };
  }

  private StatementRule session() {
    return switch (dialect) {
      case POSTGRESQL -> new SessionRules();
      case SQLITE -> new SqliteRules();
    };
  }

  /** One script, statement by statement. */
  private final class Reading implements Scene {

    private final String file;
    private final String historySchema;
    private final List<StatementRule> rules;
    private List<Allowance> allowances = List.of();
    private int statements;

    Reading(String file, String historySchema, List<StatementRule> rules) {
      this.file = file;
      this.historySchema = historySchema;
      this.rules = rules;
    }

    void run(String text) {
      dialect.split(text, this::look);
      allowances = List.of();
      rules.forEach(rule -> rule.end(this));
      if (statements > ScriptSize.MOST_STATEMENTS) {
        tell(
            Rule.TOO_LARGE,
            1,
            "%s has %d statements, but a script may have no more than %d. Split it into several scripts, or load its data with COPY."
                .formatted(file, statements, ScriptSize.MOST_STATEMENTS));
      }
    }

    private void look(SqlStatement statement) {
      statements++;
      allowances = statement.remarks().stream().map(Allowance::of).toList();
      for (var allowance : allowances) {
        if (allowance.problem() != null) {
          notes.add(Rule.ALLOWANCE, file, allowance.line(), allowance.problem());
        }
      }
      rules.forEach(rule -> rule.look(statement, this));
      newTables.learn(statement);
    }

    @Override
    public String historySchema() {
      return historySchema;
    }

    @Override
    public boolean isNew(QualifiedName table) {
      return newTables.isSure(table);
    }

    @Override
    public boolean isProbablyNew(QualifiedName table) {
      return newTables.isProbable(table);
    }

    @Override
    public void tell(Rule rule, int line, String message) {
      allowances.stream()
          .filter(allowance -> allowance.rule() == rule)
          .findFirst()
          .ifPresentOrElse(
              allowance -> notes.allow(rule, file, line, message, allowance.why()),
              () -> notes.add(rule, file, line, message));
    }
  }
}
