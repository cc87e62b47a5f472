package dev.drawbridge.command.diagnosis;

/** There is nothing to report. The message says why, and what to do; the code is for programs. */
final class NotReported extends Exception {

  private static final long serialVersionUID = 1L;

  static final int NO_MIGRATION = 3;
  static final int NO_RIGHT = 4;
  static final int NO_CLUSTER = 5;

  private final int code;

  private NotReported(int code, String sentence) {
    super(sentence);
    this.code = code;
  }

  static NotReported noMigration(String sentence) {
    return new NotReported(NO_MIGRATION, sentence);
  }

  static NotReported noRight(String sentence) {
    return new NotReported(NO_RIGHT, sentence);
  }

  static NotReported noCluster(String sentence) {
    return new NotReported(NO_CLUSTER, sentence);
  }

  int code() {
    return code;
  }
}
