package dev.drawbridge.law;

/** What must never be so, has been so. */
final class BrokenLaw extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenLaw(String what) {
    super(what);
  }
}
