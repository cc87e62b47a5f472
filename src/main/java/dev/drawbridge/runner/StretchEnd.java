package dev.drawbridge.runner;

import dev.drawbridge.runner.process.Ending;

/** How one container of ours ends: with the run, or with a next container that goes on. */
sealed interface StretchEnd {

  /** The run is over. */
  record OfRun(Ending ending) implements StretchEnd {}

  /** The next container has been told all that it needs. */
  record HandedOver() implements StretchEnd {}
}
