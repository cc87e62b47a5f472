package dev.drawbridge.gate.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * A webhook of somebody else, who knows nothing of the gate: it answers each review with the JSON
 * patch that a test gives it.
 */
public final class ForeignWebhook implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Authority authority = new Authority();
  private final List<JsonNode> seen = Collections.synchronizedList(new ArrayList<>());
  private final HttpsServer server;
  private volatile String patch = "[]";

  private ForeignWebhook(HttpsServer server) {
    this.server = server;
  }

  /** Starts to answer, and to change nothing. */
  public static ForeignWebhook start() throws IOException, GeneralSecurityException {
    var webhook =
        new ForeignWebhook(
            HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    var folder = Files.createTempDirectory("foreign-webhook");
    webhook.authority.renew(folder);
    var identity = new CertificateFolder(folder, Clock.systemUTC());
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new CurrentKey(identity::identity)}, null, null);
    webhook.server.setHttpsConfigurator(new HttpsConfigurator(context));
    webhook.server.createContext("/", webhook::answer);
    webhook.server.start();
    return webhook;
  }

  /** From now on it does this to what it is shown. */
  public void does(String jsonPatch) {
    seen.clear();
    patch = jsonPatch;
  }

  /** The objects that it was shown since then, oldest first. */
  public List<JsonNode> seen() {
    return List.copyOf(seen);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = MAPPER.readTree(exchange.getRequestBody()).path("request");
      seen.add(request.path("object"));
      var review = MAPPER.createObjectNode();
      review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
      review
          .putObject("response")
          .put("uid", request.path("uid").asText())
          .put("allowed", true)
          .put("patchType", "JSONPatch")
          .put("patch", base64(patch));
      var body = MAPPER.writeValueAsBytes(review);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * How it is registered: after ours, whose name comes first, and for what carries the label {@code
   * example.com/meddle}.
   *
   * @param reinvocation {@code IfNeeded} if it is to be asked again about what is changed after it
   */
  public MutatingWebhookConfiguration configuration(String reinvocation) {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName("zz-foreign")
        .endMetadata()
        .addNewWebhook()
        .withName("foreign.example.com")
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:%d/".formatted(server.getAddress().getPort()))
        .withCaBundle(base64(authority.pem()))
        .endClientConfig()
        .withFailurePolicy("Fail")
        .withReinvocationPolicy(reinvocation)
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .withNewObjectSelector()
        .addToMatchLabels("example.com/meddle", reinvocation)
        .endObjectSelector()
        .addNewRule()
        .withApiGroups("apps")
        .withApiVersions("v1")
        .withResources("deployments")
        .withOperations("CREATE", "UPDATE")
        .endRule()
        .endWebhook()
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
