package dev.drawbridge.runner.script;

import dev.drawbridge.api.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** In which database's SQL a script is written. */
public enum Dialect {
  POSTGRESQL {
    @Override
    public void split(String sql, Consumer<SqlStatement> statements) {
      SqlSplitter.split(sql, statements);
    }

    @Override
    public boolean controlsTransaction(SqlStatement statement) {
      return statement.controlsTransaction();
    }

    @Override
    public boolean needsNoTransaction(SqlStatement statement) {
      return statement.needsNoTransaction();
    }
  },
  SQLITE {
    @Override
    public void split(String sql, Consumer<SqlStatement> statements) {
      SqliteSplitter.split(sql, statements);
    }

    @Override
    public boolean controlsTransaction(SqlStatement statement) {
      return SqliteTransactions.controls(statement);
    }

    @Override
    public boolean needsNoTransaction(SqlStatement statement) {
      return SqliteTransactions.excludes(statement);
    }
  };

  /** That of the kind of database that a spec names. */
  public static Dialect of(Database database) {
    return database.sqlite() == null ? POSTGRESQL : SQLITE;
  }

  /** Hands out the statements of {@code sql} one by one, so that a long script is not held. */
  public abstract void split(String sql, Consumer<SqlStatement> statements);

  /** Whether it would begin or end the transaction of its script. */
  public abstract boolean controlsTransaction(SqlStatement statement);

  /** Whether the database refuses it within a transaction, or does nothing for it there. */
  public abstract boolean needsNoTransaction(SqlStatement statement);

  /** The statements of {@code sql}, in order. Empty ones are left out. */
  public List<SqlStatement> split(String sql) {
    var statements = new ArrayList<SqlStatement>();
    split(sql, statements::add);
    return statements;
  }
}
