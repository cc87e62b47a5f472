package dev.drawbridge.packaging;

import java.nio.file.Path;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/** What the POM says of the project itself. */
final class Project {

  private final Document pom;

  private Project(Document pom) {
    this.pom = pom;
  }

  static Project read() throws Exception {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return new Project(builder.parse(Path.of("pom.xml").toFile()));
  }

  String version() throws Exception {
    return text("/project/version");
  }

  String description() throws Exception {
    return text("/project/description");
  }

  String license() throws Exception {
    return text("/project/licenses/license/name");
  }

  /** The time that all that is built carries. */
  Instant timestamp() throws Exception {
    return Instant.parse(text("/project/properties/project.build.outputTimestamp"));
  }

  private String text(String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, pom);
  }
}
