package dev.drawbridge.gate.pod;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.gate.CaseFolder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case of the rules for pods and for what makes them: what is stored, what somebody writes, and
 * what becomes of that.
 *
 * @param old null if the object is created
 * @param mayBreakGlass the Migrations on which the user has the verb
 * @param stored what must be stored; null if it must be refused
 * @param refusal what a refusal must say; empty if there must be none
 */
record PodCase(
    String name,
    @Nullable HasMetadata old,
    HasMetadata asked,
    boolean ofStatus,
    String user,
    Set<String> mayBreakGlass,
    @Nullable HasMetadata stored,
    Optional<String> refusal) {

  private static final String TABLE = "pod-cases";

  static List<PodCase> all() {
    return CaseFolder.all(TABLE).stream().map(PodCase::read).toList();
  }

  static List<PodCase> allowed() {
    return all().stream().filter(PodCase::isAllowed).toList();
  }

  static List<PodCase> refused() {
    return all().stream().filter(given -> !given.isAllowed()).toList();
  }

  /** Those that are not stored as they are asked for. */
  static List<PodCase> changed() {
    return allowed().stream().filter(given -> !given.expected().equals(given.asked())).toList();
  }

  /** Those that are stored as they are asked for. */
  static List<PodCase> unchanged() {
    return allowed().stream().filter(given -> given.expected().equals(given.asked())).toList();
  }

  static PodCase named(String name) {
    return read(CaseFolder.named(TABLE, name));
  }

  private static PodCase read(CaseFolder folder) {
    return new PodCase(
        folder.name(),
        folder.old(HasMetadata.class),
        folder.asked(HasMetadata.class),
        folder.text("in-part.txt").isPresent(),
        folder.user(),
        folder.mayBreakGlass(),
        folder.stored(HasMetadata.class),
        folder.refusal());
  }

  ObjectWrite<HasMetadata> write() {
    return new ObjectWrite<>(old, asked, ofStatus, user, mayBreakGlass::contains);
  }

  /** What must be stored, of a case that is allowed. */
  HasMetadata expected() {
    return requireNonNull(stored, name + " is refused");
  }

  boolean isAllowed() {
    return stored != null;
  }

  boolean isOfAPod() {
    return asked instanceof Pod;
  }

  @Override
  public String toString() {
    return name;
  }
}
