package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user may add to the pod of a run. Values of Kubernetes' own types are passed on as they
 * are written.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodSettings(
    @JsonPropertyDescription(
            "The service account of the pod. No token of it is mounted unless the pod's volumes ask for one.")
        @Size(max = 253)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("Requests and limits of the runner's container.")
        @Nullable Resources resources,
    @JsonPropertyDescription("Labels of the nodes that may run the pod.")
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints that the pod tolerates, as in a pod's spec.tolerations.")
        @PreserveUnknownFields
        List<Map<String, Object>> tolerations,
    @JsonPropertyDescription("Scheduling preferences, as in a pod's spec.affinity.")
        @PreserveUnknownFields
        Map<String, Object> affinity,
    @JsonPropertyDescription("Names of Secrets with which images are pulled.")
        List<String> imagePullSecrets,
    @JsonPropertyDescription("Labels to add to the Job's pod.") Map<String, String> labels,
    @JsonPropertyDescription("Annotations to add to the Job's pod.")
        Map<String, String> annotations,
    @JsonPropertyDescription("The pod's priority class.") @Size(max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "The pod's security context, as in a pod's spec.securityContext. What is written here is added to"
                + " Drawbridge's restricted one.")
        @PreserveUnknownFields
        Map<String, Object> securityContext,
    @JsonPropertyDescription("Volumes to add, as in a pod's spec.volumes.") @PreserveUnknownFields
        List<Map<String, Object>> volumes,
    @JsonPropertyDescription("Variables to add to the runner's container, as in a container's env.")
        @PreserveUnknownFields
        List<Map<String, Object>> env,
    @JsonPropertyDescription(
            "Containers that run beside the runner, such as a SQL proxy, as in a pod's spec.initContainers. Each is"
                + " started before the runner with restartPolicy Always, and ended after it.")
        @Size(max = 7)
        @PreserveUnknownFields
        List<Map<String, Object>> sidecars) {

  public static final PodSettings NONE =
      new PodSettings(
          null, null, Map.of(), List.of(), Map.of(), List.of(), Map.of(), Map.of(), null, Map.of(),
          List.of(), List.of(), List.of());

  public PodSettings {
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    affinity = affinity == null ? Map.of() : Map.copyOf(affinity);
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    securityContext = securityContext == null ? Map.of() : Map.copyOf(securityContext);
    volumes = volumes == null ? List.of() : List.copyOf(volumes);
    env = env == null ? List.of() : List.copyOf(env);
    sidecars = sidecars == null ? List.of() : List.copyOf(sidecars);
  }

  /** Compute resources of a container. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Resources(
      @JsonPropertyDescription("What is reserved, such as cpu: 100m and memory: 128Mi.")
          Map<String, Quantity> requests,
      @JsonPropertyDescription("What may be used at most.") Map<String, Quantity> limits) {

    public Resources {
      requests = requests == null ? Map.of() : Map.copyOf(requests);
      limits = limits == null ? Map.of() : Map.copyOf(limits);
    }
  }
}
