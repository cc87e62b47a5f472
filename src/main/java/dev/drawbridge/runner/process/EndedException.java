package dev.drawbridge.runner.process;

/** Carries an {@link Ending} from where it is decided, through Flyway and JDBC, to the end. */
public final class EndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  EndedException(Ending ending) {
    super(ending.message(), null, false, false);
    this.ending = ending;
  }

  public Ending ending() {
    return ending;
  }
}
