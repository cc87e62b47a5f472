package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case of the hold rule: what is stored, what somebody writes, and what becomes of that.
 *
 * @param old null if the Deployment is created
 * @param mayBreakGlass the Migrations on which the user has the verb
 * @param stored what must be stored; null if it must be refused
 * @param refusal what a refusal must say; empty if there must be none
 * @param warnings what must be said besides; empty if the case does not look at it
 */
record HoldCase(
    String name,
    @Nullable Deployment old,
    Deployment asked,
    Write.Part part,
    String user,
    Set<String> mayBreakGlass,
    @Nullable Deployment stored,
    Optional<String> refusal,
    Optional<List<String>> warnings) {

  private static final String TABLE = "cases";

  static List<HoldCase> all() {
    return CaseFolder.all(TABLE).stream().map(HoldCase::read).toList();
  }

  static HoldCase named(String name) {
    return read(CaseFolder.named(TABLE, name));
  }

  private static HoldCase read(CaseFolder folder) {
    return new HoldCase(
        folder.name(),
        folder.old(Deployment.class),
        folder.asked(Deployment.class),
        folder
            .text("in-part.txt")
            .map(part -> Write.Part.valueOf(part.toUpperCase(Locale.ROOT)))
            .orElse(Write.Part.OBJECT),
        folder.user(),
        folder.mayBreakGlass(),
        folder.stored(Deployment.class),
        folder.refusal(),
        folder.text("out-warnings.txt").map(text -> text.lines().toList()));
  }

  Write write() {
    return new Write(old, asked, part, user, mayBreakGlass::contains);
  }

  /** What must be stored, of a case that is allowed. */
  Deployment expected() {
    return requireNonNull(stored, name + " is refused");
  }

  boolean isAllowed() {
    return stored != null;
  }

  @Override
  public String toString() {
    return name;
  }
}
