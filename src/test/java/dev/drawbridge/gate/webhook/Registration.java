package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The webhook configurations of the manifests, in an API server that reaches the webhook by URL.
 */
public final class Registration {

  private static final List<Path> MANIFESTS =
      List.of(
          Path.of("src/main/manifests/webhook.yaml"),
          Path.of("src/main/manifests/webhook-guard.yaml"));

  private final KubernetesClient client;
  private final int port;
  private final Authority authority;
  private final List<Path> manifests;
  private int changes;

  /** Of Deployments. */
  public Registration(KubernetesClient client, Served served) {
    this(client, served, MANIFESTS);
  }

  /** Of what {@code manifests} are about. */
  public Registration(KubernetesClient client, Served served, List<Path> manifests) {
    this(client, served.port(), served.authority(), manifests);
  }

  /** Of Deployments, by what answers at this port of this machine. */
  public Registration(KubernetesClient client, int port, Authority authority) {
    this(client, port, authority, MANIFESTS);
  }

  private Registration(
      KubernetesClient client, int port, Authority authority, List<Path> manifests) {
    this.client = client;
    this.port = port;
    this.authority = authority;
    this.manifests = manifests;
  }

  /** Tells the API server of the webhook. It may take a moment until it is asked. */
  public void apply() {
    configurations()
        .forEach(
            configuration -> client.resource(configuration).forceConflicts().serverSideApply());
  }

  /**
   * The same, told in other words, so that the API server leaves the connections alone that it has
   * and makes new ones.
   */
  public void applyForNewConnections() {
    changes++;
    apply();
  }

  /** Lets the API server forget it. */
  public void remove() {
    configurations().forEach(configuration -> client.resource(configuration).delete());
  }

  private void reroute(WebhookClientConfig config) {
    var path = Objects.requireNonNull(config.getService()).getPath();
    config.setService(null);
    config.setUrl("https://127.0.0.1:%d%s".formatted(port, path));
    config.setCaBundle(
        Base64.getEncoder()
            .encodeToString(
                "%s%s"
                    .formatted(authority.pem(), "\n".repeat(changes))
                    .getBytes(StandardCharsets.US_ASCII)));
  }

  private List<HasMetadata> configurations() {
    var found = manifests.stream().flatMap(this::objects).filter(this::isRerouted).toList();
    assertThat(found).as("one that holds and one that guards").hasSize(2);
    return found;
  }

  private boolean isRerouted(HasMetadata object) {
    return switch (object) {
      case MutatingWebhookConfiguration hold -> {
        hold.getWebhooks().forEach(webhook -> reroute(webhook.getClientConfig()));
        yield true;
      }
      case ValidatingWebhookConfiguration guard -> {
        guard.getWebhooks().forEach(webhook -> reroute(webhook.getClientConfig()));
        yield true;
      }
      default -> false;
    };
  }

  private Stream<HasMetadata> objects(Path manifest) {
    try (var content = Files.newInputStream(manifest)) {
      return client.load(content).items().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
