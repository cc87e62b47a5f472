package dev.drawbridge.runner;

import dev.drawbridge.api.SpecReader;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON. It looks at a type only when a field of it is there, and at no annotation:
 * to look at all that a spec may name takes longer than to apply ten scripts.
 */
final class RecordReader {

  /** The components that JSON names otherwise; an empty name is one that it never has. */
  private static final Map<String, String> NAMES =
      Map.of("equalTo", "equals", "lasting", "for", "unsupported", "");

  private RecordReader() {}

  /**
   * A record of {@code type}.
   *
   * @throws IllegalArgumentException if {@code fields} are not exactly what the type has
   */
  static <T> T read(Map<?, ?> fields, Class<T> type) {
    var components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    var found = 0;
    for (var place = 0; place < components.length; place++) {
      var name = name(components[place]);
      if (fields.containsKey(name)) {
        found++;
        values[place] = value(fields.get(name), components[place].getGenericType());
      }
    }
    if (found < fields.size()) {
      throw new IllegalArgumentException(type + " has no such fields: " + fields.keySet());
    }
    return make(type, components, values);
  }

  /** What JSON calls {@code component}. */
  static String name(RecordComponent component) {
    return NAMES.getOrDefault(component.getName(), component.getName());
  }

  private static <T> T make(
      Class<T> type, RecordComponent[] components, @Nullable Object[] values) {
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException("no " + type, refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalArgumentException("not a public record: " + type, impossible);
    }
  }

  private static @Nullable Object value(@Nullable Object value, Type type) {
    if (value == null || type == Object.class) {
      return value;
    }
    if (type instanceof ParameterizedType generic) {
      return container(value, generic);
    }
    return plain(value, (Class<?>) type);
  }

  private static Object plain(Object value, Class<?> type) {
    if (type.isRecord() && value instanceof Map<?, ?> fields) {
      return read(fields, type);
    }
    if (type == IntOrString.class && value instanceof Integer number) {
      return new IntOrString(number);
    }
    if (type == IntOrString.class && value instanceof String text) {
      return new IntOrString(text);
    }
    return type.isInstance(value) ? value : SpecReader.part(value, type);
  }

  private static Object container(Object value, ParameterizedType type) {
    var element = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    if (type.getRawType() == List.class && value instanceof List<?> given) {
      var list = new ArrayList<Object>();
      given.forEach(one -> list.add(element(one, element)));
      return list;
    }
    if (type.getRawType() == Map.class && value instanceof Map<?, ?> given) {
      var map = new LinkedHashMap<Object, Object>();
      given.forEach((name, one) -> map.put(name, element(one, element)));
      return map;
    }
    return SpecReader.part(value, type);
  }

  private static Object element(@Nullable Object value, Type type) {
    if (value == null) {
      throw new IllegalArgumentException("null among values of " + type);
    }
    return Objects.requireNonNull(value(value, type));
  }
}
