package dev.drawbridge.runner.review;

import java.util.List;

/**
 * All that there is to say about a set of scripts.
 *
 * @param findings in the order of the scripts, at most {@value #MOST}
 * @param allowed what scripts break with a reason
 * @param leftOut how many findings are not listed
 * @param leftOutErrors how many of those are errors
 */
public record Review(
    List<Finding> findings, List<Allowed> allowed, int leftOut, int leftOutErrors) {

  /** How many findings are kept: nobody reads more, and a script may have a million. */
  static final int MOST = 1000;

  public Review {
    findings = List.copyOf(findings);
    allowed = List.copyOf(allowed);
  }

  /** A finding that its script allows, and why. */
  public record Allowed(Finding finding, String why) {}

  /** How many errors there are, listed or not. */
  public int errorCount() {
    return errors().size() + leftOutErrors;
  }

  /** How many warnings there are, listed or not. */
  public int warningCount() {
    return findings.size() + leftOut - errorCount();
  }

  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
