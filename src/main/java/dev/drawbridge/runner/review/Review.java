package dev.drawbridge.runner.review;

import java.util.List;

/**
 * All that there is to say about a set of scripts.
 *
 * @param findings in the order of the scripts, at most {@value #MOST}
 * @param allowed what scripts break with a reason
 * @param leftOut how many findings are not listed
 */
public record Review(List<Finding> findings, List<Allowed> allowed, int leftOut) {

  /** How many findings are kept: nobody reads more, and a script may have a million. */
  static final int MOST = 1000;

  public Review {
    findings = List.copyOf(findings);
    allowed = List.copyOf(allowed);
  }

  /** A finding that its script allows, and why. */
  public record Allowed(Finding finding, String why) {}

  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }
}
