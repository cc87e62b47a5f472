package dev.drawbridge.runner;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Database.SecretRef;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.ConnectionTarget;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.PostgresDatabase;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.SessionNames;
import dev.drawbridge.runner.database.sqlite.DatabaseFile;
import dev.drawbridge.runner.database.sqlite.SqliteDatabase;
import dev.drawbridge.runner.database.sqlite.UntouchedFile;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.OwnFolder;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Dialect;
import java.util.Objects;

/** The kinds of databases that there are. Here the one is made that a spec names. */
record DatabaseKinds(
    RunnerInput input,
    MigrationSpec spec,
    Redaction redaction,
    Journal journal,
    StopSignal stop,
    Patience patience) {

  Dialect dialect() {
    return Dialect.of(spec.database());
  }

  RunDatabase database() {
    var limits =
        new Limits(spec.limits().lockTimeoutOrDefault(), spec.limits().statementTimeoutOrDefault());
    var sqlite = spec.database().sqlite();
    if (sqlite != null) {
      return sqlite(sqlite, limits);
    }
    return postgres(Objects.requireNonNull(spec.database().secretRef()), limits);
  }

  private RunDatabase sqlite(Database.Sqlite sqlite, Limits limits) {
    OwnFolder.ofSqlite().require();
    var file = new DatabaseFile(sqlite.claim(), input.databaseDirectory(), sqlite.path());
    if (input.planOnly() && file.isUntouched()) {
      return new UntouchedFile(file, sqlite.enforcesForeignKeys(), limits, journal, stop);
    }
    var holder = "run %s of %s, pod %s".formatted(input.run(), input.migration(), input.attempt());
    return new SqliteDatabase(
        file, sqlite.enforcesForeignKeys(), holder, input.identity(), limits, journal, stop);
  }

  private RunDatabase postgres(SecretRef secret, Limits limits) {
    var target = ConnectionTarget.read(secret, input.databaseDirectory(), redaction);
    var names =
        input.checksOnly() == null
            ? SessionNames.of(input.run(), input.attempt())
            : SessionNames.ofChecks(input.run(), input.attempt());
    return new PostgresDatabase(target, names, limits, journal, stop, patience.connect());
  }
}
