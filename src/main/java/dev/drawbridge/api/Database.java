package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database that a run works on, and the queue in which its runs wait for each other. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Database(
    @Required
        @JsonPropertyDescription("The Secret, in the same namespace, that says how to connect.")
        SecretRef secretRef,
    @JsonPropertyDescription(
            "Runs with the same queue name never overlap, in the whole cluster. Default: the namespace and the name of"
                + " the Secret, joined by a slash.")
        @Size(min = 1, max = 128)
        @Nullable String queue) {

  /**
   * A Secret that is mounted as files into the runner's pod. The operator never reads it.
   *
   * @param keys from the runner's word for a value (url, direct, host, port, database, username,
   *     password) to the Secret's key
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SecretRef(
      @Required @JsonPropertyDescription("The name of the Secret.") @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription(
              "Names of keys, where the Secret does not use the common ones: from url, direct, host, port, database,"
                  + " username or password to the key that holds it. Common are jdbc-uri, jdbc-url, uri and url; or"
                  + " host, port and database (dbname); with username (user) and password. direct-uri (direct-url)"
                  + " comes before all of them: where the others lead to a pooler, it leads to the server itself.")
          Map<String, String> keys) {

    public SecretRef {
      keys = keys == null ? Map.of() : Map.copyOf(keys);
    }
  }

  /**
   * The name of the queue in which runs on this database wait, for a Migration in {@code
   * namespace}.
   */
  public String queueIn(String namespace) {
    return queue == null ? namespace + "/" + secretRef.name() : queue;
  }
}
