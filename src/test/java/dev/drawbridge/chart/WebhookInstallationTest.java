package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The installation for clusters without admission policies. */
class WebhookInstallationTest {

  private static final Rendered WEBHOOK = Chart.onOld().render();
  private static final Rendered POLICY = Chart.onNew().render();
  private static final String EXCEPT_THE_OPERATOR =
      "request.userInfo.username != \"" + HoldRule.OPERATOR + "\"";

  @Test
  void hasWhatTheOtherOneHasButThePolicyThatHolds() {
    var of = WEBHOOK.names();
    var without = POLICY.names();

    assertThat(without)
        .filteredOn(name -> !name.startsWith("Mutating") && !name.contains("drawbridge-warn"))
        .isSubsetOf(of);
    assertThat(of).noneMatch(name -> name.startsWith("MutatingAdmissionPolicy"));
  }

  /**
   * The webhook is asked about what carries the label only, so it cannot say that it is missing.
   */
  @Test
  void misplacedLabelIsToldByPoliciesHereToo() {
    assertThat(Chart.onOld().with("gate: {rollouts: true}").render().names())
        .contains(
            "ValidatingAdmissionPolicy drawbridge-ungated",
            "ValidatingAdmissionPolicyBinding drawbridge-ungated",
            "ValidatingAdmissionPolicy drawbridge-rollouts-ungated",
            "ValidatingAdmissionPolicyBinding drawbridge-rollouts-ungated");
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
    var service = WEBHOOK.the(Service.class, "drawbridge-webhook");
    assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
        .isEqualTo("webhook");
    assertThat(service.getSpec().getSelector())
        .isEqualTo(
            WEBHOOK.the(Deployment.class, "drawbridge").getSpec().getSelector().getMatchLabels());
  }

  @Test
  void webhookClosesWhatItCannotJudge() {
    var webhooks = WEBHOOK.the(MutatingWebhookConfiguration.class, "drawbridge-hold").getWebhooks();

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
        WEBHOOK.the(MutatingWebhookConfiguration.class, "drawbridge-hold").getWebhooks().getLast();

    assertThat(owners.getMatchConditions())
        .extracting(MatchCondition::getName)
        .contains("carries-our-marks");
  }

  @Test
  void webhookGuardsWhatIsWrittenAndOnlyThoseStatusesThatChangeWhatIsOurs() {
    var webhooks =
        WEBHOOK.the(ValidatingWebhookConfiguration.class, "drawbridge-guard").getWebhooks();

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
    var rule = WEBHOOK.the(ClusterRole.class, "drawbridge-webhook").getRules().getFirst();

    assertThat(rule.getResources()).containsExactly("subjectaccessreviews");
    assertThat(rule.getVerbs()).containsExactly("create");
    assertThat(POLICY.text()).doesNotContain("subjectaccessreviews");
  }

  private static Container operator() {
    return WEBHOOK
        .the(Deployment.class, "drawbridge")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }
}
