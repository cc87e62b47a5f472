package dev.drawbridge.runner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A plan as JSON for programs. */
final class PlanJson {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final ToldPlan told;

  PlanJson(ToldPlan told) {
    this.told = told;
  }

  String write() {
    var plan = told.plan();
    var root = MAPPER.createObjectNode();
    root.put("digest", plan.digest());
    root.putPOJO("database", plan.database());
    root.put("from", plan.from());
    root.put("to", plan.to());
    root.put("pending", plan.pending().size());
    root.put("tools", plan.tools().size());
    var steps = root.putArray("steps");
    plan.steps().forEach(step -> steps.add(step(step)));
    if (told.rehearsed() != null) {
      root.putPOJO("rehearsed", told.rehearsed());
    }
    return text(root) + "\n";
  }

  private static ObjectNode step(PlannedStep step) {
    var node = MAPPER.createObjectNode();
    node.put("step", step.place() + 1);
    switch (step) {
      case PlannedStep.Scripts scripts -> {
        node.put("kind", "flyway").put("schema", scripts.schema());
        node.put("baseline", scripts.baseline());
        fromTo(node, step);
        var pending = node.putArray("scripts");
        scripts.pending().forEach(script -> pending.add(script(script)));
      }
      case PlannedStep.Tool tool -> {
        node.put("kind", "run").put("title", tool.title()).put("image", tool.spec().image());
        fromTo(node, step);
        node.put("reached", tool.reached());
      }
    }
    return node;
  }

  private static void fromTo(ObjectNode node, PlannedStep step) {
    node.put("from", step.now()).put("to", step.after());
  }

  private static ObjectNode script(PlannedScript script) {
    return MAPPER
        .createObjectNode()
        .put("file", script.file())
        .put("version", script.version())
        .put("description", script.description())
        .put("checksum", script.checksum())
        .put("transactional", script.transactional())
        .put("repeatable", script.repeatable());
  }

  private static String text(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException("a plan that cannot be written as JSON", unexpected);
    }
  }
}
