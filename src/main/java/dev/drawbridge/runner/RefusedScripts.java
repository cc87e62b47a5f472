package dev.drawbridge.runner;

import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.review.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Ends a run whose scripts break rules, before anything is applied. */
final class RefusedScripts {

  private static final int MOST_NAMED = 3;

  private RefusedScripts() {}

  /** Ends the run if there is one of {@code errors}; the first one is its reason. */
  static void refuse(List<Finding> errors) {
    if (errors.isEmpty()) {
      return;
    }
    var first = errors.getFirst();
    throw Ending.refused(
            first.rule().reason(),
            first.file(),
            first.rule().isAboutFile() ? null : first.line(),
            (first.rule().isAboutFile() ? "" : first.place() + ": ") + first.message(),
            others(errors.subList(1, errors.size())))
        .asException();
  }

  private static String others(List<Finding> errors) {
    if (errors.isEmpty()) {
      return "";
    }
    var named =
        errors.stream()
            .limit(MOST_NAMED)
            .map(error -> "%s (%s)".formatted(error.place(), error.rule().id()))
            .collect(Collectors.joining("; "));
    return "%d more: %s%s"
        .formatted(errors.size(), named, errors.size() > MOST_NAMED ? "; …" : ".");
  }
}
