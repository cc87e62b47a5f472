package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step that changes the database. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrateStep(
    @Required
        @JsonPropertyDescription(
            "Versioned SQL scripts, applied by Flyway: V<version>__<description>.sql.")
        Flyway flyway) {

  /** Where the scripts are, and how far to go. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "has(self.configMaps) != has(self.inline)",
      message =
          "write exactly one of configMaps (names of ConfigMaps that hold the scripts) and inline (file names with"
              + " their text)")
  @ValidationRule(
      value =
          "!has(self.inline) || self.inline.all(file, file.matches('^[A-Za-z0-9][A-Za-z0-9_.-]*$') &&"
              + " !file.contains('..'))",
      message = "a key of inline is a plain file name such as V7__add_orders.sql, without a path")
  @ValidationRule(
      value =
          "!has(self.inline) || self.inline.map(file, bytes(self.inline[file]).size()).sum() <= 65536",
      message =
          "inline scripts are at most 64 KiB together: put larger ones into ConfigMaps and name those in"
              + " configMaps")
  public record Flyway(
      @JsonPropertyDescription(
              "ConfigMaps in the same namespace whose keys are the scripts' file names. A file name may stand in only"
                  + " one of them.")
          @Size(min = 1, max = 32)
          List<@Size(min = 1, max = 253) String> configMaps,
      @JsonPropertyDescription(
              "The scripts themselves: file name to text. At most 32 files, and 64 KiB together.")
          @Size(min = 1, max = 32)
          Map<String, @Size(max = 65536) String> inline,
      @JsonPropertyDescription("Apply scripts up to this version only. Default: all.")
          @ValidationRule(value = SchemaVersions.RULE, message = SchemaVersions.RULE_MESSAGE)
          @Size(max = 50)
          @Nullable String target,
      @JsonPropertyDescription(
              "Schemas that Flyway manages; the first one holds its history table and is the default of unqualified"
                  + " names. They are created if they do not exist. Default: the connection's default schema.")
          @Size(max = 32)
          List<@Size(min = 1, max = 63) String> schemas,
      @JsonPropertyDescription(
              "Values for ${name} in scripts. They are not secret: they are seen in this resource and in the scripts'"
                  + " effects.")
          @Size(max = 64)
          Map<String, @Size(max = 4096) String> placeholders,
      @JsonPropertyDescription(
              "For a database that already has tables but no Flyway history: it is taken to be at this version, and"
                  + " only later scripts are applied. Without it, such a database is refused.")
          @ValidationRule(value = SchemaVersions.RULE, message = SchemaVersions.RULE_MESSAGE)
          @Size(max = 50)
          @Nullable String baselineVersion) {

    public Flyway {
      configMaps = configMaps == null ? List.of() : List.copyOf(configMaps);
      inline = inline == null ? Map.of() : Map.copyOf(inline);
      schemas = schemas == null ? List.of() : List.copyOf(schemas);
      placeholders = placeholders == null ? Map.of() : Map.copyOf(placeholders);
    }
  }
}
