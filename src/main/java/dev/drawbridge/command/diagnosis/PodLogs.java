package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.PodView;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The logs of a run: of its newest pod while that exists, else what its status has kept. */
record PodLogs(KubernetesClient client, String namespace) {

  private static final int MOST_LINES = 500;

  Logs of(@Nullable Run run) {
    if (run == null) {
      return Logs.none(null);
    }
    try {
      var pod = newest(run);
      if (pod.isEmpty()) {
        return kept(run, "The pod is gone.");
      }
      var text = text(pod.get());
      return text.isBlank()
          ? kept(run, "The pod has said nothing yet.")
          : new Logs(text, Logs.Origin.POD, null);
    } catch (KubernetesClientException refused) {
      return kept(run, problem(refused));
    }
  }

  private Optional<Pod> newest(Run run) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Markers.RUN_LABEL, run.id())
        .list()
        .getItems()
        .stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  private String text(Pod pod) {
    var containers = containers(pod);
    var text = new StringBuilder();
    for (var container : containers) {
      var log = log(pod, container);
      if (containers.size() > 1 && !log.isEmpty()) {
        text.append("container ").append(container).append('\n');
      }
      text.append(log);
    }
    return text.toString();
  }

  /** Those that have started; sidecars are not the run's. */
  private static List<String> containers(Pod pod) {
    return Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(Container::getName)
        .filter(name -> PodView.isRunner(name) || Part.ofContainer(name).isPresent())
        .toList();
  }

  private String log(Pod pod, String container) {
    try {
      var log =
          client
              .pods()
              .inNamespace(namespace)
              .withName(pod.getMetadata().getName())
              .inContainer(container)
              .limitBytes(Logs.MOST_BYTES * 4)
              .tailingLines(MOST_LINES)
              .getLog();
      return log.isEmpty() || log.endsWith("\n") ? log : log + "\n";
    } catch (KubernetesClientException notStarted) {
      if (notStarted.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
        return "";
      }
      throw notStarted;
    }
  }

  private static Logs kept(Run run, String problem) {
    return run.logTail() == null
        ? Logs.none(problem)
        : new Logs(run.logTail(), Logs.Origin.STATUS, problem);
  }

  private String problem(KubernetesClientException refused) {
    return refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        ? "You may not read the pod's log: that needs the verbs list on pods and get on pods/log in namespace %s."
            .formatted(namespace)
        : "The pod's log could not be read: %s".formatted(words(refused));
  }

  /** What the API server itself says, without the request and the object around it. */
  private static String words(KubernetesClientException refused) {
    return Optional.ofNullable(refused.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getMessage()))
        .orElseGet(() -> String.valueOf(refused.getMessage()));
  }
}
