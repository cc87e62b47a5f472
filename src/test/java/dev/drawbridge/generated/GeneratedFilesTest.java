package dev.drawbridge.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.chart.PlainFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Committed files that are made by a program are what the program makes. {@code ./mvnw test
 * -Dtest=GeneratedFilesTest -Dwrite} writes them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GeneratedFilesTest {

  private static final boolean WRITE = System.getProperty("write") != null;

  @ParameterizedTest
  @EnumSource
  void customResourceDefinitionIsMadeFromTheRecords(CustomResourceFile file) throws Exception {
    compareOrWrite(file.path(), file.content());
  }

  static List<ArgoCdFile> filesOfArgoCd() throws Exception {
    return ArgoCdFile.all();
  }

  @ParameterizedTest
  @MethodSource("filesOfArgoCd")
  void argoCdGetsWhatTheOperatorWrites(ArgoCdFile file) throws Exception {
    compareOrWrite(file.path(), file.content());
  }

  @ParameterizedTest
  @EnumSource
  void chartHoldsWhatTheCodeSays(ChartFile file) throws Exception {
    compareOrWrite(file.path(), file.content());
  }

  @Test
  void everyPartIsInTheChart() throws Exception {
    assertThat(ChartFile.partsThatAreInstalled()).isEqualTo(ChartFile.partsThatAreThere());
  }

  @ParameterizedTest
  @EnumSource
  void chartAlertsAsTheManifestsDo(ChartMonitoringFile file) throws Exception {
    compareOrWrite(file.path(), file.content());
  }

  /** After the others, because the chart that is rendered is the one with their files. */
  @ParameterizedTest
  @EnumSource
  @Order(Integer.MAX_VALUE)
  void plainFileIsTheRenderedChart(PlainFile file) throws Exception {
    compareOrWrite(file.path(), file.content());
  }

  @Test
  void chartsPageHasItsValues() throws Exception {
    compareOrWrite(ChartReadmeFile.PATH, ChartReadmeFile.content());
  }

  @Test
  void referenceIsMadeFromTheSources() throws Exception {
    compareOrWrite(ReferenceFile.PATH, ReferenceFile.content());
  }

  private static void compareOrWrite(Path file, String content) throws Exception {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return;
    }
    assertThat(file)
        .as("run ./mvnw test -Dtest=GeneratedFilesTest -Dwrite")
        .content()
        .isEqualTo(content);
  }
}
