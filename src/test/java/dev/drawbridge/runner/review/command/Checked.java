package dev.drawbridge.runner.review.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the command has said, and how it has ended. */
record Checked(int code, String output, String errors) {

  static Checked of(String... words) {
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    var code =
        CheckCommand.run(
            List.of(words),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));
    return new Checked(
        code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }
}
