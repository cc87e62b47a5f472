package dev.drawbridge.command.request;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.status.PlanView;
import dev.drawbridge.decide.Approvals;
import dev.drawbridge.decide.AskedApproval;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A Migration that waits for approval, with its plan. */
record WaitingPlan(Migration migration, Approvals approvals) {

  static WaitingPlan of(Migration migration) throws NotDone {
    var approvals = Approvals.awaitedBy(migration).filter(waiting -> !waiting.missing().isEmpty());
    if (approvals.isEmpty()) {
      throw new NotDone(
          "Migration %s does not wait for approval: it is %s. drawbridge status %s tells more."
              .formatted(
                  migration.qualifiedName(), phase(migration), migration.getMetadata().getName()));
    }
    return new WaitingPlan(migration, approvals.get());
  }

  private static String phase(Migration migration) {
    var phase = migration.statusOrNone().phase();
    if (phase == null) {
      return "not looked at by an operator yet";
    }
    return phase == Phase.AWAITING_APPROVAL ? "approved of, and about to start" : phase.word();
  }

  String digest() {
    return approvals.plan().digest();
  }

  /** The plan that was read must be the one that is approved of. */
  void requireDigest(String read) throws NotDone {
    if (!digest().equals(read)) {
      throw new NotDone(
          "The plan that waits has the digest %s and not %s, so nothing was changed: read it with drawbridge plan %s."
              .formatted(digest(), read, migration.getMetadata().getName()));
    }
  }

  String text(Instant now) {
    var text = new StringBuilder(PlanView.of(migration, approvals.plan(), now));
    for (var one : approvals.asked()) {
      var name = one.name().isEmpty() ? "" : " as " + one.name();
      var by = one.isGiven() ? "given by " + one.user().orElse("unknown") : "missing";
      text.append("Approval%s: %s%n".formatted(name, by));
    }
    return text.toString();
  }

  String question(AskedApproval asked) {
    return "Approve of this plan%s?".formatted(asked.name().isEmpty() ? "" : " as " + asked.name());
  }

  /** Approves of this plan, and of no other one; says who is missing then. */
  String approve(Cluster cluster, AskedApproval asked) throws Unanswered, NotDone {
    var user = cluster.rights().user();
    var seen = asked.isUnsigned() ? write(cluster, migration, asked, asked.takenOff()) : migration;
    var written = write(cluster, seen, asked, asked.givenBy(user));
    return told(Approvals.of(written, approvals.plan()), asked);
  }

  private Migration write(
      Cluster cluster,
      Migration seen,
      AskedApproval asked,
      Map<String, Optional<String>> annotations)
      throws Unanswered, NotDone {
    return Wish.write(
        cluster,
        Migration.class,
        seen,
        now -> {
          of(now).requireDigest(asked.digest());
          return annotations;
        });
  }

  private static String told(Approvals after, AskedApproval asked) throws NotDone {
    for (var one : after.asked()) {
      if (one.name().equals(asked.name()) && !one.isGiven()) {
        throw new NotDone(
            "The approval is written and does not count yet. " + one.flaw().orElse(""));
      }
    }
    var approved = "Approved by " + after.given() + ".";
    return after.areComplete()
        ? approved + " Nobody is missing: the run starts as soon as it has its turn."
        : approved + " Still missing: " + RoleChoice.names(after.missing()) + ".";
  }
}
