package dev.drawbridge.command.local;

import dev.drawbridge.command.manifest.Unusable;

/**
 * Names that become names of files. An API server would refuse others; here, one with a path in it
 * would be written to somewhere else.
 */
final class PlainName {

  private PlainName() {}

  /** Refuses {@code name}, which is that of {@code what}, if it is more than a name. */
  static void require(String name, String what) throws Unusable {
    if (!name.matches("[-._a-zA-Z0-9]+") || name.startsWith("..")) {
      throw new Unusable("%s cannot be named \"%s\".".formatted(what, name));
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
