package dev.drawbridge.act;

import dev.drawbridge.api.PodSettings;
import dev.drawbridge.api.RunStep;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Objects;

/**
 * The security of a run's pod: what Kubernetes calls restricted, and a root file system that is
 * read-only.
 */
final class RunSecurity {

  private static final long ANY_ORDINARY_USER = 65532L;

  private RunSecurity() {}

  static PodSecurityContext ofPod(PodSettings settings) {
    var written =
        settings.securityContext().isEmpty()
            ? new PodSecurityContext()
            : RunPod.as(settings.securityContext(), PodSecurityContext.class);
    var context = new PodSecurityContextBuilder(written).withRunAsNonRoot(true);
    if (written.getRunAsUser() == null) {
      context.withRunAsUser(ANY_ORDINARY_USER);
    }
    if (written.getFsGroup() == null) {
      context.withFsGroup(ANY_ORDINARY_USER);
    }
    if (written.getSeccompProfile() == null) {
      context.withSeccompProfile(new SeccompProfile(null, "RuntimeDefault"));
    }
    return context.build();
  }

  /** The same for a step of the user's, as far as they have not written something else. */
  static SecurityContext ofStep(RunStep step) {
    var written =
        step.securityContext().isEmpty()
            ? new SecurityContext()
            : RunPod.as(step.securityContext(), SecurityContext.class);
    var context = new SecurityContextBuilder(written);
    if (written.getAllowPrivilegeEscalation() == null) {
      context.withAllowPrivilegeEscalation(false);
    }
    if (written.getReadOnlyRootFilesystem() == null) {
      context.withReadOnlyRootFilesystem(true);
    }
    if (written.getCapabilities() == null || written.getCapabilities().getDrop().isEmpty()) {
      context.editOrNewCapabilities().withDrop("ALL").endCapabilities();
    }
    if (written.getRunAsNonRoot() == null && Objects.equals(written.getRunAsUser(), 0L)) {
      context.withRunAsNonRoot(false);
    }
    return context.build();
  }

  static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
