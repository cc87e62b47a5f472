package dev.drawbridge.command.check;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.runner.review.Finding;
import dev.drawbridge.runner.review.Review;
import dev.drawbridge.runner.review.Rule;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Findings in SARIF 2.1.0. What a script allows is a result that is suppressed in the source. */
final class SarifOutput {

  private SarifOutput() {}

  static void write(Review review, PrintStream output) {
    var root = new JsonMapper().createObjectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
    var run = root.putArray("runs").addObject();
    var driver = run.putObject("tool").putObject("driver").put("name", "drawbridge");
    describe(driver.putArray("rules"));
    var results = run.putArray("results");
    review.findings().forEach(finding -> result(results, finding));
    for (var allowed : review.allowed()) {
      result(results, allowed.finding())
          .putArray("suppressions")
          .addObject()
          .put("kind", "inSource")
          .put("justification", allowed.why());
    }
    output.println(root.toPrettyString());
  }

  private static void describe(ArrayNode rules) {
    for (var rule : Rule.values()) {
      var node = rules.addObject().put("id", rule.id());
      node.putObject("shortDescription").put("text", rule.summary());
      node.putObject("defaultConfiguration").put("level", rule.severity(false).word());
    }
  }

  private static ObjectNode result(ArrayNode results, Finding finding) {
    var result =
        results
            .addObject()
            .put("ruleId", finding.rule().id())
            .put("level", finding.severity().word());
    result.putObject("message").put("text", finding.message());
    var place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(finding.file()));
    place.putObject("region").put("startLine", finding.line());
    return result;
  }

  /** A relative path stays relative, so that a code host finds it in the repository. */
  private static String uri(String file) {
    var path = Path.of(file);
    if (path.isAbsolute()) {
      return path.toUri().toString();
    }
    try {
      return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
