package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
@ValidationRule(
    value = "has(self.flyway) != has(self.run)",
    message =
        "write exactly one of flyway (SQL scripts) and run (a container of your own) in each step")
public record MigrateStep(
    @JsonPropertyDescription(
            "Versioned SQL scripts, applied by Flyway: V<version>__<description>.sql.")
        @Nullable Flyway flyway,
    @JsonPropertyDescription(
            "Any other tool, in a container of its own. It is started at most once in a run.")
        @Nullable RunStep run) {

  /** Its title for people: what is started, and where it stands in spec.migrate. */
  public static String title(int place, RunStep step) {
    return "step %d, %s".formatted(place + 1, words(step));
  }

  /** What {@code step} starts, in few words. */
  static String words(RunStep step) {
    var words = step.command().isEmpty() ? step.image() : String.join(" ", step.command());
    var line = words.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE) + "…";
  }

  private static final int LONGEST_TITLE = 60;

  /** Where the scripts are, and how far to go. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @ValidationRule(
      value = "[has(self.configMaps), has(self.image), has(self.inline)].exists_one(given, given)",
      message =
          "write exactly one of configMaps (names of ConfigMaps that hold the scripts), image (an image and the folder"
              + " in it) and inline (file names with their text)")
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
              "An image that holds the scripts, mounted as a volume (Kubernetes 1.36): for more than the 1 MiB that"
                  + " fits into a ConfigMap. At most 16 MiB of scripts.")
          @Nullable Image image,
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

  /** An image of which only the files are used: it is mounted, and nothing of it is started. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Image(
      @Required
          @JsonPropertyDescription(
              "The image. By digest (name@sha256:…) it stays what it is; what a tag means may change without a new"
                  + " run. pod.imagePullSecrets are used to pull it.")
          @ValidationRule(
              value = "self.matches('^[^ ]+$')",
              message =
                  "write an image such as registry.example.com/orders-sql:7, or better one by its digest, without"
                      + " spaces")
          @Size(min = 1, max = 512)
          String reference,
      @Required
          @JsonPropertyDescription(
              "The folder of the scripts in the image, such as /sql. Folders in it are not looked into.")
          @ValidationRule(
              value =
                  "self.startsWith('/') && !self.split('/').exists(part, part == '..' || part == '.')",
              message = "write the folder from the image's root, such as /sql, without . and ..")
          @Size(min = 1, max = 256)
          String path,
      @JsonPropertyDescription(
              "When the image is pulled: Always, IfNotPresent or Never. Default: Kubernetes' own, Always for the tag"
                  + " latest and for none, else IfNotPresent.")
          @ValidationRule(
              value = "self in ['Always', 'IfNotPresent', 'Never']",
              message = "write one of Always, IfNotPresent and Never")
          @Size(max = 16)
          @Nullable String pullPolicy) {

    /** Whether the reference names one content for good. */
    @JsonIgnore
    public boolean isByDigest() {
      return reference.contains("@sha256:");
    }
  }
}
