package dev.drawbridge.document;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Stands for the program {@code helm}: the commands of the documents, carried out by Helm's own
 * library. Words that the documents do not use are refused.
 */
public final class HelmProgram {

  private static final Path KUBECONFIG = Path.of(System.getenv().getOrDefault("KUBECONFIG", ""));

  private HelmProgram() {}

  /** Carries out one command. */
  public static void main(String[] words) {
    var left = new ArrayDeque<>(List.of(words));
    var printed =
        switch (left.pop()) {
          case "install" -> install(left);
          case "uninstall" -> uninstall(left);
          case String other -> throw unknown(other);
        };
    System.out.println(printed);
  }

  private static String install(Deque<String> words) {
    var name = words.pop();
    var command = new Helm(Path.of(words.pop())).install().withName(name);
    while (!words.isEmpty()) {
      switch (words.pop()) {
        case "--namespace", "-n" -> command.withNamespace(words.pop());
        case "--create-namespace" -> command.createNamespace();
        case "--set" -> {
          var setting = words.pop().split("=", 2);
          command.set(setting[0], setting[1]);
        }
        case String other -> throw unknown(other);
      }
    }
    return command.withKubeConfig(KUBECONFIG).call().getOutput();
  }

  private static String uninstall(Deque<String> words) {
    var command = Helm.uninstall(words.pop());
    while (!words.isEmpty()) {
      switch (words.pop()) {
        case "--namespace", "-n" -> command.withNamespace(words.pop());
        case String other -> throw unknown(other);
      }
    }
    return command.withKubeConfig(KUBECONFIG).call();
  }

  private static IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException("helm " + word + " is not played");
  }
}
