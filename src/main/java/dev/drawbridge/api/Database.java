package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database that a run works on, and the queue in which its runs wait for each other. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "has(self.secretRef) != has(self.sqlite)", message = Database.EXACTLY_ONE)
public record Database(
    @JsonPropertyDescription(
            "A PostgreSQL database: the Secret, in the same namespace, that says how to connect.")
        @Nullable SecretRef secretRef,
    @JsonPropertyDescription("A SQLite database: a file on a PersistentVolumeClaim.")
        @Nullable Sqlite sqlite,
    @JsonPropertyDescription(
            "Runs with the same queue name never overlap, in the whole cluster. Default: the namespace and the name of"
                + " the Secret or of the claim, joined by a slash.")
        @Size(min = 1, max = 128)
        @Nullable String queue) {

  static final String EXACTLY_ONE =
      "write exactly one of secretRef (the Secret of a PostgreSQL database) and sqlite (the claim and path of a"
          + " SQLite file)";

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

  /** A file on a claim, which is mounted into the run's pod to be written to. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Sqlite(
      @Required
          @JsonPropertyDescription(
              "The PersistentVolumeClaim, in the same namespace, that holds the file. The run's pod mounts it with the"
                  + " right to write, beside the application's.")
          @Size(min = 1, max = 253)
          String claim,
      @Required
          @JsonPropertyDescription(
              "The file on the claim, from its root, such as data/app.db. It is created, with its folders, if it is not"
                  + " there.")
          @ValidationRule(value = Sqlite.PATH_RULE, message = Sqlite.PATH_MESSAGE)
          @Size(min = 1, max = 255)
          String path,
      @JsonPropertyDescription(
              "Whether foreign keys are enforced while scripts run. Default false, as with SQLite itself: a table can"
                  + " then be rebuilt without losing the rows that refer to it, and what refers to nothing afterwards is"
                  + " told in the timeline.")
          @Nullable Boolean foreignKeys) {

    static final String PATH_PATTERN = "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$";
    static final String PATH_RULE =
        "self.matches('"
            + PATH_PATTERN
            + "') && !self.split('/').exists(part, part == '..' || part == '.')";
    static final String PATH_MESSAGE =
        "write the path of the file from the claim's root, such as data/app.db: without a slash at either end, without"
            + " . and .., and with letters, digits, dots, dashes and underscores only";

    /** Whether {@link #path} is one that the API server's rule lets pass. */
    boolean hasGoodPath() {
      return path != null
          && path.matches(PATH_PATTERN)
          && Stream.of(path.split("/")).noneMatch(part -> part.equals("..") || part.equals("."));
    }

    public boolean enforcesForeignKeys() {
      return Boolean.TRUE.equals(foreignKeys);
    }
  }

  /**
   * By what it is reached, as one word: the name of the Secret, or the claim and the path, joined
   * by a slash. No name of a Secret has a slash.
   */
  public String access() {
    if (sqlite != null) {
      return sqlite.claim() + "/" + sqlite.path();
    }
    return Objects.requireNonNull(secretRef).name();
  }

  private String holder() {
    return sqlite != null ? sqlite.claim() : Objects.requireNonNull(secretRef).name();
  }

  /**
   * The name of the queue in which runs on this database wait, for a Migration in {@code
   * namespace}.
   */
  public String queueIn(String namespace) {
    return queue == null ? namespace + "/" + holder() : queue;
  }
}
