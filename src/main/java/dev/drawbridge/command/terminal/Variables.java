package dev.drawbridge.command.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment of this process. Java decodes it by the locale, and CI has seldom one: a password
 * with letters beyond ASCII would be another one then.
 */
final class Variables {

  private static final Path RAW = Path.of("/proc/self/environ");

  private Variables() {}

  static Map<String, String> ofProcess() {
    var variables = new HashMap<>(System.getenv());
    try {
      variables.putAll(read(Files.readString(RAW)));
    } catch (IOException notLinuxOrNotUtf8) {
      // Then what Java has made of it is the best there is.
    }
    return variables;
  }

  private static Map<String, String> read(String raw) {
    var variables = new HashMap<String, String>();
    for (var variable : raw.split("\0", -1)) {
      var equals = variable.indexOf('=');
      if (equals > 0) {
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }
}
