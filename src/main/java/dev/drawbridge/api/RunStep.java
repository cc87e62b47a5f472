package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.drawbridge.api.PodSettings.Resources;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step or a check that is a container of the user's own: any tool. Its exit code decides. A step
 * is started at most once in a run.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.version) || has(self.command)",
    message =
        "version needs command: what is reached already is left out by starting the command through the image's"
            + " /bin/sh, and what an image starts by itself is not known")
public record RunStep(
    @Required
        @JsonPropertyDescription(
            "The image. By digest (name@sha256:…) it stays what it is; what a tag means may change without a new run.")
        @ValidationRule(
            value = "self.matches('^[^ ]+$')",
            message =
                "write an image such as registry.example.com/orders:7, or better one by its digest, without spaces")
        @Size(min = 1, max = 512)
        String image,
    @JsonPropertyDescription(
            "The command. It is started through the image's /bin/sh, which reads the tool's last lines and leaves out"
                + " what is reached already. Without it the image's own entrypoint is started, as it is.")
        @Size(min = 1, max = 64)
        List<@Size(max = 8192) String> command,
    @JsonPropertyDescription("Arguments of the command, or of the image's own entrypoint.")
        @Size(min = 1, max = 128)
        List<@Size(max = 8192) String> args,
    @JsonPropertyDescription(
            "Variables, as in a container's env. PGSERVICEFILE, PGSERVICE, PGPASSFILE, PGOPTIONS and HOME are set; what"
                + " is written here comes after them.")
        @Size(max = 128)
        @PreserveUnknownFields
        List<Map<String, Object>> env,
    @JsonPropertyDescription("Variables from ConfigMaps and Secrets, as in a container's envFrom.")
        @Size(max = 32)
        @PreserveUnknownFields
        List<Map<String, Object>> envFrom,
    @JsonPropertyDescription("The folder in which the command is started. Default: the image's.")
        @Size(min = 1, max = 1024)
        @Nullable String workingDir,
    @JsonPropertyDescription(
            "The container's security context, as in a container's securityContext. What is written here takes the"
                + " place of Drawbridge's: no escalation, a read-only root, no capabilities. An image that must run as"
                + " root needs runAsUser: 0, one that writes to its own folders readOnlyRootFilesystem: false.")
        @PreserveUnknownFields
        Map<String, Object> securityContext,
    @JsonPropertyDescription(
            "Mounts of volumes of spec.pod.volumes, as in a container's volumeMounts. /tmp and HOME are empty folders.")
        @Size(max = 32)
        @PreserveUnknownFields
        List<Map<String, Object>> volumeMounts,
    @JsonPropertyDescription("Requests and limits of the container.") @Nullable Resources resources,
    @JsonPropertyDescription(
            "Whether its sessions are read-only from their start (default_transaction_read_only in PGOPTIONS), as far as"
                + " its client reads PGOPTIONS and does not change that. It means nothing for a SQLite file. Default: true for a check, false for a step.")
        @Nullable Boolean readOnly,
    @JsonPropertyDescription("How the schema version of this tool is read, and what it must be.")
        @Nullable Version version) {

  public RunStep {
    command = command == null ? List.of() : List.copyOf(command);
    args = args == null ? List.of() : List.copyOf(args);
    env = env == null ? List.of() : List.copyOf(env);
    envFrom = envFrom == null ? List.of() : List.copyOf(envFrom);
    securityContext = securityContext == null ? Map.of() : Map.copyOf(securityContext);
    volumeMounts = volumeMounts == null ? List.of() : List.copyOf(volumeMounts);
  }

  /** A container of Drawbridge's own that does {@code script} by the shell of {@code image}. */
  static RunStep ofScript(
      String image,
      String script,
      List<String> arguments,
      @Nullable Resources resources,
      Map<String, Object> securityContext) {
    return new RunStep(
        image,
        List.of("/bin/sh", "-c", script, "sh"),
        arguments,
        // What the programs say is read.
        List.of(Map.of("name", "LC_ALL", "value", "C")),
        List.of(),
        null,
        securityContext,
        List.of(),
        resources,
        null,
        null);
  }

  /** The version that the tool itself keeps in the database. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Version(
      @Required
          @JsonPropertyDescription(
              "One SELECT whose first column of the first row is the version. A table that does not exist yet means"
                  + " that there is none.")
          @Size(min = 1, max = 4096)
          String query,
      @Required
          @JsonPropertyDescription(
              "The version that the step leads to. A step that is there already is left out; one that ends elsewhere"
                  + " has failed.")
          @Size(min = 1, max = 100)
          String to) {}
}
