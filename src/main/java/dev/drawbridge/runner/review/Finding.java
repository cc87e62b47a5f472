package dev.drawbridge.runner.review;

/**
 * A rule that a script breaks.
 *
 * @param file as the one who asked called it
 * @param line from 1; 1 where the whole file is meant
 * @param message what is wrong, and what to write instead: a sentence or two, with full stops
 */
public record Finding(Rule rule, Severity severity, String file, int line, String message) {

  /** Where it is: the file, and the line if that says something. */
  public String place() {
    return rule.isAboutFile() ? file : file + ", line " + line;
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
