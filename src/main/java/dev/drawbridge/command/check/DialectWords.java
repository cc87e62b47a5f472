package dev.drawbridge.command.check;

import dev.drawbridge.runner.script.Dialect;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A dialect by its name. */
final class DialectWords implements ITypeConverter<Dialect> {

  @Override
  public Dialect convert(String word) {
    for (var dialect : Dialect.values()) {
      if (dialect.word().equals(word)) {
        return dialect;
      }
    }
    throw new TypeConversionException("--dialect is postgresql or sqlite, not " + word);
  }
}
