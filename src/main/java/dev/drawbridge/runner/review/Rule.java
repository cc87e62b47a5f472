package dev.drawbridge.runner.review;

import dev.drawbridge.report.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is looked for in scripts. The identifiers are for people and machines, and stay. */
public enum Rule {
  // Files.
  NAME("A file name that is none of Flyway's.", Reason.NOT_A_SCRIPT),
  DUPLICATE("A version, or a file name, that is there twice.", Reason.DUPLICATE_SCRIPT),
  ENCODING("A file that is not text in UTF-8.", Reason.NOT_A_SCRIPT),
  NUL_BYTE("A byte of value 0, which no database takes in a script.", Reason.NOT_A_SCRIPT),
  TOO_LARGE(
      "A script that is too large to be run in the memory that a runner has.", Reason.NOT_A_SCRIPT),
  UNFINISHED(
      "A string, a dollar quote, a comment or the data of a COPY that has no end.",
      Reason.RULE_BROKEN),
  PLACEHOLDER(
      "A placeholder that has no value. Looked for where the values are known: in a run, and with"
          + " -f.",
      Reason.PLACEHOLDER_WITHOUT_VALUE),
  MISSING_UNDO(
      "A versioned script without an undo script. Looked for only where it is asked for.",
      Reason.RULE_BROKEN),
  ALLOWANCE(
      "An allowance that cannot be understood or has no reason; it allows nothing.", Kind.WARNING),

  // What a script may not do if a run is to keep its promises.
  TRANSACTION_CONTROL("A statement that begins or ends a transaction.", Reason.TRANSACTION_CONTROL),
  NOT_ALONE(
      "A statement that cannot run in a transaction, and is not alone in its script.",
      Reason.MIXED_SCRIPT),
  PSQL_COMMAND("A command of psql, which no server understands.", Reason.RULE_BROKEN),
  SHELL_COMMAND(
      "A command of the program sqlite3, which SQLite does not understand.", Reason.RULE_BROKEN),
  ATTACH("Another file is reached for by a script of SQLite.", Reason.RULE_BROKEN),
  PRAGMA("A setting of SQLite's that a run itself relies on.", Kind.ALLOWABLE_ERROR),
  FOREIGN_KEYS("A setting of SQLite's that does nothing in a transaction.", Kind.WARNING),
  HISTORY_TABLE(
      "A change of Flyway's history table, or the end of the schema that holds it.",
      Reason.RULE_BROKEN),
  SESSION_USER("A change of the user that lasts longer than its script.", Kind.ALLOWABLE_ERROR),
  ENUM_VALUE("A new value of an enum that is used by the script that adds it.", Kind.WARNING),

  // What loses data. An error where destructive is Refuse.
  DROP_TABLE("Tables that were there before are dropped.", Kind.DESTRUCTIVE),
  DROP_COLUMN("A column of a table that was there before is dropped.", Kind.DESTRUCTIVE),
  DROP_SCHEMA("A schema, a database or all that a role owns is dropped.", Kind.DESTRUCTIVE),
  DROP_CASCADE(
      "A type, domain or extension is dropped with all columns that use it.", Kind.DESTRUCTIVE),
  TRUNCATE("A table that was there before is emptied.", Kind.DESTRUCTIVE),
  DELETE_ALL("All rows of a table are deleted.", Kind.DESTRUCTIVE),
  UPDATE_ALL("All rows of a table are overwritten.", Kind.DESTRUCTIVE),

  // What keeps others waiting while a large table is read or written anew.
  ADD_COLUMN("A new column that has to be written into every row.", Kind.WARNING),
  COLUMN_TYPE("Another type for a column.", Kind.WARNING),
  TABLE_REWRITE("A table that is written anew for another reason.", Kind.WARNING),
  CREATE_INDEX("An index that is built while nobody can write.", Kind.WARNING),
  REINDEX("An index that is built anew while nobody can write.", Kind.WARNING),
  ADD_UNIQUE(
      "A unique, primary key or exclusion constraint that builds its index while all wait.",
      Kind.WARNING),
  ADD_CHECK("A check that reads all rows while nobody can read or write.", Kind.WARNING),
  ADD_FOREIGN_KEY(
      "A foreign key that reads all rows while nobody can write to either table.", Kind.WARNING),
  SET_NOT_NULL(
      "NOT NULL for a column, which reads all rows while nobody can read or write.", Kind.WARNING),
  REFRESH_VIEW("A materialized view that is filled anew while nobody can read it.", Kind.WARNING);

  private enum Kind {
    ERROR,
    ALLOWABLE_ERROR,
    DESTRUCTIVE,
    WARNING
  }

  private final String summary;
  private final Kind kind;
  private final Reason reason;

  Rule(String summary, Reason reason) {
    this.summary = summary;
    this.kind = Kind.ERROR;
    this.reason = reason;
  }

  Rule(String summary, Kind kind) {
    this.summary = summary;
    this.kind = kind;
    this.reason = kind == Kind.DESTRUCTIVE ? Reason.DESTRUCTIVE : Reason.RULE_BROKEN;
  }

  /** The rule that {@code id} names. */
  static Optional<Rule> of(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** As it is written: {@code drop-table}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is looked for, in a sentence. */
  public String summary() {
    return summary;
  }

  /** The reason of a run that ends because of it. */
  public Reason reason() {
    return reason;
  }

  /** Whether it is about a file as a whole, so that a line says nothing. */
  public boolean isAboutFile() {
    return this == NAME || this == DUPLICATE || this == TOO_LARGE || this == MISSING_UNDO;
  }

  /** Whether a script may say that it means to break it. */
  public boolean mayBeAllowed() {
    return kind != Kind.ERROR && this != ALLOWANCE;
  }

  /** What a finding weighs, if what loses data is refused or not. */
  public Severity severity(boolean refusesDestructive) {
    return switch (kind) {
      case ERROR, ALLOWABLE_ERROR -> Severity.ERROR;
      case DESTRUCTIVE -> refusesDestructive ? Severity.ERROR : Severity.WARNING;
      case WARNING -> Severity.WARNING;
    };
  }
}
