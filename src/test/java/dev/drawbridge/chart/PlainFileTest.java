package dev.drawbridge.chart;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is applied without Helm: in an order that works, and file by file for named namespaces. */
class PlainFileTest {

  @ParameterizedTest
  @EnumSource
  void nothingOfHelmIsInIt(PlainFile file) {
    assertThat(file.content())
        .startsWith("# Drawbridge, ")
        .contains("app.kubernetes.io/name: drawbridge")
        .doesNotContain("helm.sh", "Helm", "# Source");
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALL", "INSTALL_WEBHOOK"})
  void whatOthersNeedComesFirstAndTheOperatorLast(PlainFile file) {
    var kinds = of(file).stream().map(HasMetadata::getKind).toList();

    assertThat(kinds)
        .startsWith("CustomResourceDefinition", "CustomResourceDefinition", "Namespace")
        .endsWith("Deployment")
        .containsOnlyOnce("Namespace", "Deployment");
  }

  @Test
  void signerOfTheWebhooksCertificateIsLeftToFillIn() {
    assertThat(PlainFile.INSTALL_WEBHOOK.content())
        .contains("caBundle: \"\"")
        .doesNotContainPattern("caBundle: [^\"]")
        .doesNotContain("kind: Secret\n");
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void nothingIsLeftOutOfWhatTheClusterGets(PlainFile whole, List<PlainFile> parts) {
    var divided = parts.stream().flatMap(file -> of(file).stream());

    assertThat(divided)
        .isNotEmpty()
        .extracting(each -> each.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(
            of(whole).stream().map(each -> each.getMetadata().getName()).toList());
  }

  static Stream<Arguments> wholes() {
    return Stream.of(
        Arguments.of(
            PlainFile.INSTALL,
            List.of(PlainFile.NAMED_CLUSTER, PlainFile.NAMED_OPERATOR, PlainFile.NAMED_EACH)),
        Arguments.of(
            PlainFile.ROLLOUTS,
            List.of(PlainFile.NAMED_ROLLOUTS_CLUSTER, PlainFile.NAMED_ROLLOUTS_EACH)));
  }

  @Test
  void noRightReachesBeyondANamespace() {
    var all =
        Arrays.stream(PlainFile.values())
            .filter(file -> file.name().startsWith("NAMED"))
            .flatMap(file -> of(file).stream());

    assertThat(all)
        .noneMatch(each -> each instanceof ClusterRole || each instanceof ClusterRoleBinding);
  }

  @ParameterizedTest
  @EnumSource(names = {"NAMED_EACH", "NAMED_ROLLOUTS_EACH"})
  void eachNamespaceGivesTheRightsThatTheClusterWouldGive(PlainFile file) {
    var whole = file == PlainFile.NAMED_EACH ? PlainFile.INSTALL : PlainFile.ROLLOUTS;
    var everywhere = of(whole).stream().filter(ClusterRole.class::isInstance).toList();

    var here = of(file);

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
    assertThat(of(PlainFile.NAMED_OPERATOR))
        .isNotEmpty()
        .allSatisfy(each ->
            assertThat(each.getMetadata().getNamespace())
                .as(each.getKind())
                .isEqualTo("drawbridge"));
  }

  @Test
  void policiesAndOperatorLookAtTheSameNamespaces() {
    var watched =
        of(PlainFile.NAMED_OPERATOR).stream()
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
    assertThat(bound(PlainFile.NAMED_CLUSTER, PlainFile.NAMED_ROLLOUTS_CLUSTER))
        .isNotEmpty()
        .allSatisfy(match -> {
          var required = match.getNamespaceSelector().getMatchExpressions();
          assertThat(required)
              .containsExactly(
                  new LabelSelectorRequirement(
                      "kubernetes.io/metadata.name", "In", watched.getFirst()));
        });
  }

  private static List<MatchResources> bound(PlainFile... files) {
    return Arrays.stream(files)
        .flatMap(file -> of(file).stream())
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

  private static List<HasMetadata> of(PlainFile file) {
    return new Rendered(file.content()).objects();
  }
}
