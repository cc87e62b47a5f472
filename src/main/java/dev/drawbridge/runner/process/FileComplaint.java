package dev.drawbridge.runner.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * What a file system says against something, in words for people: Java's are partly its own names.
 */
public final class FileComplaint {

  private FileComplaint() {}

  /** As a part of a sentence, with the file where it is known. */
  public static String of(IOException failed) {
    if (!(failed instanceof FileSystemException exact)) {
      return said(failed.getMessage());
    }
    var why =
        switch (exact) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "it is not there";
          case FileAlreadyExistsException _ -> "it is there already";
          case DirectoryNotEmptyException _ -> "it is a folder that is not empty";
          default -> said(exact.getReason());
        };
    return exact.getFile() == null ? why : exact.getFile() + ": " + why;
  }

  private static String said(@Nullable String words) {
    return words == null || words.isBlank() ? "no reason given" : words;
  }
}
