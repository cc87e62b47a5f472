package dev.drawbridge.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever asks for a table, as kubectl does, gets the columns that the definition names. */
class TablesTest {

  @Test
  void migrationsAreListedInTheirOwnColumns() throws Exception {
    try (var server = MockApiServer.start();
        var client = server.client();
        var http = HttpClient.newHttpClient()) {
      server.load(Path.of("crds"));
      client.resource(Samples.migration()).create();
      client
          .genericKubernetesResources("drawbridge.dev/v1alpha1", "Migration")
          .inNamespace("default")
          .withName("orders")
          .editStatus(migration -> {
            var status =
                "{\"phase\": \"Failed\", \"conditions\": [{\"type\": \"Ready\", \"reason\": \"ScriptFailed\"}]}";
            migration.setAdditionalProperty(
                "status", Serialization.unmarshal(status, JsonNode.class));
            return migration;
          });

      var table = http.send(request(server), BodyHandlers.ofString()).body();

      var json = Serialization.unmarshal(table, JsonNode.class);
      assertThat(json.path("kind").asText()).isEqualTo("Table");
      assertThat(json.path("columnDefinitions").findValuesAsText("name"))
          .startsWith("Name", "Phase", "Schema", "Step", "Age");
      assertThat(json.at("/rows/0/cells"))
          .extracting(JsonNode::asText)
          .startsWith("orders", "Failed", "", "")
          .contains("ScriptFailed");
    }
  }

  private static HttpRequest request(MockApiServer server) {
    var path = "/apis/drawbridge.dev/v1alpha1/namespaces/default/migrations";
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
        .build();
  }
}
