package dev.drawbridge.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * A health script of Argo CD, run as Argo CD does: Lua 5.1 with the libraries base, package and
 * table alone, and the resource in the variable {@code obj}.
 */
record HealthScript(Path folder) {

  static final Path CUSTOMIZATIONS =
      Path.of("manifests", "gitops", "argo-cd", "resource_customizations");

  static HealthScript of(String kind) {
    return new HealthScript(CUSTOMIZATIONS.resolve("drawbridge.dev").resolve(kind));
  }

  /** What Argo CD shows. */
  record Health(String status, String message) {}

  Health judge(JsonNode resource) {
    return judge(text(), resource);
  }

  static Health judge(String script, JsonNode resource) {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", value(resource));
    var answer = globals.load(script, "health.lua").call().checktable();
    return new Health(answer.get("status").checkjstring(), answer.get("message").optjstring(""));
  }

  String text() {
    try {
      return Files.readString(folder.resolve("health.lua"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static LuaValue value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case STRING -> LuaValue.valueOf(node.textValue());
      case NULL, MISSING -> LuaValue.NIL;
      case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + node);
    };
  }

  private static LuaValue object(JsonNode node) {
    var table = new LuaTable();
    node.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
    return table;
  }

  private static LuaValue array(JsonNode node) {
    var table = new LuaTable();
    node.forEach(element -> table.set(table.length() + 1, value(element)));
    return table;
  }
}
