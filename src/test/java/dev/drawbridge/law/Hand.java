package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** What people and tools write into a Deployment that is there. */
enum Hand {
  APPLY(Write.Part.OBJECT, (it, past, number) -> Changes.template(it, Manifest.template(number))),
  APPLY_NOT_PAUSED(
      Write.Part.OBJECT,
      (it, past, number) -> Changes.paused(Changes.template(it, Manifest.template(number)), false)),
  APPLY_WITH_REPLICAS(
      Write.Part.OBJECT,
      (it, past, number) ->
          Changes.scaled(
              Changes.template(it, Manifest.template(number)), Manifest.replicas(number / 7))),
  APPLY_WITH_GLASS(
      Write.Part.OBJECT,
      (it, past, number) ->
          Changes.withGlass(
              Changes.template(it, Manifest.template(number)), "ticket " + number / 7)),
  APPLY_WHILE_PAUSING(
      Write.Part.OBJECT,
      (it, past, number) -> Changes.paused(Changes.template(it, Manifest.template(number)), true)),
  EDIT(Write.Part.OBJECT, (it, past, number) -> Changes.edited(it, "image", number % 2)),
  RESTART(
      Write.Part.OBJECT,
      (it, past, number) ->
          isPaused(it) ? it : Changes.edited(it, "kubectl.kubernetes.io/restartedAt", number % 2)),
  SCALE(Write.Part.OBJECT, (it, past, number) -> Changes.scaled(it, Manifest.replicas(number))),
  SCALE_THROUGH_SCALE(
      Write.Part.SCALE, (it, past, number) -> Changes.scaled(it, Manifest.replicas(number))),
  UNDO(Write.Part.OBJECT, (it, past, number) -> isPaused(it) ? it : past.undone(it)),
  RESUME(Write.Part.OBJECT, (it, past, number) -> Changes.paused(it, false)),
  PAUSE(Write.Part.OBJECT, (it, past, number) -> Changes.paused(it, true)),
  LABEL_ON(Write.Part.OBJECT, (it, past, number) -> Changes.labelled(it, "orders")),
  LABEL_OFF(Write.Part.OBJECT, (it, past, number) -> Changes.labelled(it, "")),
  LABEL_CHANGED(Write.Part.OBJECT, (it, past, number) -> Changes.labelled(it, "billing")),
  MARK_FORGED(Write.Part.OBJECT, (it, past, number) -> Changes.withForgedMark(it, number)),
  MARK_TAKEN_OFF(
      Write.Part.OBJECT,
      (it, past, number) ->
          Changes.paused(Changes.annotated(it, Markers.HELD_ANNOTATION, ""), false)),
  MARK_THROUGH_STATUS(Write.Part.STATUS, (it, past, number) -> Changes.withForgedMark(it, number)),
  MARK_TAKEN_OFF_THROUGH_STATUS(
      Write.Part.STATUS, (it, past, number) -> Changes.annotated(it, Markers.HELD_ANNOTATION, "")),
  GLASS_BROKEN(Write.Part.OBJECT, (it, past, number) -> Changes.withGlass(it, "ticket " + number)),
  GLASS_OF_ANOTHER(
      Write.Part.OBJECT,
      (it, past, number) ->
          Changes.annotated(it, Markers.BREAK_GLASS_ANNOTATION, "schema 9: ticket")),
  GLASS_TAKEN_OFF(
      Write.Part.OBJECT,
      (it, past, number) -> Changes.annotated(it, Markers.BREAK_GLASS_ANNOTATION, "")),
  COPY_PUT_OVER(Write.Part.OBJECT, (it, past, number) -> Changes.copied(it, past.anyCopy(number)));

  /** From what is stored to what is asked for. */
  @FunctionalInterface
  interface Change {
    Deployment of(Deployment stored, Past past, int number);
  }

  final Write.Part part;

  @SuppressWarnings("ImmutableEnumChecker") // each is a function without state
  private final Change change;

  Hand(Write.Part part, Change change) {
    this.part = part;
    this.change = change;
  }

  Deployment write(Deployment stored, Past past, int number) {
    return change.of(stored, past, number);
  }

  /** kubectl refuses to restart and to undo what is paused. */
  private static boolean isPaused(Deployment deployment) {
    return Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }
}
