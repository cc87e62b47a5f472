package dev.drawbridge.generated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the Helm chart takes over from {@code manifests/monitoring}: rules without their name. */
enum ChartMonitoringFile {
  ALERTS("alerts.yaml", "spec:\n"),
  DASHBOARD("dashboard.json", "{");

  private final String file;
  private final String beginning;

  ChartMonitoringFile(String file, String beginning) {
    this.file = file;
    this.beginning = beginning;
  }

  Path path() {
    return Path.of("helm/drawbridge/files", file);
  }

  String content() throws IOException {
    var whole = Files.readString(Path.of("manifests/monitoring", file));
    return whole.substring(whole.indexOf(beginning));
  }
}
