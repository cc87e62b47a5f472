package dev.drawbridge.runner.process;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said at the end of a run: what has happened, how things stand, and what to do. Only here
 * are they put together.
 *
 * @param advice what to do; empty if that is said with what has happened
 */
public record Sentences(String what, Standing standing, String advice) {

  /**
   * What has happened is told by others: as many of the words that they {@code said} as a message
   * has room for, between words of ours.
   */
  public static Sentences quoting(
      String before, String said, String after, Standing standing, String advice) {
    var ours = new Sentences(before + after, standing, advice).text();
    return new Sentences(before + Clip.beside(said, ours) + after, standing, advice);
  }

  /** All of it. */
  public String text() {
    return Stream.of(what, standing.words(), advice)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
