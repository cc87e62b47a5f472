package dev.drawbridge.generated;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.ToolProvider;

/** Reads what the sources say about their constants, so that it stands in one place only. */
final class SourceComments {

  private static final Path SOURCES = Path.of("src/main/java");

  private SourceComments() {}

  /** The comments on the constants of {@code type}, in their order, by the constants' names. */
  static Map<String, String> of(Class<?> type) {
    var file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjects(file));
      var constants = new LinkedHashMap<String, String>();
      for (CompilationUnitTree unit : task.parse()) {
        new Fields(DocTrees.instance(task), constants).scan(unit, null);
      }
      return constants;
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static final class Fields extends TreePathScanner<Void, Void> {

    private final DocTrees comments;
    private final Map<String, String> found;

    Fields(DocTrees comments, Map<String, String> found) {
      this.comments = comments;
      this.found = found;
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      var comment = comments.getDocComment(getCurrentPath());
      if (comment != null) {
        found.put(field.getName().toString(), plain(comment));
      }
      return super.visitVariable(field, null);
    }

    private static String plain(String comment) {
      return comment
          .replaceAll("\\s+", " ")
          .replaceAll("\\{@(?:code|value) ([^}]*)}", "`$1`")
          .replaceAll("See \\{@link [^.]*\\.", "")
          .strip();
    }
  }
}
