package dev.drawbridge.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out what stands where secrets usually do: the user part of a URL, a password parameter, a
 * password literal of SQL. For text of which nothing else is known.
 */
public final class UsualSecrets {

  public static final String MASK = "***";

  /** A password literal of SQL: group 2 has it in quotes, group 4 between dollar signs. */
  public static final Pattern SQL_LITERAL =
      Pattern.compile(
          "(?is)\\b(password\\s+)(?:(?:E|U&)?'((?:[^']|'')*)'?|\\$(\\w*)\\$(.*?)(?:\\$\\3\\$|\\z))");

  private static final Pattern USER_OF_URL = Pattern.compile("(?<=://)[^/\\s:@]*:[^/\\s]*@");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)\\b(password|passwd|pwd|sslpassword)(\\s*=\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&;,)]+)");

  private UsualSecrets() {}

  /** {@code text} without them. */
  public static String mask(String text) {
    var clean = USER_OF_URL.matcher(text).replaceAll(MASK + "@");
    clean = PARAMETER.matcher(clean).replaceAll("$1$2" + Matcher.quoteReplacement(MASK));
    return SQL_LITERAL.matcher(clean).replaceAll("$1'" + MASK + "'");
  }
}
