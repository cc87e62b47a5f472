package dev.drawbridge.operator;

import dev.drawbridge.api.Rollout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this operator releases Argo Rollouts. Where they are not asked for, nothing is ever asked
 * about them.
 */
record Rollouts(boolean areReleased) {

  private static final Logger LOGGER = LoggerFactory.getLogger(Rollouts.class);

  /**
   * Released if the configuration says so and the API server knows them.
   *
   * @throws IllegalStateException if it does not let them be listed
   */
  static Rollouts asFarAsServed(Configuration configuration, Definitions definitions) {
    if (!configuration.rollouts()) {
      return new Rollouts(false);
    }
    var areServed = definitions.areServed(Rollout.class);
    if (!areServed) {
      // An operator that would not start for want of Rollouts would leave the Migrations undone.
      LOGGER.warn(
          "{} is true, but the API server does not know Rollouts, so none is released: install Argo"
              + " Rollouts and restart this operator",
          Configuration.ROLLOUTS);
    }
    return new Rollouts(areServed);
  }
}
