package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is saved before a Rollback changes the database, so that what is going to be lost can be
 * looked at later. It is a backup that nobody puts back and nobody removes.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = WaysToSave.EXACTLY_ONE_RULE, message = WaysToSave.EXACTLY_ONE)
@ValidationRule(
    value = WaysToSave.NO_VERSION_RULE,
    message = "an export leads to no version: leave out run.version")
public record Export(
    @JsonPropertyDescription("A dump of a PostgreSQL database by pg_dump, in its custom format.")
        @Nullable Dump pgDump,
    @JsonPropertyDescription("A copy of a SQLite file, which SQLite itself makes (VACUUM INTO).")
        @Nullable Copy sqlite,
    @JsonPropertyDescription(
            "A container of your own that exports, wherever it puts it. Its exit code decides. Its sessions are read-only"
                + " unless it says readOnly: false.")
        @Nullable RunStep run)
    implements WaysToSave {

  static final String WHERE = "drawbridge-exports/NAMESPACE/ROLLBACK/RUN";

  /** A dump of some tables, some schemas, or of all. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "!has(self.schemas) || !has(self.tables)",
      message = "write schemas or tables, not both: pg_dump would pass over the schemas")
  public record Dump(
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
              "The PersistentVolumeClaim, in the same namespace, to which the dump is written, as "
                  + WHERE
                  + ".dump.")
          @Size(min = 1, max = 253)
          String claim,
      @JsonPropertyDescription("The schemas that are dumped. Default: the whole database.")
          @Size(max = 32)
          List<@Size(min = 1, max = 63) String> schemas,
      @JsonPropertyDescription(
              "The tables that are dumped, as name or schema.name. Default: all of them.")
          @Size(max = 100)
          List<@Size(min = 1, max = 127) String> tables,
      @JsonPropertyDescription("Requests and limits of the container.")
          PodSettings.@Nullable Resources resources,
      @JsonPropertyDescription("The container's security context, as that of a step.")
          @PreserveUnknownFields
          Map<String, Object> securityContext)
      implements ByPgDump {

    public Dump {
      schemas = schemas == null ? List.of() : List.copyOf(schemas);
      tables = tables == null ? List.of() : List.copyOf(tables);
      securityContext = securityContext == null ? Map.of() : Map.copyOf(securityContext);
    }
  }

  /** A copy of the file of a SQLite database. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Copy(
      @JsonPropertyDescription(
              "The PersistentVolumeClaim, in the same namespace, to which the copy is written, as "
                  + WHERE
                  + ".db. Default: the claim of the database itself.")
          @Size(min = 1, max = 253)
          @Nullable String claim)
      implements ToClaim {}

  /** Why {@code database} cannot be exported so, as a sentence; empty if it can. */
  public Optional<String> misfit(Database database) {
    if (pgDump != null && database.secretRef() == null) {
      return Optional.of(
          "export.pgDump is for a PostgreSQL database, and this one is a SQLite file: write export.sqlite.");
    }
    return sqlite != null && database.sqlite() == null
        ? Optional.of(
            "export.sqlite is for a SQLite file, and this one is a PostgreSQL database: write export.pgDump.")
        : Optional.empty();
  }
}
