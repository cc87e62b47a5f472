package dev.drawbridge.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images that this node has: Drawbridge's, which is the jar with a Java machine, and those of
 * tools. Any other one is this machine itself.
 *
 * @param jar the packaged program
 * @param tools from the name of an image to the folder that stands for its root
 * @param javaOptions what the Java machine is told besides, such as names of hosts
 */
public record ProgramImage(Path jar, Map<String, Path> tools, List<String> javaOptions) {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** With the usual Java machine. */
  public ProgramImage(Path jar, Map<String, Path> tools) {
    this(jar, tools, List.of());
  }

  /** The folder in which a container is started, if its image is one of a tool. */
  Optional<Path> workingFolder(Container container) {
    var folder = Optional.ofNullable(container.getWorkingDir()).orElse("/");
    return root(container).map(root -> root.resolve(folder.replaceFirst("^/+", "")));
  }

  /** Where a container's programs are looked for: first in its image. */
  String searchPath(Container container, String ours) {
    return root(container).map(root -> root.resolve("bin") + ":" + ours).orElse(ours);
  }

  private Optional<Path> root(Container container) {
    return Optional.ofNullable(tools.get(container.getImage())).map(Path::toAbsolutePath);
  }

  /** Whether a registry would not know the container's image. */
  static boolean cannotBePulled(Container container) {
    return String.valueOf(container.getImage()).contains("does-not-exist");
  }

  /**
   * Without a command, the image's own; a jar or a java of the image is the one here. The files of
   * the image that say how its commands are started are named like these commands.
   */
  List<String> command(Container container, ContainerView view) {
    var command = new ArrayList<String>();
    if (container.getCommand().isEmpty()) {
      command.addAll(java(view));
      command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    }
    for (var word : container.getCommand()) {
      if (command.isEmpty() && Path.of(word).endsWith("java")) {
        command.addAll(java(view));
      } else if (word.endsWith("/drawbridge.jar")) {
        command.add(jar.toAbsolutePath().toString());
      } else {
        command.add(view.word(word));
      }
    }
    container.getArgs().stream()
        .map(argument -> argument.startsWith("@") ? argument.substring(1) : argument)
        .forEach(argument -> command.add(view.word(argument)));
    return command;
  }

  private List<String> java(ContainerView view) {
    var command =
        new ArrayList<>(List.of(JAVA.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(javaOptions);
    view.mountedAt("/tmp").ifPresent(folder -> command.add("-Djava.io.tmpdir=" + folder));
    return command;
  }
}
