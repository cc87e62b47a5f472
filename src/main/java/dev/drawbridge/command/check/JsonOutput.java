package dev.drawbridge.command.check;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.runner.review.Finding;
import dev.drawbridge.runner.review.Review;
import java.io.PrintStream;

/** Findings as one JSON object. */
final class JsonOutput {

  private JsonOutput() {}

  static void write(Review review, PrintStream output) {
    var root = new JsonMapper().createObjectNode();
    var findings = root.putArray("findings");
    review.findings().forEach(finding -> fill(findings.addObject(), finding));
    var allowed = root.putArray("allowed");
    for (var exception : review.allowed()) {
      fill(allowed.addObject(), exception.finding()).put("why", exception.why());
    }
    root.put("leftOut", review.leftOut());
    output.println(root.toPrettyString());
  }

  private static ObjectNode fill(ObjectNode node, Finding finding) {
    return node.put("rule", finding.rule().id())
        .put("severity", finding.severity().word())
        .put("file", finding.file())
        .put("line", finding.line())
        .put("message", finding.message());
  }
}
