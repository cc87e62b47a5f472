package dev.drawbridge.command.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How a run on this machine reaches its database. As text it is what people call it. */
sealed interface Access permits DatabaseAccess, FileAccess {

  /**
   * What the runner has in the place of the Secret or the claim: made in {@code folder}, or there.
   */
  Path mount(PrivateFolder folder) throws IOException;

  /** Writes what {@code spec.database} says then. */
  void describe(ObjectNode database);

  /** What must not be told. */
  List<String> secrets();
}
