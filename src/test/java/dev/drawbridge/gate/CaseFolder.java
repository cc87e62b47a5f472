package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one case of the gate's rules: what is stored, what somebody writes, and what
 * becomes of that.
 */
public record CaseFolder(Path path) {

  /** The writer of a case that names none. */
  public static final String ANYBODY = "somebody@example.com";

  private static final Path CASES = Path.of("src/test/resources/gate");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  public CaseFolder {
    if (Files.exists(path.resolve("out.yaml")) == Files.exists(path.resolve("out-refused.txt"))) {
      throw new IllegalStateException(path + " needs one of out.yaml and out-refused.txt");
    }
  }

  /**
   * All cases of a table, in their order.
   *
   * @param table {@code cases} of Deployments, or {@code pod-cases}
   */
  public static List<CaseFolder> all(String table) {
    try (Stream<Path> folders = Files.list(CASES.resolve(table))) {
      return folders.sorted().map(CaseFolder::new).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static CaseFolder named(String table, String name) {
    return new CaseFolder(CASES.resolve(table).resolve(name));
  }

  public String name() {
    return path.getFileName().toString();
  }

  /** What is stored already; null if the object is created. */
  public <R extends HasMetadata> @Nullable R old(Class<R> type) {
    return object("in-old.yaml", type);
  }

  public <R extends HasMetadata> R asked(Class<R> type) {
    return requireNonNull(object("in-new.yaml", type), path + " has no in-new.yaml");
  }

  public String user() {
    return text("in-user.txt").orElse(ANYBODY);
  }

  /** The Migrations on which the writer has the verb. */
  public Set<String> mayBreakGlass() {
    return Set.copyOf(text("in-may-break-glass.txt").stream().toList());
  }

  /** What must be stored; null if it must be refused. */
  public <R extends HasMetadata> @Nullable R stored(Class<R> type) {
    return object("out.yaml", type);
  }

  /** What a refusal must say; empty if there must be none. */
  public Optional<String> refusal() {
    return text("out-refused.txt");
  }

  private <R extends HasMetadata> @Nullable R object(String file, Class<R> type) {
    return text(file)
        .map(text -> type.cast(SERIALIZATION.<HasMetadata>unmarshal(text)))
        .orElse(null);
  }

  /** What stands in a file of the case; empty if there is none. */
  public Optional<String> text(String file) {
    var found = path.resolve(file);
    try {
      return Files.exists(found) ? Optional.of(Files.readString(found).strip()) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
