package dev.drawbridge.act;

import dev.drawbridge.api.PodSettings;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

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
