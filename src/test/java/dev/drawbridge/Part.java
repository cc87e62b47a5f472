package dev.drawbridge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The packages of the program, and who may know whom. */
enum Part {
  API,
  REPORT,
  DECIDE,
  OBSERVE,
  ACT,
  GATE,
  RUNNER,
  OPERATOR,
  COMMAND,
  REHEARSAL;

  /** Those of ours that this one may use. */
  List<Part> known() {
    return switch (this) {
      case API, REPORT -> List.of();
      case DECIDE, RUNNER -> List.of(API, REPORT);
      case OBSERVE, ACT -> List.of(API, REPORT, DECIDE);
      case GATE -> List.of(API, DECIDE);
      case OPERATOR -> List.of(API, REPORT, DECIDE, OBSERVE, ACT, GATE);
      case COMMAND -> List.of(API, REPORT, DECIDE, ACT, RUNNER);
      case REHEARSAL -> List.of(REPORT, RUNNER, OPERATOR);
    };
  }

  String pattern() {
    return "dev.drawbridge." + name().toLowerCase(Locale.ROOT) + "..";
  }

  String[] strangers() {
    return Arrays.stream(values())
        .filter(other -> other != this && !known().contains(other))
        .map(Part::pattern)
        .toArray(String[]::new);
  }
}
