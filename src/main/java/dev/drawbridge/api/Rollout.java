package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the gate looks at in an Argo Rollout. It is held and released as a Deployment is, by the
 * same fields.
 */
@Group("argoproj.io")
@Version("v1alpha1")
@Kind("Rollout")
@Plural("rollouts")
public final class Rollout extends CustomResource<Rollout.Spec, Rollout.Status>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** The fields that a Rollout shares with a Deployment. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(
      @Nullable Boolean paused,
      @Nullable Integer replicas,
      @Nullable LabelSelector selector,
      @Nullable PodTemplateSpec template) {}

  /**
   * How many pods it has.
   *
   * @param observedGeneration a text here, where a Deployment has a number
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      @Nullable Integer replicas,
      @Nullable Integer updatedReplicas,
      @Nullable Integer availableReplicas,
      @Nullable String observedGeneration,
      @Nullable List<DeploymentCondition> conditions) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private DeploymentStatus asOfDeployment() {
      return new DeploymentStatusBuilder()
          .withReplicas(replicas)
          .withUpdatedReplicas(updatedReplicas)
          .withAvailableReplicas(availableReplicas)
          .withConditions(conditions)
          .withObservedGeneration(
              Optional.ofNullable(observedGeneration)
                  .filter(text -> NUMBER.matcher(text).matches())
                  .map(Long::valueOf)
                  .orElse(null))
          .build();
    }
  }

  /** The Deployment that this would be, under its own kind. */
  public Deployment asDeployment() {
    var spec = Optional.ofNullable(getSpec());
    return new DeploymentBuilder()
        .withApiVersion(getApiVersion())
        .withKind(getKind())
        .withMetadata(getMetadata())
        .withNewSpec()
        .withPaused(spec.map(Spec::paused).orElse(null))
        .withReplicas(spec.map(Spec::replicas).orElse(null))
        .withSelector(spec.map(Spec::selector).orElse(null))
        .withTemplate(spec.map(Spec::template).orElse(null))
        .endSpec()
        .withStatus(Optional.ofNullable(getStatus()).map(Status::asOfDeployment).orElse(null))
        .build();
  }
}
