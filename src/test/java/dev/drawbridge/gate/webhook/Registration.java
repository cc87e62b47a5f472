package dev.drawbridge.gate.webhook;

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

/** The webhook configurations of the manifest, in an API server that reaches the webhook by URL. */
public final class Registration {

  private static final Path MANIFEST = Path.of("src/main/manifests/webhook.yaml");

  private final KubernetesClient client;
  private final Served served;

  public Registration(KubernetesClient client, Served served) {
    this.client = client;
    this.served = served;
  }

  /** Tells the API server of both webhooks. It may take a moment until it asks them. */
  public void apply() {
    for (var object : objects()) {
      switch (object) {
        case MutatingWebhookConfiguration hold ->
            hold.getWebhooks().forEach(webhook -> reroute(webhook.getClientConfig()));
        case ValidatingWebhookConfiguration check ->
            check.getWebhooks().forEach(webhook -> reroute(webhook.getClientConfig()));
        default -> {
          continue;
        }
      }
      client.resource(object).forceConflicts().serverSideApply();
    }
  }

  /** Lets the API server forget both. */
  public void remove() {
    objects().stream()
        .filter(object -> object.getKind().endsWith("WebhookConfiguration"))
        .forEach(object -> client.resource(object).delete());
  }

  private void reroute(WebhookClientConfig config) {
    var path = Objects.requireNonNull(config.getService()).getPath();
    config.setService(null);
    config.setUrl("https://127.0.0.1:%d%s".formatted(served.port(), path));
    config.setCaBundle(
        Base64.getEncoder()
            .encodeToString(served.authority().pem().getBytes(StandardCharsets.US_ASCII)));
  }

  private List<HasMetadata> objects() {
    try (var manifest = Files.newInputStream(MANIFEST)) {
      return client.load(manifest).items();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
