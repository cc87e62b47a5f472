package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a write of something that makes pods means to the gate, from the stored and the new object
 * alone. The variables of the admission policies have the same names.
 */
record OwnerSituation(@Nullable HasMetadata old, HasMetadata asked, String user) {

  /** Who makes the Jobs of CronJobs: what their templates say has been asked for before. */
  private static final Set<String> CRON_JOB_CONTROLLERS =
      Set.of(
          "system:serviceaccount:kube-system:cronjob-controller", "system:kube-controller-manager");

  static OwnerSituation of(ObjectWrite<HasMetadata> write) {
    return new OwnerSituation(write.old(), write.asked(), write.user());
  }

  Optional<Need> need() {
    return needOf(Owners.templateMetadata(asked));
  }

  Optional<Need> oldNeed() {
    return needOf(Owners.templateMetadata(old));
  }

  /** A pod that says it is a run is not gated, so a template that says so needs nothing. */
  private static Optional<Need> needOf(@Nullable ObjectMeta template) {
    return PodGate.isOfRun(template) ? Optional.empty() : Need.ofPod(template);
  }

  boolean isByCronJobController() {
    return CRON_JOB_CONTROLLERS.contains(user);
  }

  Optional<BreakGlass> glass() {
    return BreakGlass.of(Owners.templateMetadata(asked));
  }

  boolean isGlassNew() {
    return !glass().equals(BreakGlass.of(Owners.templateMetadata(old)));
  }

  /** With a template that asks for nothing, each change of it is another one. */
  private boolean opensAnother() {
    return old == null
        || isGlassNew()
        || !need().equals(oldNeed())
        || (need().filter(need -> need.ask() instanceof Ask.Nothing).isPresent()
            && !Owners.template(old).equals(Owners.template(asked)));
  }

  boolean breaksGlass() {
    return opensAnother()
        && glass().flatMap(glass -> need().filter(need -> glass.isFor(need.ask()))).isPresent();
  }

  /** Who has broken the glass of the template. A Job that a CronJob makes brings that along. */
  Optional<String> approver() {
    if (glass().isEmpty()) {
      return Optional.empty();
    }
    if (old == null && isByCronJobController()) {
      return BreakGlass.approverOf(Owners.templateMetadata(asked));
    }
    return isGlassNew() ? Optional.of(user) : BreakGlass.approverOf(Owners.templateMetadata(old));
  }

  /** What the operator remembers: nobody else's to write. */
  Optional<String> memory() {
    return Hold.annotationOf(old, Markers.RELEASED_ANNOTATION);
  }

  Optional<String> memoryLabel() {
    return Hold.labelOf(old, Markers.RELEASED_LABEL);
  }

  /** What the template says of its pods that only the API server may say. */
  boolean claimsARelease() {
    var claim = claimOf(asked);
    return claim.isPresent()
        && !claim.equals(claimOf(old))
        && !(old == null && isByCronJobController());
  }

  private static Optional<String> claimOf(@Nullable HasMetadata owner) {
    return Hold.annotationOf(Owners.templateMetadata(owner), Markers.RELEASED_ANNOTATION);
  }
}
