package dev.drawbridge.command.terminal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The values of an option that has few of them, by their names in whatever case. Each such option
 * has a subclass, which the parser makes.
 */
public abstract class EnumWords<E extends Enum<E>> implements ITypeConverter<E> {

  private final String option;
  private final List<E> values;

  protected EnumWords(String option, Class<E> type) {
    this.option = option;
    this.values = Arrays.asList(type.getEnumConstants());
  }

  @Override
  public E convert(String word) {
    return values.stream()
        .filter(value -> value.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("%s is %s, not %s".formatted(option, words(), word)));
  }

  private String words() {
    var words = values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    var last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
