package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.SpecReader;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A spec that is read the short way, beside what {@link SpecReader} makes of it. */
class SpecInputTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String STEPS = "\"migrate\": [{\"flyway\": {\"configMaps\": [\"a\"]}}]";
  private static final String BASE = "{\"database\": {\"secretRef\": {\"name\": \"a\"}}, " + STEPS;

  static Stream<String> examples() throws IOException {
    try (var files = Files.walk(Path.of("manifests", "examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .flatMap(SpecInputTest::specs)
          .toList()
          .stream();
    }
  }

  private static Stream<String> specs(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("(?m)^---$"))
          .map(text -> (Object) Serialization.unmarshal(text, Map.class))
          .filter(resource ->
              resource instanceof Map<?, ?> fields && "Migration".equals(fields.get("kind")))
          .map(resource -> Serialization.asJson(((Map<?, ?>) resource).get("spec")));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsReadPlainlyAndTheSame(String json) throws Exception {
    assertThat(SpecInput.readPlainly(json)).contains(usual(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"release\": \"é 😀\", \"suspend\": true}",
        "\"preflight\": [{\"name\": \"a\", \"sql\": {\"query\": \"select 0\", \"expect\": {\"equals\": 0}}}]}",
        "\"verify\": [{\"name\": \"a\", \"sql\": {\"query\": \"q\", \"expect\": {\"equals\": \"x\"}}}, {\"name\": \"b\", \"schema\": {\"tables\": [{\"name\": \"t\", \"columns\": [\"c\"]}]}}]}",
        "\"monitor\": {\"every\": \"15m\", \"for\": \"48h\", \"checks\": [{\"name\": \"a\", \"http\": {\"url\": \"http://a\", \"status\": 204}}]}}",
        "\"guardrails\": {\"deadline\": \"1h30m\", \"destructive\": \"Refuse\", \"lockRetries\": 2}, \"approval\": \"Required\", \"onFailure\": \"Stop\"}",
        "\"pod\": {\"resources\": {\"requests\": {\"memory\": \"128Mi\", \"cpu\": \"100m\"}}, \"tolerations\": [{\"key\": \"k\"}], \"sidecars\": [{\"name\": \"a\", \"ports\": [1]}], \"env\": [{\"name\": \"A\", \"value\": \"b\"}]}}",
        "\"preflight\": null, \"pod\": {}, \"quiesce\": [{\"kind\": \"CronJob\", \"name\": \"a\"}]}",
      })
  void soundSpecIsReadPlainlyAndTheSame(String rest) throws Exception {
    var json = BASE + ", " + rest;

    assertThat(usual(json).unsupported()).isNull();
    assertThat(SpecInput.readPlainly(json)).contains(usual(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unsupported\": \"made up\"}",
        "\"suspended\": true}",
        "\"newer\": 1}",
        "\"release\": 7}",
        "\"release\": [\"a\"]}",
        "\"suspend\": \"true\"}",
        "\"suspend\": {\"until\": \"tomorrow\"}}",
        "\"approval\": \"Sometimes\"}",
        "\"approvals\": [null]}",
        "\"guardrails\": {\"lockRetries\": \"2\"}}",
        "\"guardrails\": {\"lockRetries\": 2.0}}",
        "\"guardrails\": {\"deadline\": \"10 minutes\"}}",
        "\"migrate\": \"alembic\"}",
        "\"migrate\": [{}]}",
        "\"migrate\": [{\"flyway\": {\"configMaps\": [\"a\"], \"outOfOrder\": \"Allow\"}}]}",
        "\"preflight\": [{\"name\": \"a\", \"sql\": {\"query\": \"q\", \"expect\": {\"equalTo\": 0}}}]}",
        "\"pod\": {\"resources\": {\"requests\": {\"cpu\": 0.5}}}}",
        "\"pod\": {\"resources\": {\"requests\": {\"cpu\": []}}}}",
        "\"pod\": {\"tolerations\": [{\"kay\": \"k\"}]}}",
        "\"database\": {\"sqlite\": {\"claim\": \"data\"}}}",
        "\"database\": {}}",
      })
  void whateverIsUnusualIsReadTheSame(String rest) throws Exception {
    var json = BASE + ", " + rest;

    assertThat(SpecInput.read(json)).isEqualTo(usual(json));
  }

  @Test
  void specThatIsNotJsonIsAnError() {
    assertThatThrownBy(() -> SpecInput.read("{\"database\": "))
        .isInstanceOf(JsonProcessingException.class);
    assertThat(SpecInput.readPlainly("[]")).isEmpty();
  }

  /** It looks at no annotation, so what those say has to be said once more. */
  @Test
  void everyComponentHasTheNameThatItsAnnotationsSay() {
    var records = new HashSet<Class<?>>();
    collect(MigrationSpec.class, records);

    assertThat(records)
        .hasSizeGreaterThan(20)
        .allSatisfy(record -> {
          for (var component : record.getRecordComponents()) {
            assertThat(component.getType().isPrimitive()).as("%s", component).isFalse();
            assertThat(RecordReader.name(component))
                .as("%s", component)
                .isEqualTo(annotated(component));
          }
        });
  }

  private static String annotated(RecordComponent component) {
    var named = component.getAccessor().getAnnotation(JsonProperty.class);
    if (component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
      return "";
    }
    return named == null ? component.getName() : named.value();
  }

  private static void collect(Type type, Set<Class<?>> records) {
    if (type instanceof ParameterizedType container) {
      List.of(container.getActualTypeArguments()).forEach(one -> collect(one, records));
    } else if (type instanceof Class<?> one && one.isRecord() && records.add(one)) {
      for (var component : one.getRecordComponents()) {
        collect(component.getGenericType(), records);
      }
    }
  }

  private static MigrationSpec usual(String json) throws JsonProcessingException {
    return SpecReader.read(JSON.readTree(json));
  }
}
