package dev.drawbridge.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which release this is, as the manifest of the jar says, and the Java that it runs on. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var release =
        Objects.requireNonNullElse(
            Version.class.getPackage().getImplementationVersion(), "(not from a jar)");
    return new String[] {"drawbridge %s, Java %s".formatted(release, Runtime.version())};
  }
}
