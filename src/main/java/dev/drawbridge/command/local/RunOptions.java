package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.command.manifest.SourceOptions;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run on this machine is made of, as options: for every command that starts one. */
final class RunOptions {

  @Mixin private SourceOptions sources = new SourceOptions();

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "the database, as postgresql://user@host:5432/name or"
              + " jdbc:postgresql://host:5432/name?user=…, in the place of the Secret. A password"
              + " need not be in it: PGPASSWORD and the password file (PGPASSFILE, ~/.pgpass) are"
              + " looked at as well")
  private @Nullable String url;

  @Option(
      names = "--database-file",
      paramLabel = "FILE",
      description =
          "the SQLite database, a file of this machine in the place of the one on the claim; it is"
              + " created if it is not there")
  private @Nullable Path file;

  @Option(
      names = "--password-stdin",
      description = "the password is the first line of standard input")
  private boolean readsPassword;

  /** Whether manifests are named. */
  boolean nameManifests() {
    return sources.nameManifests();
  }

  /** The run that they mean, in which nothing has been done yet. */
  LocalRun resolve(Terminal terminal) throws Unusable {
    var given = sources.read();
    return LocalRun.of(given, access(given.source().migration().getSpec(), terminal), terminal);
  }

  private Access access(MigrationSpec spec, Terminal terminal) throws Unusable {
    var sqlite = spec.database().sqlite();
    if (sqlite != null) {
      if (file == null || url != null) {
        throw new Unusable(
            "Name the file of the database: --database-file FILE. The Migration is for SQLite, and its claim %s is in the cluster."
                .formatted(sqlite.claim()));
      }
      return FileAccess.of(file, sqlite.enforcesForeignKeys());
    }
    if (url == null || file != null) {
      throw new Unusable(
          "Name the database: --database-url postgresql://user@host:5432/name. The Migration is for"
              + " PostgreSQL, and its Secret, which is in the cluster, is not read.");
    }
    return DatabaseAccess.of(url, password(terminal), terminal.environment());
  }

  private Optional<String> password(Terminal terminal) throws Unusable {
    if (!readsPassword) {
      return Optional.empty();
    }
    try {
      var input =
          new BufferedReader(new InputStreamReader(terminal.input(), StandardCharsets.UTF_8));
      var line = input.readLine();
      if (line == null) {
        throw new Unusable("--password-stdin: standard input is empty.");
      }
      return Optional.of(line);
    } catch (IOException unreadable) {
      throw new Unusable("--password-stdin: standard input cannot be read.");
    }
  }
}
