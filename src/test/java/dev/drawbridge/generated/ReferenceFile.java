package dev.drawbridge.generated;

import dev.drawbridge.api.Markers;
import dev.drawbridge.operator.Configuration;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every field, reason, exit code, marker and variable, from where the code says what it is. */
final class ReferenceFile {

  static final Path PATH = Path.of("docs/reference.md");

  private static final String INTRODUCTION =
      """
      # Reference

      Generated from the sources, and never edited: `./mvnw test -Dtest=GeneratedFilesTest -Dwrite`.

      """;

  private ReferenceFile() {}

  static String content() {
    return INTRODUCTION
        + "## Fields of a Migration\n\n"
        + fields(CustomResourceFile.MIGRATION, "spec")
        + "## Fields of its status\n\n"
        + fields(CustomResourceFile.MIGRATION, "status")
        + "## Fields of a Rollback\n\n"
        + fields(CustomResourceFile.ROLLBACK, "spec")
        + "## Fields of a Rollback's status\n\n"
        + fields(CustomResourceFile.ROLLBACK, "status")
        + "## Reasons\n\nOf conditions, of runs and of waiting. What to do about each stands in"
        + " [Operations](operations.md#reasons).\n\n"
        + table("reason", reasons())
        + "## Exit codes of the runner\n\nAny other code is a crash.\n\n"
        + table("code", exits())
        + "## Labels, annotations and finalizers\n\n"
        + table("name", constants(Markers.class, Markers.GROUP + "/"))
        + "## Variables of the operator\n\n"
        + table("variable", constants(Configuration.class, "")).stripTrailing()
        + "\n";
  }

  private static String fields(CustomResourceFile file, String part) {
    var schema = file.definition().at("/spec/versions/0/schema/openAPIV3Schema/properties/" + part);
    return SchemaTables.of(part, schema);
  }

  private static String reasons() {
    var comments = SourceComments.of(Reason.class);
    return Arrays.stream(Reason.values())
        .map(reason -> row(reason.word(), comments.get(reason.name())))
        .collect(Collectors.joining());
  }

  private static String exits() {
    var comments = SourceComments.of(Exit.class);
    return Arrays.stream(Exit.values())
        .map(exit -> row(exit.code() + "` `" + exit.word(), comments.get(exit.name())))
        .collect(Collectors.joining());
  }

  /** The constants that are texts with {@code prefix} and have a comment. */
  private static String constants(Class<?> type, String prefix) {
    return SourceComments.of(type).entrySet().stream()
        .map(comment -> Map.entry(value(type, comment.getKey()), comment.getValue()))
        .filter(constant -> constant.getKey().startsWith(prefix))
        .map(constant -> row(constant.getKey(), constant.getValue()))
        .collect(Collectors.joining());
  }

  private static String value(Class<?> type, String constant) {
    try {
      var field = type.getDeclaredField(constant);
      field.setAccessible(true);
      return String.valueOf(field.get(null));
    } catch (ReflectiveOperationException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static String table(String first, String rows) {
    return "| %s | meaning |\n| --- | --- |\n%s\n".formatted(first, rows);
  }

  private static String row(String name, @Nullable String comment) {
    return "| `%s` | %s |\n".formatted(name, Objects.requireNonNull(comment, name));
  }
}
