package dev.drawbridge.command.manifest;

import java.util.Optional;

/**
 * Names that become names of files. An API server would refuse others; here, one with a path in it
 * would be written to somewhere else.
 */
public final class PlainName {

  private PlainName() {}

  /** What is wrong with {@code name}, which is that of {@code what}; empty if it is a name. */
  public static Optional<String> problem(String name, String what) {
    return name.matches("[-._a-zA-Z0-9]+") && !name.startsWith("..")
        ? Optional.empty()
        : Optional.of(
            "%s cannot be named \"%s\": use letters (a to z, A to Z), digits, dashes, dots and underscores only, and not two dots at the beginning."
                .formatted(what, name));
  }

  /** Refuses {@code name}, which is that of {@code what}, if it is more than a name. */
  static void require(String name, String what) throws Unusable {
    var problem = problem(name, what);
    if (problem.isPresent()) {
      throw new Unusable(problem.get());
    }
  }

  /** Refuses a path that leads out of where it begins. */
  static void requireInside(String path, String what) throws Unusable {
    for (var part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new Unusable("%s is \"%s\": write it without \"..\".".formatted(what, path));
      }
    }
  }
}
