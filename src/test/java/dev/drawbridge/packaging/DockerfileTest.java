package dev.drawbridge.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the image, whoever builds it; only a build shows that it works. */
class DockerfileTest {

  private static final String LABEL = "org.opencontainers.image.";

  private final Dockerfile dockerfile;

  DockerfileTest() throws IOException {
    this.dockerfile = Dockerfile.read();
  }

  @Test
  void baseIsOneReleaseOfJavaPinnedByItsDigest() {
    assertThat(dockerfile.argument("BASE")).matches("[a-z0-9.-]+(/[a-z0-9-]+)+:25\\.[0-9._]+-jre");
    assertThat(dockerfile.argument("BASE_DIGEST")).matches("sha256:[0-9a-f]{64}");
    assertThat(dockerfile.all("FROM"))
        .containsExactly(
            "${BASE}${BASE_DIGEST:+@}${BASE_DIGEST} AS program", "program AS rehearsed", "program");
  }

  @Test
  void imageKeepsNothingOfTheRehearsalsButTheCaches() {
    assertThat(dockerfile.lastStage())
        .extracting(Dockerfile.Instruction::word)
        .containsOnly("COPY", "ARG", "LABEL", "USER", "ENTRYPOINT", "CMD");
    assertThat(dockerfile.all("COPY"))
        .contains("--from=rehearsed /app/operator.aot /app/runner.aot /app/");
  }

  /** A name instead of the number could be root, as far as Kubernetes knows. */
  @Test
  void userIsTheNumberThatChartAndManifestsName() throws IOException {
    assertThat(dockerfile.all("USER")).containsExactly("65532:65532");
    for (var file :
        List.of("helm/drawbridge/templates/deployment.yaml", "manifests/install.yaml")) {
      assertThat(Files.readString(Path.of(file)))
          .as(file)
          .contains("runAsUser: 65532", "readOnlyRootFilesystem: true", "mountPath: /tmp");
    }
  }

  @Test
  void labelsSayWhatIsInIt() throws Exception {
    var project = Project.read();

    assertThat(dockerfile.labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                LABEL + "title", "Drawbridge",
                LABEL + "description", project.description(),
                LABEL + "licenses", project.license(),
                LABEL + "version", "${VERSION}",
                LABEL + "revision", "${REVISION}",
                LABEL + "source", "${SOURCE}",
                LABEL + "base.name", "${BASE}",
                LABEL + "base.digest", "${BASE_DIGEST}"));
    assertThat(dockerfile.argument("VERSION")).isEqualTo(project.version());
  }

  @Test
  void noShellIsNeeded() {
    for (var word : List.of("RUN", "ENTRYPOINT", "CMD")) {
      assertThat(dockerfile.all(word)).isNotEmpty().allMatch(each -> each.startsWith("["));
    }
    assertThat(dockerfile.all("ENTRYPOINT")).containsExactly("[\"java\"]");
  }

  /** The JVM passes over a cache that was made with another collector or other headers. */
  @ParameterizedTest
  @ValueSource(strings = {"operator", "runner"})
  void cacheIsMadeWithTheOptionsThatItsCommandHas(String command) throws IOException {
    var options = Files.readAllLines(Path.of("src/main/jvm", command));
    var output = "\"-XX:AOTCacheOutput=/app/" + command + ".aot\"";

    var rehearsal = dockerfile.all("RUN").stream().filter(run -> run.contains(output)).toList();

    assertThat(options).contains("-XX:AOTCache=/app/" + command + ".aot");
    assertThat(rehearsal).hasSize(1);
    for (var option : List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders")) {
      assertThat(options).contains(option);
      assertThat(rehearsal.getFirst()).contains("\"" + option + "\"");
    }
  }

  @Test
  void onlyWhatIsCopiedIsSentToTheBuild() throws IOException {
    var ignored = Files.readAllLines(Path.of(".dockerignore"));
    var copied =
        dockerfile.copied().stream()
            .map(each -> each.replaceAll("/$", "").replace("[n]", "n"))
            .map(each -> "!" + each)
            .toList();

    assertThat(ignored.getFirst()).isEqualTo("*");
    assertThat(ignored.subList(1, ignored.size())).containsExactlyInAnyOrderElementsOf(copied);
  }
}
