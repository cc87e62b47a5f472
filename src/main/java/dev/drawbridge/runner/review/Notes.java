package dev.drawbridge.runner.review;

import dev.drawbridge.runner.review.Review.Allowed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The findings of a review, while it goes on. */
public final class Notes {

  private final boolean refusesDestructive;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Allowed> allowed = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private int leftOut;
  private int leftOutErrors;

  public Notes(boolean refusesDestructive) {
    this.refusesDestructive = refusesDestructive;
  }

  void add(Rule rule, String file, int line, String message) {
    add(finding(rule, file, line, message));
  }

  void allow(Rule rule, String file, int line, String message, String why) {
    if (allowed.size() < Review.MOST) {
      allowed.add(new Allowed(finding(rule, file, line, message), why));
    }
  }

  /** An error is kept in any case: without it the script would seem fit to run. */
  private void add(Finding finding) {
    if (findings.size() < Review.MOST) {
      findings.add(finding);
      return;
    }
    leftOut++;
    var isFirstError = finding.isError() && findings.stream().noneMatch(Finding::isError);
    if (isFirstError) {
      findings.set(Review.MOST - 1, finding);
    } else if (finding.isError()) {
      leftOutErrors++;
    }
  }

  private Finding finding(Rule rule, String file, int line, String message) {
    places.putIfAbsent(file, places.size());
    return new Finding(rule, rule.severity(refusesDestructive), file, line, message);
  }

  /** All that was found until now, file by file, each from its top to its end. */
  public Review review() {
    var inOrder =
        findings.stream()
            .sorted(
                Comparator.comparingInt((Finding finding) -> places.getOrDefault(finding.file(), 0))
                    .thenComparingInt(Finding::line))
            .toList();
    return new Review(inOrder, allowed, leftOut, leftOutErrors);
  }
}
