package dev.drawbridge.observe;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.PodView.End;
import dev.drawbridge.decide.PodView.Trouble;
import dev.drawbridge.decide.RunLabel;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what matters of a pod of a run. */
final class PodReading {

  private static final Set<String> IMAGE_PROBLEMS =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");
  private static final Set<String> CONTAINER_PROBLEMS =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "CrashLoopBackOff");
  private static final Pattern MISSING_CLAIM =
      Pattern.compile("persistentvolumeclaim \"([^\"]+)\" not found");
  private static final Pattern MISSING_SECRET = Pattern.compile("secret \"([^\"]+)\" not found");

  /** Kubernetes requires a code. Without one, nothing is known but that it was no success. */
  private static final int NO_EXIT_CODE = -1;

  private final Pod pod;
  private final PodStatus status;
  private final Optional<String> failedMount;

  /**
   * @param failedMount what the kubelet last said about a volume that it could not mount
   */
  PodReading(Pod pod, Optional<String> failedMount) {
    this.pod = pod;
    this.status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    this.failedMount = failedMount;
  }

  PodView view() {
    var metadata = pod.getMetadata();
    var end = decisive().map(this::end);
    return new PodView(
        metadata.getName(),
        RunLabel.of(pod),
        Optional.ofNullable(metadata.getCreationTimestamp())
            .map(Instant::parse)
            .orElse(Instant.EPOCH),
        Optional.ofNullable(pod.getSpec()).map(PodSpec::getNodeName),
        trouble(),
        startedAt(),
        end,
        earlier(),
        new UsedImages(parts()).byPurpose(),
        parts().size() > 1,
        parts().stream().anyMatch(PodReading::isStartedOnce),
        condition("DisruptionTarget").filter(one -> "True".equals(one.getStatus())).isPresent(),
        "DeadlineExceeded".equals(status.getReason()),
        end.isEmpty() && "Failed".equals(status.getPhase()));
  }

  /** The containers of the run, in their order; sidecars are not among them. */
  private List<ContainerStatus> parts() {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(one -> isOurs(one) || part(one).isPresent())
        .toList();
  }

  /** The one that decides: the first that has failed, or the last of all if it has ended. */
  private Optional<ContainerStatus> decisive() {
    return parts().stream()
        .filter(one -> one.getState() != null && one.getState().getTerminated() != null)
        .filter(one ->
            PodView.RUNNER.equals(one.getName())
                || !Objects.equals(0, one.getState().getTerminated().getExitCode()))
        .findFirst();
  }

  /** What our containers said that have ended well and are not the last. */
  private String earlier() {
    return parts().stream()
        .filter(PodReading::isOurs)
        .takeWhile(one -> !PodView.RUNNER.equals(one.getName()))
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getTerminated() != null)
        .map(ContainerState::getTerminated)
        .filter(terminated -> Objects.equals(0, terminated.getExitCode()))
        .map(terminated -> Objects.requireNonNullElse(terminated.getMessage(), ""))
        .collect(Collectors.joining("\n"));
  }

  /** When the first of its containers started. */
  private Optional<Instant> startedAt() {
    return parts().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .flatMap(state -> startedAt(state).stream())
        .findFirst();
  }

  private static Optional<Instant> startedAt(ContainerState state) {
    return Optional.ofNullable(state.getRunning())
        .map(ContainerStateRunning::getStartedAt)
        .or(() ->
            Optional.ofNullable(state.getTerminated()).map(ContainerStateTerminated::getStartedAt))
        .map(Instant::parse);
  }

  private End end(ContainerStatus container) {
    var terminated = container.getState().getTerminated();
    return new End(
        container.getName(),
        Objects.requireNonNullElse(terminated.getExitCode(), NO_EXIT_CODE),
        Objects.requireNonNullElse(terminated.getMessage(), ""),
        Objects.requireNonNullElse(terminated.getReason(), "no reason given"),
        beforeChanges(container),
        Optional.ofNullable(terminated.getFinishedAt()).map(Instant::parse).orElse(Instant.EPOCH));
  }

  /** Whether nothing that changes anything stands before {@code container}. */
  private boolean beforeChanges(ContainerStatus container) {
    return parts().stream()
        .takeWhile(one -> !Objects.equals(one.getName(), container.getName()))
        .allMatch(one -> isOurs(one) || part(one).filter(Part::comesBeforeChanges).isPresent());
  }

  /** Whether it is a container of the user's that does more than to look. */
  private static boolean isStartedOnce(ContainerStatus container) {
    return part(container).filter(part -> !part.isChecks()).isPresent();
  }

  private static boolean isOurs(ContainerStatus container) {
    return PodView.isRunner(String.valueOf(container.getName()));
  }

  private static Optional<Part> part(ContainerStatus container) {
    return Part.ofContainer(String.valueOf(container.getName()));
  }

  private Optional<Trouble> trouble() {
    return notScheduled().or(this::waiting).or(() -> failedMount.map(this::notMounted));
  }

  private Optional<Trouble> notScheduled() {
    return condition("PodScheduled")
        .filter(one -> "False".equals(one.getStatus()))
        .map(one ->
            missingClaim(String.valueOf(one.getMessage()))
                .orElseGet(() ->
                    new Trouble(
                        Reason.NOT_SCHEDULED,
                        "No node takes pod %s: %s"
                            .formatted(pod.getMetadata().getName(), one.getMessage()))));
  }

  private Optional<Trouble> missingClaim(String message) {
    var claim = MISSING_CLAIM.matcher(message);
    return claim.find()
        ? Optional.of(
            new Trouble(
                Reason.MISSING_CLAIM,
                "Claim %s does not exist in namespace %s. Create it, and the pod starts by itself; or correct the spec that names it."
                    .formatted(claim.group(1), pod.getMetadata().getNamespace())))
        : Optional.empty();
  }

  /** A pod waits for each of its containers: the runner starts only after the sidecars have. */
  private Optional<Trouble> waiting() {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .flatMap(one -> trouble(one).stream())
        .findFirst();
  }

  private static Optional<Trouble> trouble(ContainerStatus status) {
    var waiting = status.getState() == null ? null : status.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Optional.empty();
    }
    var words = Objects.requireNonNullElse(waiting.getMessage(), waiting.getReason());
    if (IMAGE_PROBLEMS.contains(waiting.getReason())) {
      return Optional.of(
          new Trouble(
              Reason.IMAGE_NOT_PULLED,
              "The image of container %s cannot be pulled: %s".formatted(status.getName(), words)));
    }
    return CONTAINER_PROBLEMS.contains(waiting.getReason())
        ? Optional.of(
            new Trouble(
                Reason.CONTAINER_NOT_CREATED,
                "Container %s cannot be started: %s.%s"
                    .formatted(status.getName(), words, advice(words))))
        : Optional.empty();
  }

  private static String advice(String words) {
    return words.contains("non-root")
        ? " A step whose image must run as root needs securityContext: {runAsUser: 0}."
        : "";
  }

  private Trouble notMounted(String message) {
    var secret = MISSING_SECRET.matcher(message);
    return secret.find()
        ? new Trouble(
            Reason.MISSING_SECRET,
            "Secret %s does not exist in namespace %s. Create it; the kubelet finds it within 2 minutes."
                .formatted(secret.group(1), pod.getMetadata().getNamespace()))
        : missingClaim(message).orElseGet(() -> new Trouble(Reason.VOLUME_NOT_MOUNTED, message));
  }

  private Optional<PodCondition> condition(String type) {
    return Stream.ofNullable(status.getConditions())
        .flatMap(List::stream)
        .filter(one -> type.equals(one.getType()))
        .findFirst();
  }
}
