package dev.drawbridge.command.cluster;

import dev.drawbridge.act.Marks;
import dev.drawbridge.act.OwnRights;
import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster that kubectl would talk to, and the namespace in it. */
public record Cluster(KubernetesClient client, String namespace) implements AutoCloseable {

  /** The resource of this name. */
  public <T extends HasMetadata> T read(Class<T> type, String name) throws Unanswered {
    var what = HasMetadata.getKind(type) + " " + name;
    try {
      var found = client.resources(type).inNamespace(namespace).withName(name).get();
      if (found == null) {
        throw missing(type, what);
      }
      return found;
    } catch (KubernetesClientException refused) {
      throw refusal("namespace " + namespace, refused)
          .toRead(what, "get", HasMetadata.getFullResourceName(type));
    }
  }

  /** All of {@code type} in the namespace, or in all that there are. */
  public <T extends HasMetadata> List<T> list(Class<T> type, boolean isEverywhere)
      throws Unanswered {
    var plural = HasMetadata.getKind(type) + "s";
    try {
      var all = client.resources(type);
      return (isEverywhere ? all.inAnyNamespace().list() : all.inNamespace(namespace).list())
          .getItems();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw unknown(plural);
      }
      var where = isEverywhere ? "all namespaces" : "namespace " + namespace;
      throw refusal(where, refused).toRead(plural, "list", HasMetadata.getFullResourceName(type));
    }
  }

  /**
   * Writes {@code annotations} on {@code seen}, all or none; an empty one is taken off.
   *
   * @return it as it is now; empty if it has changed since it was looked at, and nothing was done
   */
  public <T extends HasMetadata> Optional<T> mark(T seen, Map<String, Optional<String>> annotations)
      throws Unanswered {
    try {
      return Optional.of(Marks.write(client, seen, annotations));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw refusal("namespace " + namespace, refused)
          .toChange(
              seen.getKind() + " " + seen.getMetadata().getName(),
              HasMetadata.getFullResourceName(seen.getClass()));
    }
  }

  /** What the caller is and may. */
  public OwnRights rights() {
    return new OwnRights(client);
  }

  private Refusal refusal(String where, KubernetesClientException answer) {
    return new Refusal(client, where, answer);
  }

  private Unanswered missing(Class<? extends HasMetadata> type, String what) {
    var resource = HasMetadata.getPlural(type);
    return HasMetadata.getGroup(type).equals(Markers.GROUP) && !client.supports(type)
        ? unknown(HasMetadata.getKind(type) + "s")
        : Unanswered.missing(
            "There is no %s in namespace %s. kubectl get %s --all-namespaces lists all that you may see."
                .formatted(what, namespace, resource));
  }

  private Unanswered unknown(String plural) {
    return Unanswered.missing(
        "The cluster at %s knows no %s: Drawbridge is not installed there, or this is another cluster than you mean."
            .formatted(client.getMasterUrl(), plural));
  }

  @Override
  public void close() {
    client.close();
  }
}
