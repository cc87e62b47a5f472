package dev.drawbridge.sandbox;

import java.nio.file.Path;

/** A path as it is written in a shell. */
final class Quoted {

  private Quoted() {}

  static String of(Path path) {
    var text = path.toString();
    return text.matches("[\\p{L}\\p{N}_./@%+=:,-]+")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
