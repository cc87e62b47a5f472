package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. */
final class LabelSelector {

  private static final Pattern SET = Pattern.compile("([^\\s!=,]+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("([^\\s!=,]+)\\s*(==|=|!=)\\s*([^\\s,]*)");
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=,]+)");

  private LabelSelector() {}

  static Predicate<StoredObject> parse(String text) {
    // Commas inside parentheses do not separate requirements.
    return Arrays.stream(text.split(",(?![^(]*\\))", -1))
        .map(String::strip)
        .filter(requirement -> !requirement.isEmpty())
        .map(LabelSelector::requirement)
        .reduce(object -> true, Predicate::and);
  }

  private static Predicate<StoredObject> requirement(String text) {
    var set = SET.matcher(text);
    if (set.matches()) {
      var values = List.of(set.group(3).strip().split("\\s*,\\s*", -1));
      return oneOf(set.group(1), values, set.group(2).equals("in"));
    }
    var equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      return oneOf(equality.group(1), List.of(equality.group(3)), !equality.group(2).equals("!="));
    }
    var exists = EXISTS.matcher(text);
    if (exists.matches()) {
      var wanted = exists.group(1).isEmpty();
      return object -> labels(object).has(exists.group(2)) == wanted;
    }
    throw ApiFailure.badRequest("unable to parse requirement: " + text);
  }

  /** An object without the label matches {@code !=} and {@code notin}. */
  private static Predicate<StoredObject> oneOf(String label, List<String> values, boolean wanted) {
    return object -> {
      var value = labels(object).get(label);
      return (value != null && values.contains(value.asText())) == wanted;
    };
  }

  private static JsonNode labels(StoredObject object) {
    return object.json().path("metadata").path("labels");
  }
}
