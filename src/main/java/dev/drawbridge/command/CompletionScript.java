package dev.drawbridge.command;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What completes our words: a function for bash and zsh, and the program that kubectl asks for the
 * words behind {@code kubectl drawbridge}. Neither starts Java: whoever presses the tab key does
 * not wait.
 */
final class CompletionScript {

  private static final String BASH =
      """
      # Generated: drawbridge completion bash. To be sourced by bash or zsh.
      if [ -n "${ZSH_VERSION-}" ]; then
        autoload -U +X compinit && compinit
        autoload -U +X bashcompinit && bashcompinit
      fi
      _drawbridge() {
        local words
        if [ "$COMP_CWORD" -le 1 ]; then
          words='COMMANDS'
        else
          case ${COMP_WORDS[1]} in
      OPTIONS    esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
      }
      complete -o default -F _drawbridge drawbridge kubectl-drawbridge
      """;

  /** At the end kubectl is told whether files may follow: 4 says that none do. */
  private static final String KUBECTL =
      """
      #!/bin/sh
      # Generated: drawbridge completion kubectl. In a folder of the PATH, kubectl asks it for the words behind
      # kubectl drawbridge.
      if [ $# -le 1 ]; then
        words='COMMANDS' files=4
      else
        files=0
        case $1 in
      OPTIONS  esac
      fi
      # shellcheck disable=SC2086
      printf '%s\\n' ${words-}
      echo ":$files"
      """;

  private final CommandLine parser;

  CompletionScript(CommandLine parser) {
    this.parser = parser;
  }

  String bash() {
    return script(BASH, "      ");
  }

  String kubectl() {
    return script(KUBECTL, "    ");
  }

  private String script(String frame, String indent) {
    return frame.replace("COMMANDS", commands()).replace("OPTIONS", options(indent));
  }

  private String commands() {
    return String.join(" ", parser.getSubcommands().keySet());
  }

  private String options(String indent) {
    return parser.getSubcommands().entrySet().stream()
        .map(
            one -> "%s%s) words='%s' ;;%n".formatted(indent, one.getKey(), options(one.getValue())))
        .collect(Collectors.joining());
  }

  private static String options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
