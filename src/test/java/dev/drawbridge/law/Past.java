package dev.drawbridge.law;

import io.fabric8.kubernetes.api.model.apps.Deployment;

/** What was stored before, for those who go back to it. */
interface Past {

  /** What an undo asks for; the same as is stored if there is nothing to go back to. */
  Deployment undone(Deployment stored);

  /** Anything that was stored once. */
  Deployment anyCopy(int number);
}
