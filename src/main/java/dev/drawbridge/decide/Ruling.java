package dev.drawbridge.decide;

/** Whether a Deployment may roll out what it asks for. */
public sealed interface Ruling {

  /** It may. */
  record Open() implements Ruling {}

  /**
   * It has to wait.
   *
   * @param sentence what it needs, and how things stand: for people, without a full stop
   */
  record Closed(Why why, String sentence) implements Ruling {}

  /** Why a Deployment has to wait: a kind, of which the sentence is a case. */
  enum Why {
    /** The Migration that the label names does not exist. */
    MIGRATION_MISSING,
    /** The Migration is being deleted, and vouches for nothing any more. */
    MIGRATION_BEING_DELETED,
    /** What is asked for has not been verified. */
    NOT_VERIFIED,
    /** It is applied, but the Migration says that applications of its age may no longer run. */
    BELOW_MINIMUM
  }

  default boolean isOpen() {
    return this instanceof Open;
  }
}
