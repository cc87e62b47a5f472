package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The wall: a file of {@value #FILE} lines or a method of {@value #METHOD} lines is two things. */
class SourceSizeTest {

  private static final int FILE = 300;
  private static final int METHOD = 40;

  @Test
  void filesAreShort() throws IOException {
    var tooLong = new ArrayList<String>();
    for (var file : sources()) {
      try (Stream<String> lines = Files.lines(file)) {
        var count = lines.count();
        if (count > FILE) {
          tooLong.add(file + ": " + count + " lines");
        }
      }
    }
    assertThat(tooLong).as("files of more than %d lines", FILE).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    assertThat(methodsOver(METHOD)).as("methods of more than %d lines", METHOD).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> methodsOver(int most) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      var found = new ArrayList<String>();
      var trees = Trees.instance(task);
      for (var unit : task.parse()) {
        new LongMethods(trees, unit, most, found).scan(unit, null);
      }
      return found;
    }
  }

  /** Collects the methods of a file that are longer than {@code most} lines. */
  private static final class LongMethods extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final Trees trees;
    private final CompilationUnitTree unit;
    private final int most;
    private final List<String> found;

    LongMethods(Trees trees, CompilationUnitTree unit, int most, List<String> found) {
      this.trees = trees;
      this.unit = unit;
      this.most = most;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      var positions = trees.getSourcePositions();
      var lines = unit.getLineMap();
      var last = lines.getLineNumber(positions.getEndPosition(unit, method));
      var length = last - lines.getLineNumber(positions.getStartPosition(unit, method)) + 1;
      if (length > most) {
        found.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + length);
      }
      return super.visitMethod(method, null);
    }
  }
}
