package dev.drawbridge.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResources;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the installation for named namespaces takes, file by file. */
class NamespacedFilesTest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  void nothingIsLeftOutOfWhatTheClusterGets() {
    var everywhere = read(InstallFile.POLICY.content());

    var divided = NamespacedFiles.names().stream().flatMap(file -> of(file).stream()).toList();

    assertThat(divided)
        .extracting(each -> each.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(
            everywhere.stream().map(each -> each.getMetadata().getName()).toList());
  }

  @Test
  void noRightReachesBeyondANamespace() {
    var all = NamespacedFiles.names().stream().flatMap(file -> of(file).stream());

    assertThat(all)
        .noneMatch(each -> each instanceof ClusterRole || each instanceof ClusterRoleBinding);
  }

  @Test
  void eachNamespaceGivesTheRightsThatTheClusterWouldGive() {
    var everywhere =
        read(InstallFile.POLICY.content()).stream().filter(ClusterRole.class::isInstance).toList();

    var here = of(NamespacedFiles.NAMESPACE);

    assertThat(here).hasSize(2).allMatch(each -> each.getMetadata().getNamespace() == null);
    assertThat(((Role) here.getFirst()).getRules())
        .isNotEmpty()
        .isEqualTo(((ClusterRole) everywhere.getFirst()).getRules());
    var binding = (RoleBinding) here.getLast();
    assertThat(binding.getRoleRef().getKind()).isEqualTo("Role");
    assertThat(binding.getSubjects().getFirst().getNamespace()).isEqualTo("drawbridge");
  }

  @Test
  void operatorIsAppliedWithRightsInItsNamespaceOnly() {
    assertThat(of(NamespacedFiles.OPERATOR))
        .isNotEmpty()
        .allSatisfy(each ->
            assertThat(each.getMetadata().getNamespace())
                .as(each.getKind())
                .isEqualTo("drawbridge"));
  }

  @Test
  void policiesAndOperatorLookAtTheSameNamespaces() {
    var watched =
        of(NamespacedFiles.OPERATOR).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .flatMap(operator ->
                operator
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv()
                    .stream())
            .filter(variable -> variable.getName().equals("DRAWBRIDGE_NAMESPACES"))
            .map(variable -> List.of(variable.getValue().split(",", -1)))
            .toList();

    assertThat(watched).containsExactly(List.of("shop", "billing"));
    assertThat(bound())
        .isNotEmpty()
        .allSatisfy(match -> {
          var required = match.getNamespaceSelector().getMatchExpressions();
          assertThat(required)
              .containsExactly(
                  new LabelSelectorRequirement(
                      "kubernetes.io/metadata.name", "In", watched.getFirst()));
        });
  }

  private static List<MatchResources> bound() {
    return of(NamespacedFiles.CLUSTER).stream()
        .flatMap(each ->
            switch (each) {
              case MutatingAdmissionPolicyBinding binding ->
                  Stream.of(binding.getSpec().getMatchResources());
              case ValidatingAdmissionPolicyBinding binding ->
                  Stream.of(binding.getSpec().getMatchResources());
              default -> Stream.<MatchResources>of();
            })
        .toList();
  }

  private static List<HasMetadata> of(String file) {
    return read(NamespacedFiles.content(file));
  }

  private static List<HasMetadata> read(String text) {
    return Arrays.stream(text.split("(?m)^---$", -1))
        .skip(1)
        .map(document -> SERIALIZATION.<HasMetadata>unmarshal(document))
        .toList();
  }
}
