package dev.drawbridge.decide;

import java.time.Instant;
import java.util.Optional;

/** A pod's view while a test says what becomes of the pod: what is not said stays as it was. */
final class PodDraft {

  private final PodView before;
  Optional<PodView.Trouble> trouble;
  Optional<Instant> startedAt;
  Optional<PodView.End> end;
  String earlier;
  boolean hasParts;
  boolean runsTools;
  boolean disrupted;
  boolean overDeadline;
  boolean failedWithoutEnd;

  PodDraft(PodView before) {
    this.before = before;
    trouble = before.trouble();
    startedAt = before.startedAt();
    end = before.end();
    earlier = before.earlier();
    hasParts = before.hasParts();
    runsTools = before.runsTools();
    disrupted = before.disrupted();
    overDeadline = before.overDeadline();
    failedWithoutEnd = before.failedWithoutEnd();
  }

  PodView view() {
    return new PodView(
        before.name(),
        before.run(),
        before.createdAt(),
        before.node(),
        trouble,
        startedAt,
        end,
        earlier,
        before.images(),
        hasParts,
        runsTools,
        disrupted,
        overDeadline,
        failedWithoutEnd);
  }
}
