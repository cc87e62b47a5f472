package dev.drawbridge.runner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.ContentDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a plan, over a form of it that has one way to be written: each part with its
 * length, in a fixed order. It holds what is applied, what is going to be, and which database it
 * is; not where the scripts come from, and not the limits.
 */
final class PlanDigest {

  /** Another form gets another name, so that digests of the two are never compared. */
  private static final String FORM = "drawbridge plan 1";

  /** Made where there is a tool. */
  private static final class Sorted {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
  }

  private final List<String> parts = new ArrayList<>(List.of(FORM));

  private PlanDigest() {}

  static String of(Plan plan) {
    var digest = new PlanDigest();
    digest.add(plan.database().system(), plan.database().name());
    plan.steps().forEach(digest::add);
    return ContentDigest.ofTexts(digest.parts.toArray(String[]::new));
  }

  private void add(PlannedStep step) {
    switch (step) {
      case PlannedStep.Scripts scripts -> add(scripts);
      case PlannedStep.Tool tool -> {
        add("run", String.valueOf(tool.place()), tool.now());
        add(json(tool.spec()));
      }
    }
  }

  private void add(PlannedStep.Scripts step) {
    // Whether the history has begun already with its baseline makes no other plan.
    var baseline = step.baseline();
    var begins = baseline == null ? step.applied().floor() : baseline;
    add("flyway", String.valueOf(step.place()), step.schema());
    add(baseline == null ? step.now() : baseline, begins);
    var applied =
        step.applied().versions().stream().filter(version -> !version.equals(begins)).toList();
    add(String.valueOf(applied.size()));
    applied.forEach(this::add);
    add(String.valueOf(step.pending().size()));
    step.pending().forEach(this::add);
  }

  private void add(PlannedScript script) {
    add(script.file(), script.version(), script.description());
    add(String.valueOf(script.checksum()), String.valueOf(script.transactional()));
    add(script.content());
  }

  /** What is absent differs from what is empty. */
  private void add(@Nullable String... texts) {
    for (var text : texts) {
      parts.add(text == null ? "absent" : "present");
      parts.add(text == null ? "" : text);
    }
  }

  private static String json(RunStep step) {
    try {
      return Sorted.MAPPER.writeValueAsString(step);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException("a step that cannot be written as JSON", unexpected);
    }
  }
}
