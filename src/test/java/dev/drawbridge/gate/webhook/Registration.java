package dev.drawbridge.gate.webhook;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** The webhook configuration of a manifest, in an API server that reaches the webhook by URL. */
public final class Registration {

  private static final Path MANIFEST = Path.of("src/main/manifests/webhook.yaml");

  private final KubernetesClient client;
  private final Served served;
  private final Path manifest;

  /** Of Deployments. */
  public Registration(KubernetesClient client, Served served) {
    this(client, served, MANIFEST);
  }

  /** Of what {@code manifest} is about. */
  public Registration(KubernetesClient client, Served served, Path manifest) {
    this.client = client;
    this.served = served;
    this.manifest = manifest;
  }

  /** Tells the API server of the webhook. It may take a moment until it is asked. */
  public void apply() {
    var configuration = configuration();
    configuration.getWebhooks().forEach(webhook -> reroute(webhook.getClientConfig()));
    client.resource(configuration).forceConflicts().serverSideApply();
  }

  /** Lets the API server forget it. */
  public void remove() {
    client.resource(configuration()).delete();
  }

  private void reroute(WebhookClientConfig config) {
    var path = Objects.requireNonNull(config.getService()).getPath();
    config.setService(null);
    config.setUrl("https://127.0.0.1:%d%s".formatted(served.port(), path));
    config.setCaBundle(
        Base64.getEncoder()
            .encodeToString(served.authority().pem().getBytes(StandardCharsets.US_ASCII)));
  }

  private MutatingWebhookConfiguration configuration() {
    try (var stream = Files.newInputStream(manifest)) {
      return client.load(stream).items().stream()
          .filter(MutatingWebhookConfiguration.class::isInstance)
          .map(MutatingWebhookConfiguration.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
