package dev.drawbridge.command.manifest;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kubelet does to the values of variables, to commands and to arguments: {@code $(NAME)} is
 * the variable of that name, and {@code $$} a dollar sign.
 */
public final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^()]*)\\)");

  private References() {}

  /** {@code text} with its references; one to a variable that is not known stays as it is. */
  public static String resolved(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(reference ->
            Matcher.quoteReplacement(
                reference.group(1) == null
                    ? "$"
                    : variables.getOrDefault(reference.group(1), reference.group())));
  }
}
