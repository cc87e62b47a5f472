package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What kubectl would print, for those who have none at hand. */
final class KubectlView {

  private static final int REASON = 15;

  private final Screen screen;
  private final KubernetesClient client;
  private final Instant now;

  KubectlView(Screen screen, KubernetesClient client, Instant now) {
    this.screen = screen;
    this.client = client;
    this.now = now;
  }

  void getMigrations(String namespace) {
    screen.line("$ kubectl get migrations");
    var format = "%-14s %-10s %-8s %-9s %s";
    screen.line(format.formatted("NAME", "PHASE", "SCHEMA", "STEP", "AGE"));
    for (var migration :
        client.resources(Migration.class).inNamespace(namespace).list().getItems()) {
      var status = Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE);
      screen.line(
          format.formatted(
              migration.getMetadata().getName(),
              Optional.ofNullable(status.phase()).map(Phase::word).orElse(""),
              Optional.ofNullable(status.verified()).map(Verified::version).orElse(""),
              Optional.ofNullable(status.run()).map(Run::step).orElse(""),
              age(migration.getMetadata().getCreationTimestamp())));
    }
  }

  void describeMigration(String namespace, String name) {
    var migration = client.resources(Migration.class).inNamespace(namespace).withName(name).get();
    screen.line("$ kubectl describe migration " + name + "    (here with one line an entry)");
    screen.line("Name:       " + name);
    screen.line("Namespace:  " + namespace);
    screen.line("Status:");
    var status = new KubernetesSerialization().convertValue(migration.getStatus(), JsonNode.class);
    ReadableStatus.of(status, 2).forEach(screen::line);
    screen.line("Events:");
    events(namespace, "Migration", name);
  }

  /** Of a Migration that has failed, where and what to do; the sentence stands elsewhere. */
  void failureOf(String namespace, String name) {
    var migration = client.resources(Migration.class).inNamespace(namespace).withName(name).get();
    var run = migration.statusOrNone().run();
    if (run != null && run.failure() != null) {
      screen.line("");
      screen.line("Where it failed, from the status of Migration " + name + ":");
      var failure = new KubernetesSerialization().convertValue(run.failure(), JsonNode.class);
      ReadableStatus.of(failure, 2).forEach(screen::line);
    }
  }

  void eventsForDeployment(String namespace, String name) {
    screen.line("$ kubectl events --for deployment/" + name);
    events(namespace, "Deployment", name);
  }

  private void events(String namespace, String kind, String name) {
    var events =
        client
            .v1()
            .events()
            .inNamespace(namespace)
            .withField("involvedObject.kind", kind)
            .withField("involvedObject.name", name)
            .list()
            .getItems()
            .stream()
            .sorted(Comparator.comparingLong(KubectlView::version))
            .toList();
    var width = events.stream().mapToInt(event -> event.getReason().length()).max().orElse(0);
    var format = "  %-8s %-" + Math.max(width, REASON) + "s  %-5s %-11s %s";
    screen.line(format.formatted("Type", "Reason", "Age", "From", "Message"));
    for (var event : events) {
      screen.line(
          format.formatted(
              event.getType(), event.getReason(), age(at(event)), from(event), event.getMessage()));
    }
  }

  private static long version(Event event) {
    return Long.parseLong(event.getMetadata().getResourceVersion());
  }

  private static String at(Event event) {
    return Optional.ofNullable(event.getLastTimestamp())
        .or(() -> Optional.ofNullable(event.getFirstTimestamp()))
        .orElse(event.getMetadata().getCreationTimestamp());
  }

  private static String from(Event event) {
    return Optional.ofNullable(event.getReportingComponent())
        .filter(component -> !component.isEmpty())
        .or(() -> Optional.ofNullable(event.getSource()).map(source -> source.getComponent()))
        .orElse("");
  }

  private String age(String since) {
    return Math.max(0, Duration.between(Instant.parse(since), now).toSeconds()) + "s";
  }
}
