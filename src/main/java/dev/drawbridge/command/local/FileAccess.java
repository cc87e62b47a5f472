package dev.drawbridge.command.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.command.manifest.PlainName;
import dev.drawbridge.command.manifest.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A database that is a file of this machine, in the place of the one on the claim.
 *
 * @param file with its whole path
 * @param enforcesForeignKeys as the spec says it
 */
record FileAccess(Path file, boolean enforcesForeignKeys) implements Access {

  private static final String CLAIM = "(given by --database-file)";

  static FileAccess of(Path given, boolean enforcesForeignKeys) throws Unusable {
    var file = given.toAbsolutePath().normalize();
    var folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Unusable(
          "--database-file: %s is not a folder. Make it, or correct the path.".formatted(folder));
    }
    var problem = PlainName.problem(String.valueOf(file.getFileName()), "A database file");
    if (problem.isPresent()) {
      throw new Unusable("--database-file: " + problem.get());
    }
    return new FileAccess(file, enforcesForeignKeys);
  }

  @Override
  public Path mount(PrivateFolder folder) {
    return file.resolveSibling("");
  }

  @Override
  public void describe(ObjectNode database) {
    database
        .putObject("sqlite")
        .put("claim", CLAIM)
        .put("path", String.valueOf(file.getFileName()))
        .put("foreignKeys", enforcesForeignKeys);
  }

  @Override
  public List<String> secrets() {
    return List.of();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
