package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the database is saved before anything is changed. Without it nothing is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = WaysToSave.EXACTLY_ONE_RULE, message = WaysToSave.EXACTLY_ONE)
@ValidationRule(value = Backup.NO_KEEP_RULE, message = Backup.NO_KEEP)
@ValidationRule(value = WaysToSave.NO_VERSION_RULE, message = Backup.NO_VERSION)
public record Backup(
    @JsonPropertyDescription("A dump of a PostgreSQL database by pg_dump, in its custom format.")
        @Nullable PgDump pgDump,
    @JsonPropertyDescription("A copy of a SQLite file, which SQLite itself makes (VACUUM INTO).")
        @Nullable Copy sqlite,
    @JsonPropertyDescription(
            "A container of your own that makes a backup, wherever it puts it. Its exit code decides.")
        @Nullable RunStep run,
    @JsonPropertyDescription(
            "How many backups of this Migration stay, the newest ones; default 3. Older ones are removed once the new"
                + " one is proved whole, but never that of the run that was verified last.")
        @Min(1)
        @Max(100)
        @Nullable Integer keep)
    implements WaysToSave {

  static final String NO_KEEP_RULE = "!has(self.run) || !has(self.keep)";
  static final String NO_KEEP =
      "keep is for backups that Drawbridge knows: leave it out beside run, whose container removes what it has made";
  static final String NO_VERSION = "a backup leads to no version: leave out run.version";

  /** The rules of a whole spec: which database can be saved in which way. */
  static final String KIND_RULE =
      "!has(self.backup) || ((!has(self.backup.pgDump) || has(self.database.secretRef)) && (!has(self.backup.sqlite) ||"
          + " has(self.database.sqlite)))";

  static final String KIND =
      "backup.pgDump is for a PostgreSQL database (database.secretRef), backup.sqlite for a SQLite file"
          + " (database.sqlite)";

  /** In the container of pg_dump, the file that it writes. */
  public static final String FILE_VARIABLE = "DRAWBRIDGE_BACKUP";

  private static final int USUALLY_KEPT = 3;

  /** A dump by pg_dump, in a container of the server's own programs. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record PgDump(
      @Required
          @JsonPropertyDescription(
              "The image that has pg_dump, pg_restore and /bin/sh, such as docker.io/library/postgres:18: of the server's"
                  + " major version. An older pg_dump refuses a newer server.")
          @ValidationRule(
              value = "self.matches('^[^ ]+$')",
              message =
                  "write an image of the server's major version, such as docker.io/library/postgres:18, without spaces")
          @Size(min = 1, max = 512)
          String image,
      @Required
          @JsonPropertyDescription(
              "The PersistentVolumeClaim, in the same namespace, to which the dump is written, as"
                  + " drawbridge/NAMESPACE/MIGRATION/RUN.dump.")
          @Size(min = 1, max = 253)
          String claim,
      @JsonPropertyDescription("The schemas that are dumped. Default: the whole database.")
          @Size(max = 32)
          List<@Size(min = 1, max = 63) String> schemas,
      @JsonPropertyDescription("Requests and limits of the container.")
          PodSettings.@Nullable Resources resources,
      @JsonPropertyDescription("The container's security context, as that of a step.")
          @PreserveUnknownFields
          Map<String, Object> securityContext)
      implements ByPgDump {

    public PgDump {
      schemas = schemas == null ? List.of() : List.copyOf(schemas);
      securityContext = securityContext == null ? Map.of() : Map.copyOf(securityContext);
    }

    /** As PostgreSQL writes an array. */
    private String schemaArray() {
      return schemas.stream()
          .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** A copy of the file of a SQLite database. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Copy(
      @JsonPropertyDescription(
              "The PersistentVolumeClaim, in the same namespace, to which the copy is written, as"
                  + " drawbridge/NAMESPACE/MIGRATION/RUN.db. Default: the claim of the database itself.")
          @Size(min = 1, max = 253)
          @Nullable String claim)
      implements ToClaim {}

  /** How many backups stay. */
  public int keepOrDefault() {
    return Objects.requireNonNullElse(keep, USUALLY_KEPT);
  }

  /** The container that puts it back; null if ours does. */
  @Nullable RunStep restorer() {
    return pgDump == null
        ? null
        : pgDump.container(PostgresScripts.RESTORE, List.of(pgDump.schemaArray()));
  }

  /** What is wrong with {@code spec}'s, which a server without rules has let pass. */
  static Stream<String> problems(MigrationSpec spec) {
    var backup = spec.backup();
    if (backup == null) {
      return Stream.empty();
    }
    return Stream.of(backup.shape(), backup.kind(spec.database()), backup.parts())
        .flatMap(problems -> problems);
  }

  private Stream<String> shape() {
    var given = Stream.of(pgDump, sqlite, run).filter(Objects::nonNull).count();
    return given == 1 ? Stream.empty() : Stream.of("spec.backup: " + EXACTLY_ONE);
  }

  private Stream<String> kind(Database database) {
    return fits(database) ? Stream.empty() : Stream.of("spec.backup: " + KIND);
  }

  private Stream<String> parts() {
    if (pgDump != null && (pgDump.image() == null || pgDump.claim() == null)) {
      return Stream.of("spec.backup.pgDump needs both image and claim");
    }
    if (run != null && run.image() == null) {
      return Stream.of("spec.backup.run.image is not there");
    }
    if (keep != null && (keep < 1 || run != null)) {
      return Stream.of("spec.backup.keep: " + (run == null ? "it is below 1" : NO_KEEP));
    }
    return run != null && run.version() != null
        ? Stream.of("spec.backup.run.version: " + NO_VERSION)
        : Stream.empty();
  }
}
