package dev.drawbridge.runner.undo;

import java.util.List;

/**
 * What is undone together.
 *
 * @param scripts in the order in which they are undone; only one if they are not transactional
 * @param transactional whether all of it is one transaction
 */
record UndoBatch(List<UndoneScript> scripts, boolean transactional) {

  UndoBatch {
    scripts = List.copyOf(scripts);
  }

  static UndoBatch alone(UndoneScript script) {
    return new UndoBatch(List.of(script), script.undo().transactional());
  }
}
