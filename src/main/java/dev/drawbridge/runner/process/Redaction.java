package dev.drawbridge.runner.process;

import dev.drawbridge.report.UsualSecrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of everything that leaves the process. It knows the values that it was told of,
 * however they are quoted or encoded, and the places where secrets usually stand: the user part of
 * a URL, a password parameter, a password literal of SQL.
 */
public final class Redaction {

  private static final String MASK = UsualSecrets.MASK;
  private static final int WORD_LENGTH = 4;

  private final Set<String> secrets =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /** From now on {@code secret} is taken out, also where it is encoded or quoted. */
  public void learn(@Nullable String secret) {
    if (secret == null || secret.isEmpty()) {
      return;
    }
    if (secret.contains("\n")) {
      // Logs are written line by line.
      secret
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= WORD_LENGTH)
          .forEach(secrets::add);
    }
    var encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    secrets.add(secret);
    secrets.add(encoded);
    secrets.add(encoded.replace("+", "%20"));
    secrets.add(secret.replace("'", "''"));
    secrets.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Learns the passwords that a script sets. */
  public void learnFromSql(String sql) {
    UsualSecrets.SQL_LITERAL
        .matcher(sql)
        .results()
        .map(literal ->
            literal.group(4) == null ? literal.group(2).replace("''", "'") : literal.group(4))
        .forEach(this::learn);
  }

  /** {@code text} without secrets. */
  public String apply(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = without(secret, clean);
    }
    return UsualSecrets.mask(clean);
  }

  /** A very short secret is looked for as a whole word only, or it would be found everywhere. */
  private static String without(String secret, String text) {
    if (secret.length() >= WORD_LENGTH) {
      return text.replace(secret, MASK);
    }
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(secret) + "(?![\\p{L}\\p{N}])")
        .matcher(text)
        .replaceAll(MASK);
  }
}
