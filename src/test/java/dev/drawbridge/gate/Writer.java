package dev.drawbridge.gate;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Somebody who may write Deployments and break some glass, and hears what the server warns of. */
final class Writer implements Interceptor, AutoCloseable {

  private static final Pattern HEADER = Pattern.compile("299 - \"(.*)\"", Pattern.DOTALL);
  private static final Pattern PREAMBLE =
      Pattern.compile(
          "^Validation failed for ValidatingAdmissionPolicy '[^']*' with binding '[^']*': ");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final KubernetesClient client;

  Writer(RealApiServer server, String user, Set<String> mayBreakGlass) {
    client =
        new KubernetesClientBuilder()
            .withConfig(server.configFor(user, GateRights.groups(mayBreakGlass)))
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("warnings", this))
            .build();
  }

  KubernetesClient client() {
    return client;
  }

  /** What the server has warned of, without naming the policies. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    for (var header : response.headers("Warning")) {
      var matcher = HEADER.matcher(header);
      if (matcher.matches()) {
        var text = matcher.group(1).replace("\\\"", "\"");
        warnings.add(PREAMBLE.matcher(text).replaceFirst(""));
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
