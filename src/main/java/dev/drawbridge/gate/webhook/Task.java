package dev.drawbridge.gate.webhook;

import java.util.Optional;
import java.util.stream.Stream;

/** What the API server wants from the webhook; each is a path of its own. */
enum Task {
  /** Change the object so that it is held if it must be. */
  HOLD("/hold"),
  /** After everybody else has changed the object: refuse it if it must be held and is not. */
  CHECK("/check");

  private final String path;

  Task(String path) {
    this.path = path;
  }

  static Optional<Task> at(String path) {
    return Stream.of(values()).filter(task -> task.path.equals(path)).findFirst();
  }
}
