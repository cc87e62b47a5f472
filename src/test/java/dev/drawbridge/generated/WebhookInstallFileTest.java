package dev.drawbridge.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The installation for clusters without admission policies. */
class WebhookInstallFileTest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String EXCEPT_THE_OPERATOR =
      "request.userInfo.username != \"" + HoldRule.OPERATOR + "\"";

  @Test
  void hasWhatTheOtherOneHasButThePolicyThatHolds() {
    var of = names(InstallFile.WEBHOOK);
    var without = names(InstallFile.POLICY);

    assertThat(without)
        .filteredOn(name -> !name.startsWith("Mutating") && !name.contains("drawbridge-warn"))
        .isSubsetOf(of);
    assertThat(of).noneMatch(name -> name.startsWith("MutatingAdmissionPolicy"));
  }

  @Test
  void serviceLeadsToThePortThatTheOperatorServes() {
    var container = operator();
    var environment =
        container.getEnv().stream()
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    var port =
        container.getPorts().stream()
            .filter(each -> each.getName().equals("webhook"))
            .map(ContainerPort::getContainerPort)
            .toList();

    assertThat(port).containsExactly(9443);
    assertThat(environment)
        .containsEntry("DRAWBRIDGE_WEBHOOK_PORT", "9443")
        .containsEntry("DRAWBRIDGE_WEBHOOK_CERTIFICATES", "/certificates");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/certificates");
    var service = named(Service.class, "drawbridge-webhook");
    assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
        .isEqualTo("webhook");
    assertThat(service.getSpec().getSelector())
        .isEqualTo(named(Deployment.class, "drawbridge").getSpec().getSelector().getMatchLabels());
  }

  @Test
  void webhookClosesWhatItCannotJudge() {
    var webhooks = named(MutatingWebhookConfiguration.class, "drawbridge-hold").getWebhooks();

    assertThat(webhooks)
        .hasSize(3)
        .allSatisfy(webhook -> {
          assertThat(webhook.getFailurePolicy()).isEqualTo("Fail");
          assertThat(webhook.getReinvocationPolicy()).isEqualTo("IfNeeded");
          assertThat(webhook.getMatchConditions())
              .extracting(MatchCondition::getExpression)
              .contains(EXCEPT_THE_OPERATOR);
        });
    assertThat(webhooks.subList(0, 2))
        .allSatisfy(webhook ->
            assertThat(webhook.getObjectSelector().getMatchExpressions())
                .extracting(LabelSelectorRequirement::getKey)
                .containsExactly("drawbridge.dev/migration"));
  }

  /** Owners carry no label of ours, so the API server must not ask about each of them. */
  @Test
  void webhookIsAskedAboutOwnersOnlyIfTheyCarryOurMarks() {
    var owners =
        named(MutatingWebhookConfiguration.class, "drawbridge-hold").getWebhooks().getLast();

    assertThat(owners.getMatchConditions())
        .extracting(MatchCondition::getName)
        .contains("carries-our-marks");
  }

  @Test
  void webhookGuardsWhatIsWrittenAndOnlyThoseStatusesThatChangeWhatIsOurs() {
    var webhooks = named(ValidatingWebhookConfiguration.class, "drawbridge-guard").getWebhooks();

    assertThat(webhooks)
        .hasSize(2)
        .allSatisfy(webhook -> {
          assertThat(webhook.getFailurePolicy()).isEqualTo("Fail");
          assertThat(webhook.getMatchConditions())
              .extracting(MatchCondition::getExpression)
              .contains(EXCEPT_THE_OPERATOR);
          assertThat(webhook.getObjectSelector().getMatchExpressions())
              .extracting(LabelSelectorRequirement::getKey)
              .containsExactly("drawbridge.dev/migration");
        });
    var status = webhooks.getLast();
    assertThat(status.getRules().getFirst().getResources()).containsExactly("deployments/status");
    assertThat(status.getMatchConditions())
        .extracting(MatchCondition::getName)
        .contains("changes-what-is-ours");
  }

  @Test
  void onlyThisOneMayAskWhoMayDoWhat() {
    var rule = named(ClusterRole.class, "drawbridge-webhook").getRules().getFirst();

    assertThat(rule.getResources()).containsExactly("subjectaccessreviews");
    assertThat(rule.getVerbs()).containsExactly("create");
    assertThat(InstallFile.POLICY.content()).doesNotContain("subjectaccessreviews");
  }

  private static Container operator() {
    return named(Deployment.class, "drawbridge")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }

  private static <T extends HasMetadata> T named(Class<T> type, String name) {
    var found =
        objects(InstallFile.WEBHOOK)
            .filter(type::isInstance)
            .map(type::cast)
            .filter(each -> each.getMetadata().getName().equals(name))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  private static List<String> names(InstallFile file) {
    return objects(file).map(each -> each.getKind() + " " + each.getMetadata().getName()).toList();
  }

  private static Stream<HasMetadata> objects(InstallFile file) {
    return Arrays.stream(file.content().split("(?m)^---$", -1))
        .skip(1)
        .map(document -> SERIALIZATION.<HasMetadata>unmarshal(document));
  }
}
