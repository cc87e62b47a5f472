package dev.drawbridge.command.check;

import dev.drawbridge.api.ScriptName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A version as people write it. */
final class VersionWords implements ITypeConverter<ScriptName> {

  @Override
  public ScriptName convert(String word) {
    return ScriptName.ofVersion(word)
        .orElseThrow(() ->
            new TypeConversionException(
                "%s is no version: write it like 7 or 1.2".formatted(word)));
  }
}
