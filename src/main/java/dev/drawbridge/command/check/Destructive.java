package dev.drawbridge.command.check;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is done about statements that lose data, in the words of {@code guardrails.destructive}. */
enum Destructive {
  WARN,
  REFUSE;

  /** One by its name. */
  static final class Words implements ITypeConverter<Destructive> {

    @Override
    public Destructive convert(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "warn" -> WARN;
        case "refuse" -> REFUSE;
        default ->
            throw new TypeConversionException("--destructive is warn or refuse, not " + word);
      };
    }
  }
}
