package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Comparator;
import java.util.Locale;

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
    CRON_JOB("cronjob"),
    @JsonProperty("Deployment")
    DEPLOYMENT("deployment"),
    @JsonProperty("StatefulSet")
    STATEFUL_SET("statefulset");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
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
