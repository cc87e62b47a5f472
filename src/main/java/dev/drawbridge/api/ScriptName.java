package dev.drawbridge.api;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the file name of a script says, by Flyway's naming.
 *
 * @param version in dots without leading zeros, equal for equal versions; null for repeatable ones
 */
public record ScriptName(Kind kind, @Nullable String version) {

  /** What a script is for. */
  public enum Kind {
    /** {@code V<version>__<description>.sql}: applied once. */
    VERSIONED,
    /** {@code R__<description>.sql}: applied whenever it has changed. */
    REPEATABLE,
    /** {@code U<version>__<description>.sql}: kept for a rollback, never applied forwards. */
    UNDO
  }

  /** Lower versions first; names without a version last. */
  public static final Comparator<ScriptName> BY_VERSION =
      Comparator.comparing(ScriptName::version, Comparator.nullsLast(ScriptName::compare));

  private static final String NUMBER = "([0-9]+(?:[._][0-9]+)*)";
  private static final Pattern WITH_VERSION =
      Pattern.compile("([VU])" + NUMBER + "__.+\\.sql", Pattern.DOTALL);
  private static final Pattern REPEATABLE = Pattern.compile("R__.+\\.sql", Pattern.DOTALL);
  private static final Pattern NEARLY =
      Pattern.compile("(?i)([VU]?)" + NUMBER + "[-_. ]+(.+?)(?:\\.sql)?", Pattern.DOTALL);
  private static final Pattern NEARLY_REPEATABLE =
      Pattern.compile("(?i)R_+(.+?)(?:\\.sql)?", Pattern.DOTALL);

  /** The name that {@code file} is; empty if it is none. */
  public static Optional<ScriptName> parse(String file) {
    var named = WITH_VERSION.matcher(file);
    if (named.matches()) {
      var kind = named.group(1).equals("V") ? Kind.VERSIONED : Kind.UNDO;
      return Optional.of(new ScriptName(kind, canonical(named.group(2))));
    }
    return REPEATABLE.matcher(file).matches()
        ? Optional.of(new ScriptName(Kind.REPEATABLE, null))
        : Optional.empty();
  }

  /** The name that only {@code version} is known of; empty if it is none. */
  public static Optional<ScriptName> ofVersion(String version) {
    return parse("V" + version + "__only.sql");
  }

  /** The name of the undo script beside {@code file}, which is a versioned one. */
  public static String undoOf(String file) {
    return "U" + file.substring(1);
  }

  private static int compare(String one, String other) {
    var ones = one.split("\\.");
    var others = other.split("\\.");
    for (var index = 0; index < Math.max(ones.length, others.length); index++) {
      var order = number(ones, index).compareTo(number(others, index));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger number(String[] parts, int index) {
    return index < parts.length ? new BigInteger(parts[index]) : BigInteger.ZERO;
  }

  /** 7, 7.0 and 07 are one version to Flyway, and so they are here. */
  private static String canonical(String version) {
    var dotted = version.replace('_', '.').replaceAll("(^|\\.)0+(?=[0-9])", "$1");
    return dotted.replaceAll("(\\.0)+$", "");
  }

  /** What to do with {@code file}, which is none of the names. */
  public static String advice(String file) {
    if (file.endsWith(".conf")) {
      return "remove it: whether a script runs in a transaction is found out from its statements";
    }
    if (file.matches("(?is).*\\.(ya?ml|json)")) {
      return "if it is a manifest, keep it in another folder, since all files of this one are taken"
          + " for scripts";
    }
    var nearly = NEARLY.matcher(file);
    if (nearly.matches()) {
      var prefix = nearly.group(1).equalsIgnoreCase("U") ? "U" : "V";
      return "rename it to " + prefix + nearly.group(2) + "__" + words(nearly.group(3)) + ".sql";
    }
    var repeatable = NEARLY_REPEATABLE.matcher(file);
    if (repeatable.matches()) {
      return "rename it to R__" + words(repeatable.group(1)) + ".sql";
    }
    var description = words(file.replaceFirst("(?i)\\.sql$", ""));
    return file.toLowerCase(Locale.ROOT).endsWith(".sql")
        ? "rename it to V<version>__" + description + ".sql"
        : "remove it, or rename it to V<version>__" + description + ".sql";
  }

  private static String words(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
  }
}
