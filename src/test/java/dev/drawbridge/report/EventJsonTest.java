package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events that are written by hand, beside what Jackson makes of their annotations. */
class EventJsonTest {

  private static final ObjectMapper BY_ANNOTATIONS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final String EVERY_PLANE =
      "\"quotes\" \\ / \b\f\n\r\t é 漢 😀 \u0000 \u001f \u2028";

  /** What is always there. */
  private static final Set<String> NEEDED =
      Set.of("at", "state", "found", "expected", "outcome", "reason");

  @Test
  void eventIsWrittenAsItsAnnotationsSay() throws Exception {
    var random = new Random(28);
    for (var round = 0; round < 2_000; round++) {
      // In the first one all that there is is there.
      var event = (RunEvent) record(RunEvent.class, round == 0 ? new Random(0) : random, round > 0);

      assertThat(RunLog.line(event)).isEqualTo(BY_ANNOTATIONS.writeValueAsString(event));
    }
  }

  private static Object record(Class<?> type, Random random, boolean leavesOut) throws Exception {
    var components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (var place = 0; place < values.length; place++) {
      var component = components[place];
      var isOut =
          leavesOut
              && !component.getType().isPrimitive()
              && !NEEDED.contains(component.getName())
              && random.nextInt(3) == 0;
      values[place] = isOut ? null : value(component.getGenericType(), random, leavesOut);
    }
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Type type, Random random, boolean leavesOut) throws Exception {
    if (type instanceof ParameterizedType list) {
      var size = leavesOut ? random.nextInt(3) : 2;
      var element = list.getActualTypeArguments()[0];
      return IntStream.range(0, size)
          .mapToObj(place -> element(element, random, leavesOut))
          .toList();
    }
    var plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain, random, leavesOut);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
    }
    return plain(plain.getSimpleName(), random, leavesOut);
  }

  private static Object plain(String type, Random random, boolean leavesOut) {
    return switch (type) {
      case "String" -> leavesOut && random.nextInt(4) == 0 ? "" : EVERY_PLANE + random.nextInt();
      case "int", "Integer" -> random.nextInt();
      case "long", "Long" -> random.nextLong();
      case "boolean" -> random.nextBoolean();
      case "Instant" -> Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L));
      default -> throw new AssertionError("how is a " + type + " filled?");
    };
  }

  private static Object element(Type type, Random random, boolean leavesOut) {
    try {
      return value(type, random, leavesOut);
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void listOfWhatIsNotThereIsLeftOut() {
    var event =
        new RunEvent(
            1,
            1,
            Instant.EPOCH,
            "end",
            null,
            RunEvent.State.FOUND,
            null,
            null,
            null,
            new AppliedVersions(null, List.of()),
            null);

    assertThat(RunLog.line(event))
        .isEqualTo(
            "{\"v\":1,\"seq\":1,\"at\":\"1970-01-01T00:00:00Z\",\"phase\":\"end\",\"state\":\"Found\",\"applied\":{}}");
  }
}
