package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.drawbridge.api.status.Quiesced;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something in the namespace that makes pods, and stands still while a run works. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Workload(
    @Required
        @JsonPropertyDescription(
            "Deployment or StatefulSet, which are scaled to 0, or CronJob, which is suspended.")
        Kind kind,
    @Required @JsonPropertyDescription("Its name.") @Size(min = 1, max = 253) String name)
    implements Comparable<Workload> {

  /** What can stand still. */
  public enum Kind {
    @JsonProperty("CronJob")
    CRON_JOB("CronJob", CronJob.class),
    @JsonProperty("Deployment")
    DEPLOYMENT("Deployment", Deployment.class),
    @JsonProperty("StatefulSet")
    STATEFUL_SET("StatefulSet", StatefulSet.class);

    private final String word;
    private final Class<? extends HasMetadata> type;

    Kind(String word, Class<? extends HasMetadata> type) {
      this.word = word;
      this.type = type;
    }

    /** The resources of this kind. */
    public Class<? extends HasMetadata> type() {
      return type;
    }

    private static Kind of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("cannot stand still: " + word));
    }
  }

  /** The one that a status tells of. */
  public static Workload of(Quiesced told) {
    return new Workload(Kind.of(told.kind()), told.name());
  }

  /**
   * As a status tells of it.
   *
   * @param message why it is not back; null if there is nothing to say
   */
  public Quiesced quiesced(@Nullable String message) {
    return new Quiesced(kind.word, name, message);
  }

  /** As kubectl takes it: {@code deployment/orders}. */
  public String words() {
    return "%s/%s".formatted(kind.word, name).toLowerCase(Locale.ROOT);
  }

  /** Everyone stops them in one order, so that two never wait for each other. */
  @Override
  public int compareTo(Workload other) {
    return Comparator.comparing(Workload::kind).thenComparing(Workload::name).compare(this, other);
  }
}
