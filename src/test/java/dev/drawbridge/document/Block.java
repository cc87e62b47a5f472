package dev.drawbridge.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param line of its fence
 * @param language what stands behind the fence
 * @param notExecuted why its commands are not executed by the tests, as the comment before it says
 * @param shown what the page shows as printed by it: the block of text right after it
 */
public record Block(
    int line, String language, String text, Optional<String> notExecuted, List<String> shown) {

  private static final Pattern READING =
      Pattern.compile(
          "kubectl( -n \\S+)? (get|describe|events|logs|wait|drawbridge (status|report))\\b.*");

  /** Whether it holds commands that a reader is to type. */
  public boolean isOfCommands() {
    return language.equals("sh");
  }

  /** Whether it may be repeated until what it shows has come about. */
  boolean onlyReads() {
    return text.lines().allMatch(line -> READING.matcher(line).matches());
  }
}
