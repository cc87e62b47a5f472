package dev.drawbridge.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What every field of the custom resource has to be. */
class CustomResourceTest {

  /** Words that YAML 1.1 reads as true or false. */
  private static final Set<String> BOOLEANS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false");

  private static final JsonNode SCHEMA =
      CustomResourceFile.MIGRATION.definition().at("/spec/versions/0/schema/openAPIV3Schema");

  @Test
  void everyFieldIsDescribed() {
    var undescribed = new ArrayList<String>();

    eachField(
        SCHEMA,
        "",
        (path, field) -> {
          if (!field.path("description").asText().matches("(?s)[A-Z].*\\.")) {
            undescribed.add(path);
          }
        });

    assertThat(undescribed).as("fields without a description in sentences").isEmpty();
  }

  @Test
  void noFieldOrValueIsReadAsBoolean() {
    var words = new ArrayList<String>();

    eachField(
        SCHEMA,
        "",
        (path, field) -> {
          words.add(path.substring(path.lastIndexOf('.') + 1));
          field.path("enum").forEach(value -> words.add(value.asText()));
        });

    assertThat(words).contains("database", "conditions");
    assertThat(words).noneMatch(word -> BOOLEANS.contains(word.toLowerCase(Locale.ROOT)));
  }

  @Test
  void printerColumnsAreInTheOrderInWhichTheyAreRead() {
    var columns =
        CustomResourceFile.MIGRATION.definition().at("/spec/versions/0/additionalPrinterColumns");

    assertThat(names(columns)).containsExactly("Phase", "Schema", "Step", "Age", "Reason", "Held");
  }

  private static List<String> names(JsonNode columns) {
    var names = new ArrayList<String>();
    columns.forEach(column -> names.add(column.path("name").asText()));
    return names;
  }

  private static void eachField(
      JsonNode schema, String path, BiConsumer<String, JsonNode> visitor) {
    schema
        .path("properties")
        .properties()
        .forEach(field -> {
          var inner = path + "." + field.getKey();
          visitor.accept(inner, field.getValue());
          eachField(field.getValue(), inner, visitor);
        });
    if (schema.has("items")) {
      eachField(schema.path("items"), path + "[]", visitor);
    }
    if (schema.has("additionalProperties")) {
      eachField(schema.path("additionalProperties"), path + "{}", visitor);
    }
  }
}
