package dev.drawbridge.command.request;

import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.decide.AskedApproval;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Under which name of spec.approvals somebody approves. */
record RoleChoice(Cluster cluster, WaitingPlan waiting) {

  /** What is missing under {@code role}; without one, what only the caller can mean. */
  AskedApproval of(@Nullable String role) throws NotDone {
    var missing = waiting.approvals().missing();
    if (role != null) {
      return named(missing, role);
    }
    if (missing.size() == 1) {
      return missing.getFirst();
    }
    var mine = missing.stream().filter(this::isMine).toList();
    if (mine.size() == 1) {
      return mine.getFirst();
    }
    throw new NotDone(
        mine.isEmpty()
            ? "You may approve under none of the names that are missing (%s): somebody has to give you the verb approve on migrations/NAME of drawbridge.dev in namespace %s."
                .formatted(names(missing), cluster.namespace())
            : "You may approve under several names, so nothing was changed: say which by --role, one of %s."
                .formatted(names(mine)));
  }

  private AskedApproval named(List<AskedApproval> missing, String role) throws NotDone {
    for (var one : missing) {
      if (one.name().equals(role)) {
        return one;
      }
    }
    for (var one : waiting.approvals().asked()) {
      if (one.name().equals(role)) {
        throw new NotDone(
            "%s has approved as %s already; still missing: %s."
                .formatted(one.user().orElse("Somebody"), role, names(missing)));
      }
    }
    throw new NotDone(
        names(missing).isEmpty()
            ? "The Migration asks for one approval without a name: leave --role out."
            : "The Migration asks for no approval as %s; missing: %s."
                .formatted(role, names(missing)));
  }

  /** An API server that does not answer this leaves the choice to the caller. */
  private boolean isMine(AskedApproval one) {
    try {
      return cluster.rights().mayApprove(waiting.migration(), one.name());
    } catch (KubernetesClientException unknown) {
      return true;
    }
  }

  static String names(List<AskedApproval> some) {
    return some.stream()
        .map(AskedApproval::name)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
