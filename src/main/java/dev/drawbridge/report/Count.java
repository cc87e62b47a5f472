package dev.drawbridge.report;

/** A number of things, as people write it: one script, but two scripts. */
public final class Count {

  private Count() {}

  /** {@code what} is one such thing, or several kinds of them that are joined by "or". */
  public static String of(long number, String what) {
    return number + " " + (number == 1 ? what : what.replace(" or ", "s or ") + "s");
  }
}
