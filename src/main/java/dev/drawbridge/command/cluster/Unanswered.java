package dev.drawbridge.command.cluster;

/** The cluster has not done what a command needs. The message says why, and what to do. */
public final class Unanswered extends Exception {

  private static final long serialVersionUID = 1L;

  /** What stands in the way, for programs. */
  public enum Why {
    /** What was named is not there. */
    MISSING,
    /** The caller may not do that. */
    NO_RIGHT,
    /** There is no cluster, or it does not answer. */
    NO_CLUSTER
  }

  private final Why why;

  private Unanswered(Why why, String sentence) {
    super(sentence);
    this.why = why;
  }

  static Unanswered missing(String sentence) {
    return new Unanswered(Why.MISSING, sentence);
  }

  static Unanswered noRight(String sentence) {
    return new Unanswered(Why.NO_RIGHT, sentence);
  }

  static Unanswered noCluster(String sentence) {
    return new Unanswered(Why.NO_CLUSTER, sentence);
  }

  public Why why() {
    return why;
  }

  /** Why, and what to do. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
