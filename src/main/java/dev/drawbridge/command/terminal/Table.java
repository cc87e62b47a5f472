package dev.drawbridge.command.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows under a head, in columns as wide as what is in them. */
public final class Table {

  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> head) {
    rows.add(List.copyOf(head));
  }

  /** Adds a row, which has a cell for each column. */
  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  public String text() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < row.size(); column++) {
        var cell = row.get(column);
        line.append(cell).append(" ".repeat(width(column) - cell.length())).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
