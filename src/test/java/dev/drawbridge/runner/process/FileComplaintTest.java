package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileComplaintTest {

  static Stream<Arguments> complaints() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/data/a"), "/data/a: permission denied"),
        Arguments.of(new NoSuchFileException("/data/a"), "/data/a: it is not there"),
        Arguments.of(new FileAlreadyExistsException("/data/a"), "/data/a: it is there already"),
        Arguments.of(
            new DirectoryNotEmptyException("/data/a"), "/data/a: it is a folder that is not empty"),
        Arguments.of(
            new FileSystemException("/data/a", null, "Input/output error"),
            "/data/a: Input/output error"),
        Arguments.of(new FileSystemException("/data/a"), "/data/a: no reason given"),
        Arguments.of(new IOException("No space left on device"), "No space left on device"),
        Arguments.of(new IOException(), "no reason given"));
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void complaintIsToldWithoutNamesOfJava(IOException failed, String words) {
    assertThat(FileComplaint.of(failed)).isEqualTo(words);
  }
}
