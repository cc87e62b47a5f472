package dev.drawbridge.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec without ever failing. A field or value that this version does not know, because the
 * resource was written for a newer one, must not be passed over: it may be the one that forbids to
 * start. So the spec is read strictly, and what cannot be read so is noted in {@link
 * MigrationSpec#unsupported()}.
 */
public final class SpecReader extends JsonDeserializer<MigrationSpec> {

  /** Made where they are needed: a run seldom needs them, and is sooner at work without. */
  private static final class Strict {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
  }

  private static final class Lenient {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();
  }

  /** What stands for a spec that is not there, or cannot be read at all. */
  public static final MigrationSpec UNREADABLE =
      SpecDraft.of(new Database(new Database.SecretRef("", Map.of()), null, null)).spec();

  @Override
  public MigrationSpec deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return read(parser.readValueAsTree());
  }

  /** The spec that {@code tree} holds. */
  public static MigrationSpec read(JsonNode tree) {
    try {
      return checked(Strict.MAPPER.treeToValue(tree, MigrationSpec.class));
    } catch (IOException strict) {
      return readLeniently(tree).withUnsupported(describe(strict));
    }
  }

  /**
   * A spec of which every field is known, with a note of what is wrong with it, if something is.
   */
  public static MigrationSpec checked(MigrationSpec spec) {
    return problem(spec).map(sound(spec)::withUnsupported).orElse(spec);
  }

  /**
   * {@code value} as a part of a spec that is of {@code type}, which is not one of ours.
   *
   * @param value as it is in JSON: maps, lists and plain values
   * @throws IllegalArgumentException if it does not fit
   */
  public static Object part(Object value, Type type) {
    return Strict.MAPPER.convertValue(value, Strict.MAPPER.constructType(type));
  }

  private static Optional<String> problem(MigrationSpec spec) {
    return isOfOurKinds(spec)
        ? SpecValues.problem(spec)
        : Optional.of(
            "spec.database is not exactly one of secretRef (with a name) and sqlite (with claim and path), or one of spec.migrate is not exactly one of flyway and run");
  }

  private static boolean isOfOurKinds(MigrationSpec spec) {
    return spec.database() != null
        && isOurs(spec.database())
        && spec.migrate().stream().allMatch(SpecReader::isOneKind);
  }

  /** {@code export} as JSON, for {@link #readExport}. */
  public static String write(Export export) {
    return text(export);
  }

  /** What {@link #write(Export)} has written. */
  public static Export readExport(String json) {
    try {
      return Strict.MAPPER.readValue(json, Export.class);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("an export that cannot be read", unreadable);
    }
  }

  /**
   * The spec as JSON, in an order of its own that does not change: equal specs give equal texts.
   */
  public static String write(MigrationSpec spec) {
    return text(spec);
  }

  private static String text(Object spec) {
    try {
      return Strict.MAPPER.writeValueAsString(spec);
    } catch (IOException unexpected) {
      throw new IllegalStateException("a spec that cannot be written as JSON", unexpected);
    }
  }

  private static MigrationSpec readLeniently(JsonNode tree) {
    try {
      return sound(Lenient.MAPPER.treeToValue(tree, MigrationSpec.class));
    } catch (IOException notEvenLeniently) {
      return UNREADABLE;
    }
  }

  /**
   * What can be asked for its queue and its scripts without further thought: a newer spec may have
   * another kind of database or step in the place of ours.
   */
  private static MigrationSpec sound(MigrationSpec read) {
    var database = read.database();
    return SpecDraft.of(read)
        .database(database != null && isOurs(database) ? database : UNREADABLE.database())
        .migrate(read.migrate().stream().filter(SpecReader::isOneKind).toList())
        .guardrails(
            SpecValues.guardrails(read.guardrails()).findFirst().isPresent()
                ? null
                : read.guardrails())
        .unsupported(null)
        .spec();
  }

  private static boolean isOneKind(MigrateStep step) {
    return (step.flyway() == null) != (step.run() == null);
  }

  private static boolean isOurs(Database database) {
    var secret = database.secretRef();
    var sqlite = database.sqlite();
    return sqlite == null
        ? secret != null && secret.name() != null
        : secret == null && sqlite.claim() != null && sqlite.path() != null;
  }

  private static String describe(IOException problem) {
    if (problem instanceof JsonMappingException mapping) {
      var path =
          mapping.getPath().stream()
              .map(part ->
                  part.getFieldName() == null
                      ? "[" + part.getIndex() + "]"
                      : "." + part.getFieldName())
              .collect(Collectors.joining());
      return "spec" + path + wrong(mapping);
    }
    return "spec cannot be read by this version of Drawbridge";
  }

  private static String wrong(JsonMappingException problem) {
    return problem instanceof MismatchedInputException mismatch
            && !(problem instanceof PropertyBindingException)
        ? " is of the wrong type: this version of Drawbridge expects "
            + kind(mismatch.getTargetType())
        : " is not known to this version of Drawbridge, and is not passed over";
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> Lenient.MAPPER.convertValue(constant, String.class))
              .collect(Collectors.joining(", "));
    }
    if (type == String.class) {
      return "text";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    return Number.class.isAssignableFrom(type) ? "a number" : "a map of fields";
  }
}
