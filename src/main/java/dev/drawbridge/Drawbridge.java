package dev.drawbridge;

/** The program. Its first argument picks what it is: {@code operator} or {@code runner}. */
public final class Drawbridge {

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    System.err.println("usage: drawbridge operator | runner");
    System.exit(2);
  }
}
