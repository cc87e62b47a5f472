package dev.drawbridge.decide;

/**
 * How far a Deployment is rolled out.
 *
 * @param words what is still missing; empty if nothing is
 */
public record RolloutState(State state, String words) {

  public static final RolloutState DONE = new RolloutState(State.DONE, "");

  /** The states of a rollout. */
  public enum State {
    /** All pods are of its template, and available. */
    DONE,
    /** Not yet. */
    GOING_ON,
    /** It has not got on within its progress deadline. */
    FAILED
  }
}
